/** What operators' commands write, with their rows in the audit log, in one transaction each. */
import type pg from 'pg';
import type { Id } from '../../domain/id.ts';
import type { PrivilegedStore, PrivilegedWrites } from '../../ports/privileged.ts';
import type { Vault } from '../secrets/vault.ts';
import { accountWrites } from './accounts.ts';
import { approvalWrites } from './approvals.ts';
import { appWrites } from './apps.ts';
import { appendAudit } from './audit-log.ts';
import { calendarWrites } from './calendars.ts';
import { caseWrites } from './cases.ts';
import { catalogueWrites } from './catalogue.ts';
import { memberWrites } from './members.ts';
import { merchantWrites } from './merchants.ts';
import { notificationWrites } from './notifications.ts';
import { operatorWrites } from './operators.ts';
import { reconWrites } from './reconciliation.ts';
import { recoveryWrites } from './recoveries.ts';
import { secondFactorWrites } from './second-factors.ts';
import { sessionWrites } from './sessions.ts';
import { subscriptionWrites } from './subscriptions.ts';
import { withdrawalWrites } from './withdrawals.ts';

export interface PrivilegedParts {
  readonly pool: pg.Pool;
  readonly vault: Vault;
  readonly shardCount: number;
  /** Makes platform ids. */
  nextId(bucket: number): Id;
  /** The time to go by; null (always, but in tests): the database's own. */
  now?(): Date | null;
}

/** The only way to these writes; `audit-log` is the purpose of the key that chains its rows. */
export function createPrivilegedStore(parts: PrivilegedParts): PrivilegedStore {
  const auditKey = parts.vault.derive('audit-log');
  return {
    async transaction(work) {
      const client = await parts.pool.connect();
      try {
        await client.query('begin');
        const { keep, value } = await work(writesOf(client, auditKey, parts));
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

function writesOf(
  client: pg.PoolClient,
  auditKey: Uint8Array,
  { vault, shardCount, nextId, now = () => null }: PrivilegedParts,
): PrivilegedWrites {
  return {
    audit: (event) => appendAudit(client, auditKey, event),
    merchants: merchantWrites(client, nextId),
    calendars: calendarWrites(client),
    recon: reconWrites(client),
    apps: appWrites(client, vault, nextId),
    subscriptions: subscriptionWrites(client, vault),
    approvals: approvalWrites(client, vault, now),
    accounts: accountWrites(client, vault),
    catalogue: catalogueWrites(client),
    operators: operatorWrites(client, now),
    secondFactors: secondFactorWrites(client, vault, now),
    sessions: sessionWrites(client, now),
    members: memberWrites(client, vault, now),
    withdrawals: withdrawalWrites(client, vault, { nextId, shardCount }, now),
    cases: caseWrites(client, shardCount),
    notifications: notificationWrites(client, shardCount),
    recoveries: recoveryWrites(client),
  };
}
