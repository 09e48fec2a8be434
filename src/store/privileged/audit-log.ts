/** Rows of the audit log, written. */
import type { AuditEvent } from '../../domain/audit-event.ts';
import type { Executor } from '../database/pool.ts';
import { type Head, hashOf } from '../operators/audit-log.ts';

/** The head is locked: rows are written one after the other, whoever writes them. */
const LOCK_HEAD = `select seq, hash, date_trunc('milliseconds', clock_timestamp()) as at
  from audit_head for update`;

const INSERT = `insert into audit_log (seq, at, operator_id, login, ip, action, phase, subject,
    detail, before_digest, after_digest, previous_hash, hash)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`;

const MOVE_HEAD = 'update audit_head set seq = $1, hash = $2';

/** Adds a row in the transaction of `client`. From here to its end all other rows wait. */
export async function appendAudit(
  client: Executor,
  key: Uint8Array,
  event: AuditEvent,
): Promise<void> {
  const { rows } = await client.query<Head & { at: Date }>(LOCK_HEAD);
  const head = rows[0] as Head & { at: Date };
  const seq = head.seq + 1n;
  const hash = hashOf(key, { ...event, seq, at: head.at }, head.hash);
  await client.query(INSERT, [
    seq,
    head.at.toISOString(),
    event.operatorId,
    event.login,
    event.ip,
    event.action,
    event.phase,
    event.subject,
    event.detail,
    event.before,
    event.after,
    head.hash,
    hash,
  ]);
  await client.query(MOVE_HEAD, [seq, hash]);
}
