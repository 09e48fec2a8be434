/** Requests for a second operator: who may decide one is in the statements' conditions. */
import { createHash } from 'node:crypto';
import type { NewApproval } from '../../ports/approval.ts';
import type { ApprovalWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';

const NOW = 'coalesce($1::timestamptz, now())';
const LIVES = `a.state = 'waiting' and a.expires_at > ${NOW}`;

/** One whose time is over makes room for the next. */
const EXPIRE = `update approval a set state = 'expired'
  where a.digest = $2 and a.state = 'waiting' and a.expires_at <= ${NOW}`;

const REQUEST = `insert into approval
    (action, subject, params, form, summary, digest, maker_id, asked_at, expires_at)
  values ($2, $3, $4, $5, $6, $7, $8, ${NOW}, ${NOW} + interval '24 hours')
  on conflict (digest) where state = 'waiting' do nothing`;

const BY_DIGEST = 'select id from approval where digest = $1 order by id desc limit 1';

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
export function approvalWrites(client: Executor, now: () => Date | null): ApprovalWrites {
  return {
    async request(makerId, request) {
      const digest = digestOf(makerId, request);
      const { action, subject, params, form, summary } = request;
      await client.query(EXPIRE, [now(), digest]);
      const values = [now(), action, subject, params, form, summary, digest, makerId];
      await client.query(REQUEST, values);
      const { rows } = await client.query<{ id: bigint }>(BY_DIGEST, [digest]);
      return (rows[0] as { id: bigint }).id;
    },
    async claim(id, checkerId) {
      return (await client.query(CLAIM, [now(), id, checkerId])).rowCount === 1;
    },
    async finish(id, state, note) {
      await client.query(FINISH, [id, state, note]);
    },
    async reject(id, operatorId, note) {
      const { rows } = await client.query<{ state: 'rejected' | 'withdrawn' }>(REJECT, [
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
