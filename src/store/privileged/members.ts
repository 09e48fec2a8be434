/** Members of merchants: invited and changed. */
import { passwordProblem } from '../../domain/password.ts';
import type { MemberProblem, MemberResult } from '../../ports/member.ts';
import type { MemberWrites } from '../../ports/privileged.ts';
import { inTransaction, type Transactional } from '../database/transaction.ts';
import { MEMBERS, type MemberRow } from '../operators/account-tables.ts';
import { digest as triesDigest, UNLOCK } from '../operators/login-limit.ts';
import { LOGIN, normalLogin } from '../operators/operators.ts';
import { hashPassword } from '../operators/password-hash.ts';
import { digest } from '../operators/sessions.ts';
import type { Vault } from '../secrets/vault.ts';
import { NAME_CHARS_MAX } from './operators.ts';
import { secondFactorWrites } from './second-factors.ts';
import { sessionWrites } from './sessions.ts';

const RETURNING = `returning ${MEMBERS.columns}`;
const UNTIL = `coalesce($2::timestamptz, now()) + interval '72 hours'`;

const INVITE = `insert into member as o (merchant_id, login, name, role, invite_hash, invite_until)
  values ($3, $4, $5, $6, $1, ${UNTIL})
  on conflict (login) do nothing ${RETURNING}`;

const RENEW = `update member o set invite_hash = $1, invite_until = ${UNTIL}
  where o.id = $3 ${RETURNING}`;

const IS_OPEN = `o.invite_hash = $1 and o.disabled_at is null
  and o.invite_until > coalesce($2::timestamptz, now())`;

const NO_LINK = 'invite_hash = null, invite_until = null';

const ACCEPT = `update member o set password_hash = $3, ${NO_LINK}
  where ${IS_OPEN} ${RETURNING}`;

// A link that was given out before sets no other one afterwards.
const SET_PASSWORD = `update member o set password_hash = $2, ${NO_LINK}
  where o.id = $1 ${RETURNING}`;
const SET_ROLE = `update member o set role = $2 where o.id = $1 ${RETURNING}`;
const DISABLE = `update member o set disabled_at = coalesce($2::timestamptz, now()), ${NO_LINK}
  where o.id = $1 ${RETURNING}`;
const ENABLE = `update member o set disabled_at = $2::timestamptz where o.id = $1 ${RETURNING}`;

/** What nobody may use as a password. */
const NAMES_BY_LINK = `select login, name from member o where ${IS_OPEN}`;
const NAMES_BY_ID = 'select login, name from member where id = $1';
type Named = Pick<MemberRow, 'login' | 'name'>;
const namesOf = (row: Named | undefined) => (row === undefined ? [] : [row.login, row.name]);

/** Serialises changes in a team, so that two owners cannot demote each other at once. */
const LOCK = `select ${MEMBERS.columns} from member o where o.merchant_id =
    (select merchant_id from member where id = $1) order by o.id for update`;

const TOUCH = `insert into member_touch (member_id, by_whom, at)
  values ($1, $2, coalesce($3::timestamptz, now()))
  on conflict (member_id, by_whom) do update set at = excluded.at`;

/**
 * `on`: the transaction that the changes are a part of. `now`: the time to go by; null (always,
 * but in tests): the database's own.
 */
export function memberWrites(
  on: Transactional,
  vault: Vault,
  now: () => Date | null = () => null,
): MemberWrites {
  const one = async (text: string, values: unknown[], problem: MemberProblem) => {
    const { rows } = await on.query<MemberRow>(text, values);
    return rows[0] === undefined ? refused(problem) : done(rows[0]);
  };
  return {
    async invite({ merchantId, login: typed, role, name }, token) {
      const login = normalLogin(typed);
      if (!LOGIN.test(login)) return refused('login_malformed');
      const shown = (name ?? '').trim().slice(0, NAME_CHARS_MAX) || login;
      const values = [digest(token), now(), merchantId, login, shown, role];
      return await one(INVITE, values, 'login_taken');
    },
    renew: (id, token) => one(RENEW, [digest(token), now(), id], 'unknown_member'),
    async accept(token, password) {
      const names = await on.query<Named>(NAMES_BY_LINK, [digest(token), now()]);
      // Anybody reaches this: only whoever has a link makes us hash.
      if (names.rows[0] === undefined) return refused('link_over');
      const problem = passwordProblem(password, namesOf(names.rows[0]));
      if (problem !== null) return refused(problem);
      const values = [digest(token), now(), await hashPassword(password)];
      const accepted = await one(ACCEPT, values, 'link_over');
      if (accepted.ok) await endSessions(on, accepted.member.id);
      return accepted;
    },
    async setPassword(id, password) {
      const names = await on.query<Named>(NAMES_BY_ID, [id]);
      const problem = passwordProblem(password, namesOf(names.rows[0]));
      if (problem !== null) return refused(problem);
      return await change(on, id, SET_PASSWORD, await hashPassword(password), false);
    },
    setRole: (id, role) => change(on, id, SET_ROLE, role, role !== 'owner'),
    setDisabled: (id, disabled) => change(on, id, disabled ? DISABLE : ENABLE, null, disabled),
    async unlock(login) {
      await on.query(UNLOCK, [triesDigest(MEMBERS.triesOf(login))]);
    },
    async touched(id, by) {
      await on.query(TOUCH, [id, by, now()]);
    },
    secondFactors: secondFactorWrites(on, vault, now, MEMBERS),
    sessions: sessionWrites(on, now, MEMBERS),
  };
}

/** Changes one field and ends the account's sessions, but never leaves a team without an owner. */
function change(
  on: Transactional,
  id: bigint,
  text: string,
  value: string | null,
  losesOwner: boolean,
): Promise<MemberResult> {
  return inTransaction(on, async (client) => {
    const { rows } = await client.query<MemberRow>(LOCK, [id]);
    const isOwner = ({ role, disabled_at: at }: MemberRow) => role === 'owner' && at === null;
    const others = rows.filter((row) => row.id !== id && isOwner(row));
    const self = rows.find((row) => row.id === id);
    if (self === undefined) return refused('unknown_member');
    if (losesOwner && isOwner(self) && others.length === 0) return refused('last_owner');
    const changed = await client.query<MemberRow>(text, [id, value]);
    await endSessions(client, id);
    return done(changed.rows[0] as MemberRow);
  });
}

async function endSessions(on: Pick<Transactional, 'query'>, id: bigint): Promise<void> {
  await on.query('delete from member_session where member_id = $1', [id]);
}

function done(row: MemberRow): MemberResult {
  return { ok: true, member: MEMBERS.personOf(row) };
}

function refused(problem: MemberProblem): MemberResult {
  return { ok: false, problem };
}
