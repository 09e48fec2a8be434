/** Requests that wait for a second operator. Who may decide is in the statements' conditions. */
import { createHash } from 'node:crypto';
import type pg from 'pg';
import type { Approval, ApprovalState, Approvals, NewApproval } from '../../ports/approval.ts';

interface Row extends Pick<Approval, 'id' | 'action' | 'subject' | 'params' | 'form' | 'summary'> {
  readonly maker_id: bigint;
  readonly maker: string;
  readonly checker: string | null;
  readonly state: ApprovalState;
  readonly asked_at: Date;
  readonly expires_at: Date;
  readonly decided_at: Date | null;
  readonly note: string | null;
}

const NOW = 'coalesce($1::timestamptz, now())';
const LIVES = `a.state = 'waiting' and a.expires_at > ${NOW}`;

const SELECT = `select a.id, a.action, a.subject, a.params, a.form, a.summary, a.maker_id,
    m.login as maker, c.login as checker, a.asked_at, a.expires_at, a.decided_at, a.note,
    case when a.state = 'waiting' and a.expires_at <= ${NOW} then 'expired' else a.state end
      as state
  from approval a join operator m on m.id = a.maker_id
  left join operator c on c.id = a.checker_id`;

/** One whose time is over makes way for the next. */
const EXPIRE = `update approval a set state = 'expired'
  where a.digest = $2 and a.state = 'waiting' and a.expires_at <= ${NOW}`;

const ASK = `insert into approval
    (action, subject, params, form, summary, digest, maker_id, asked_at, expires_at)
  values ($2, $3, $4, $5, $6, $7, $8, ${NOW}, ${NOW} + interval '24 hours')
  on conflict (digest) where state = 'waiting' do nothing`;

const BY_DIGEST = `${SELECT} where a.digest = $2 order by a.id desc limit 1`;
const BY_ID = `${SELECT} where a.id = $2`;
const WAITING = `${SELECT} where ${LIVES} order by a.id desc limit $2`;
const ALL = `${SELECT} order by a.id desc limit $2`;

const COUNT = `select count(*)::int as waiting from approval a
  where ${LIVES} and a.maker_id <> $2`;

const CLAIM = `update approval a set state = 'approved', checker_id = $3, decided_at = ${NOW}
  from operator m
  where a.id = $2 and ${LIVES} and a.maker_id <> $3 and m.id = a.maker_id
    and m.disabled_at is null
  returning a.id`;

const FINISH = `update approval set state = $2, note = $3 where id = $1 and state = 'approved'`;

const REJECT = `update approval a set checker_id = $3, decided_at = ${NOW}, note = nullif($4, ''),
    state = case when a.maker_id = $3 then 'withdrawn' else 'rejected' end
  where a.id = $2 and ${LIVES} returning a.state`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function createApprovals(pool: pg.Pool, now: () => Date | null = () => null): Approvals {
  return {
    async ask(makerId, request) {
      const digest = digestOf(makerId, request);
      const { action, subject, params, form, summary } = request;
      await pool.query(EXPIRE, [now(), digest]);
      await pool.query(ASK, [now(), action, subject, params, form, summary, digest, makerId]);
      const { rows } = await pool.query<Row>(BY_DIGEST, [now(), digest]);
      return approvalOf(rows[0] as Row);
    },
    async find(id) {
      const { rows } = await pool.query<Row>(BY_ID, [now(), id]);
      return rows[0] === undefined ? null : approvalOf(rows[0]);
    },
    async list(which, limit) {
      const { rows } = await pool.query<Row>(which === 'waiting' ? WAITING : ALL, [now(), limit]);
      return rows.map(approvalOf);
    },
    async waitingFor(operatorId) {
      const { rows } = await pool.query<{ waiting: number }>(COUNT, [now(), operatorId]);
      return rows[0]?.waiting ?? 0;
    },
    async claim(id, checkerId) {
      return (await pool.query(CLAIM, [now(), id, checkerId])).rowCount === 1;
    },
    async finish(id, state, note) {
      await pool.query(FINISH, [id, state, note]);
    },
    async reject(id, operatorId, note) {
      const { rows } = await pool.query<{ state: 'rejected' | 'withdrawn' }>(REJECT, [
        now(),
        id,
        operatorId,
        note,
      ]);
      return rows[0]?.state ?? null;
    },
  };
}

function digestOf(makerId: bigint, { action, params, form }: NewApproval): string {
  const sorted = (texts: Readonly<Record<string, string>>) => Object.entries(texts).sort();
  const text = JSON.stringify([String(makerId), action, sorted(params), sorted(form)]);
  return createHash('sha256').update(text).digest('hex');
}

function approvalOf(row: Row): Approval {
  const { id, action, subject, params, form, summary, maker, checker, state, note } = row;
  return {
    ...{ id, action, subject, params, form, summary, maker, checker, state, note },
    makerId: row.maker_id,
    askedAt: row.asked_at,
    expiresAt: row.expires_at,
    decidedAt: row.decided_at,
  };
}
