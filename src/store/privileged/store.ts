/** What operators' commands write, with their rows in the audit log, in one transaction each. */
import type pg from 'pg';
import type { Id } from '../../domain/id.ts';
import type { PrivilegedStore } from '../../ports/privileged.ts';
import { appendAudit } from '../operators/audit-log.ts';
import type { Vault } from '../secrets/vault.ts';
import { approvalWrites } from './approvals.ts';
import { appWrites } from './apps.ts';
import { merchantWrites } from './merchants.ts';

export interface PrivilegedParts {
  readonly pool: pg.Pool;
  readonly vault: Vault;
  /** Makes platform ids. */
  nextId(bucket: number): Id;
  /** The time to go by; null (always, but in tests): the database's own. */
  now?(): Date | null;
}

/** The only way to these writes; `audit-log` is the purpose of the key that chains its rows. */
export function createPrivilegedStore({
  pool,
  vault,
  nextId,
  now = () => null,
}: PrivilegedParts): PrivilegedStore {
  const auditKey = vault.derive('audit-log');
  return {
    async transaction(work) {
      const client = await pool.connect();
      try {
        await client.query('begin');
        const { keep, value } = await work({
          audit: (event) => appendAudit(client, auditKey, event),
          merchants: merchantWrites(client, nextId),
          apps: appWrites(client, vault, nextId),
          approvals: approvalWrites(client, now),
        });
        await client.query(keep ? 'commit' : 'rollback');
        return value;
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
