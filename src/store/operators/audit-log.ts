/**
 * The audit log: rows that are only added to, each bound to the one before it by a hash whose key
 * is not in the database. Who can write the table but does not have the key cannot change, insert,
 * drop or reorder rows unseen; the head row reports rows missing at the end.
 */

import { createHmac } from 'node:crypto';
import type pg from 'pg';
import type { AuditEvent } from '../../domain/audit-event.ts';
import type { AuditChain, AuditLog, AuditRow } from '../../ports/operator.ts';

const FIRST_HASH = '0'.repeat(64);
const VERIFY_PAGE = 1000;

interface Row {
  readonly seq: bigint;
  readonly at: Date;
  readonly operator_id: bigint | null;
  readonly login: string;
  readonly ip: string;
  readonly action: string;
  readonly phase: AuditEvent['phase'];
  readonly subject: string;
  readonly detail: string;
  readonly before_digest: string | null;
  readonly after_digest: string | null;
  readonly previous_hash: string;
  readonly hash: string;
}

export interface Head {
  readonly seq: bigint;
  readonly hash: string;
}

const LIST = `select * from audit_log where $1::bigint is null or seq < $1
  order by seq desc limit $2`;

const AFTER = 'select * from audit_log where seq > $1 order by seq limit $2';

/** `key`: 32 bytes, derived from the platform's key. */
export function createAuditLog(pool: pg.Pool, key: Uint8Array): AuditLog {
  return {
    async list(before, limit) {
      const { rows } = await pool.query<Row>(LIST, [before, limit]);
      return rows.map(rowOf);
    },
    verify: () => verify(pool, key),
  };
}

/** Reads the head first: rows added meanwhile are simply more. */
async function verify(pool: pg.Pool, key: Uint8Array): Promise<AuditChain> {
  const heads = await pool.query<Head>('select seq, hash from audit_head');
  const head = heads.rows[0] ?? { seq: -1n, hash: '' };
  let seq = 0n;
  let hash = FIRST_HASH;
  while (seq < head.seq) {
    const { rows } = await pool.query<Row>(AFTER, [seq, VERIFY_PAGE]);
    if (rows.length === 0) return { ok: false, brokenAt: seq + 1n };
    for (const row of rows.filter((one) => one.seq <= head.seq)) {
      seq += 1n;
      const follows = row.seq === seq && row.previous_hash === hash;
      if (!follows || row.hash !== hashOf(key, rowOf(row), hash)) {
        return { ok: false, brokenAt: seq };
      }
      hash = row.hash;
    }
  }
  return hash === head.hash ? { ok: true, rows: seq } : { ok: false, brokenAt: seq };
}

/** Over a JSON array of strings and nulls: no two rows have one text. */
export function hashOf(
  key: Uint8Array,
  row: AuditEvent & Pick<AuditRow, 'seq' | 'at'>,
  previous: string,
): string {
  const cells = [
    String(row.seq),
    row.at.toISOString(),
    row.operatorId === null ? null : String(row.operatorId),
    row.login,
    row.ip,
    row.action,
    row.phase,
    row.subject,
    row.detail,
    row.before,
    row.after,
    previous,
  ];
  return createHmac('sha256', key).update(JSON.stringify(cells)).digest('hex');
}

function rowOf(row: Row): AuditRow {
  const { seq, at, login, ip, action, phase, subject, detail, hash } = row;
  return {
    ...{ seq, at, login, ip, action, phase, subject, detail, hash },
    operatorId: row.operator_id,
    before: row.before_digest,
    after: row.after_digest,
  };
}
