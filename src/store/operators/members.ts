/** Members of merchants: found, and their passwords checked. */
import type pg from 'pg';
import type { Members } from '../../ports/member.ts';
import { MEMBERS, type MemberRow } from './account-tables.ts';
import { accountCheck, normalLogin } from './operators.ts';
import { digest } from './sessions.ts';

const SELECT = `select ${MEMBERS.columns} from member o`;
const OF_MERCHANT = `${SELECT} where o.merchant_id = $1 order by o.login`;
const BY_ID = `${SELECT} where o.id = $1`;
const BY_LOGIN = `${SELECT} where o.login = $1`;
const INVITED = `${SELECT} where o.invite_hash = $1 and o.disabled_at is null
  and o.invite_until > coalesce($2::timestamptz, now())`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createMembers(pool: pg.Pool, now: () => Date | null = () => null): Members {
  const one = async (text: string, values: unknown[]) => {
    const { rows } = await pool.query<MemberRow>(text, values);
    return rows[0] === undefined ? null : MEMBERS.personOf(rows[0]);
  };
  return {
    ...accountCheck(pool, MEMBERS, now),
    async of(merchantId) {
      const { rows } = await pool.query<MemberRow>(OF_MERCHANT, [merchantId]);
      return rows.map(MEMBERS.personOf);
    },
    byId: (id) => one(BY_ID, [id]),
    byLogin: (login) => one(BY_LOGIN, [normalLogin(login)]),
    invited: (token) => one(INVITED, [digest(token), now()]),
  };
}
