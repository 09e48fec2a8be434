/** Requests for a second operator: who may decide one is in the statements' conditions. */
import { createHash, createHmac } from 'node:crypto';
import type { ApprovalRequest, Maker } from '../../ports/approval.ts';
import type { ApprovalWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';
import { MAY_BE_ONE } from '../operators/same-person.ts';
import { sealSecrets } from '../secrets/approval-secrets.ts';
import type { Vault } from '../secrets/vault.ts';

const NOW = 'coalesce($1::timestamptz, now())';
const LIVES = `a.state = 'waiting' and a.expires_at > ${NOW}`;

/** One whose time is over makes room for the next. */
const EXPIRE = `update approval a set state = 'expired', sealed = null
  where a.digest = $2 and a.state = 'waiting' and a.expires_at <= ${NOW}`;

const REQUEST = `insert into approval
    (action, subject, params, form, summary, digest, maker_id, maker, asked_at,
    expires_at)
  values ($2, $3, $4, $5, $6, $7, $8, $9, ${NOW}, ${NOW} + interval '24 hours')
  on conflict (digest) where state = 'waiting' do nothing returning id`;

const KEEP_SEALED = 'update approval set sealed = $2 where id = $1';

const BY_DIGEST = 'select id from approval where digest = $1 order by id desc limit 1';

const CLAIM = `update approval a set state = 'approved', checker_id = $3, decided_at = ${NOW}
  where a.id = $2 and ${LIVES} and a.maker_id is distinct from $3 and not ${MAY_BE_ONE}
    and not exists (select from operator m where m.id = a.maker_id and m.disabled_at is not null)
    and not exists (select from member m
      where 'member:' || m.id = a.maker and m.disabled_at is not null)
  returning a.id`;

const FINISH = `update approval set state = $2, note = $3, sealed = null
  where id = $1 and state = 'approved'`;

const REJECT = `update approval a set checker_id = $3, decided_at = ${NOW}, note = nullif($4, ''),
    sealed = null, state = case when a.maker_id = $3 then 'withdrawn' else 'rejected' end
  where a.id = $2 and ${LIVES} returning a.state`;

/** `now`: the time to go by; null (always, but in tests): the database's own. */
export function approvalWrites(
  client: Executor,
  vault: Vault,
  now: () => Date | null,
): ApprovalWrites {
  return {
    async request(maker, request) {
      const digest = digestOf(vault, maker, request);
      const { action, subject, params, form, summary } = request;
      await client.query(EXPIRE, [now(), digest]);
      const name = maker.id === null ? maker.key : null;
      const values = [now(), action, subject, params, form, summary, digest, maker.id, name];
      const made = await client.query<{ id: bigint }>(REQUEST, values);
      const { secrets } = request;
      if (made.rows[0] !== undefined && Object.keys(secrets).length > 0) {
        const { id } = made.rows[0];
        await client.query(KEEP_SEALED, [id, sealSecrets(vault, id, secrets)]);
      }
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

/** Nobody who reads the table may try out what is secret: with secrets it is a keyed digest. */
function digestOf(
  vault: Vault,
  maker: Maker,
  { action, params, form, secrets }: ApprovalRequest,
): string {
  const sorted = (texts: Readonly<Record<string, string>>) => Object.entries(texts).sort();
  const text = JSON.stringify([
    String(maker.id ?? maker.key),
    action,
    sorted(params),
    sorted(form),
  ]);
  if (Object.keys(secrets).length === 0) return createHash('sha256').update(text).digest('hex');
  const more = JSON.stringify(sorted(secrets));
  return createHmac('sha256', vault.derive('approval')).update(text).update(more).digest('hex');
}
