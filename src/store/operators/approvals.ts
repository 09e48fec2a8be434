/** Requests that wait for a second operator, as people look at them. */
import type pg from 'pg';
import type { Approval, ApprovalState, Approvals } from '../../ports/approval.ts';
import { openSecrets } from '../secrets/approval-secrets.ts';
import type { Vault } from '../secrets/vault.ts';
import { MAY_BE_ONE } from './same-person.ts';

interface Row extends Pick<Approval, 'id' | 'action' | 'subject' | 'params' | 'form' | 'summary'> {
  readonly maker_id: bigint | null;
  readonly maker: string;
  readonly checker: string | null;
  readonly state: ApprovalState;
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
  readonly note: string | null;
  readonly sealed: Uint8Array | null;
}

const NOW = 'coalesce($1::timestamptz, now())';
const LIVES = `a.state = 'waiting' and a.expires_at > ${NOW}`;

const SELECT = `select a.id, a.action, a.subject, a.params, a.form, a.summary, a.maker_id,
    coalesce(m.login, a.maker) as maker, c.login as checker, a.asked_at, a.expires_at, a.decided_at, a.note, a.sealed,
    case when a.state = 'waiting' and a.expires_at <= ${NOW} then 'expired' else a.state end
      as state
  from approval a left join operator m on m.id = a.maker_id
  left join operator c on c.id = a.checker_id`;

const BY_ID = `${SELECT} where a.id = $2`;
const WAITING = `${SELECT} where ${LIVES} order by a.id desc limit $2`;
const ALL = `${SELECT} order by a.id desc limit $2`;

const COUNT = `select count(*)::int as waiting from approval a
  where ${LIVES} and a.maker_id is distinct from $2`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createApprovals(
  pool: pg.Pool,
  vault: Vault,
  now: () => Date | null = () => null,
): Approvals {
  return {
    secretsOf: ({ id, sealed }) => (sealed === null ? {} : openSecrets(vault, id, sealed)),
    async find(id) {
      const { rows } = await pool.query<Row>(BY_ID, [now(), id]);
      return rows[0] === undefined ? null : approvalOf(rows[0]);
    },
    async isSamePerson(id, operatorId) {
      const text = `select ${MAY_BE_ONE} as same`;
      const { rows } = await pool.query<{ same: boolean }>(text, [now(), id, operatorId]);
      return rows[0]?.same ?? true;
    },
    async list(which, limit) {
      const { rows } = await pool.query<Row>(which === 'waiting' ? WAITING : ALL, [now(), limit]);
      return rows.map(approvalOf);
    },
    async waitingFor(operatorId) {
      const { rows } = await pool.query<{ waiting: number }>(COUNT, [now(), operatorId]);
      return rows[0]?.waiting ?? 0;
    },
  };
}

function approvalOf(row: Row): Approval {
  const { id, action, subject, params, form, summary, maker, checker, state, note } = row;
  return {
    ...{ id, action, subject, params, form, summary, maker, checker, state, note },
    sealed: row.sealed,
    makerId: row.maker_id,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
  };
}
