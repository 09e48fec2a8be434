/** The auditor's questions to one shard. */
import type pg from 'pg';
import type { AuditQueries, AuditReport, BalanceName } from '../../ports/workers.ts';
import { allowSilence, run } from '../database/pool.ts';
import { QUEUE_AGES, RESERVES_THAT_DIFFER } from '../statements/audit.ts';
import { BALANCES_THAT_DIFFER } from '../statements/ledger.ts';

/** Re-adding a whole ledger takes longer than any statement of the write path may. */
const AUDIT_STATEMENT_MS = 600_000;

type Ages = {
  readonly overdue_dispatches: number;
  readonly long_doubts: number;
  readonly oldest_doubt_ms: number;
  readonly due_notifications: number;
  readonly parked_notifications: number;
  readonly oldest_due_ms: number;
  readonly open_cases: number;
};
type NameRow = { readonly merchant_id: bigint; readonly asset: string };

/** Each question is one statement, so it sees one moment; no lock is held, nothing waits for it. */
export function createAuditQueries(pool: pg.Pool): AuditQueries {
  return {
    async audit(shard, limits): Promise<AuditReport> {
      const startedAt = performance.now();
      const client = await pool.connect();
      let broken: Error | undefined;
      try {
        allowSilence(client, AUDIT_STATEMENT_MS);
        await client.query(`set statement_timeout = ${AUDIT_STATEMENT_MS}`);
        const unequal = await run<NameRow>(client, BALANCES_THAT_DIFFER, shard);
        const reserves = await run<NameRow>(client, RESERVES_THAT_DIFFER, shard);
        const queues = await run<Ages>(client, QUEUE_AGES, shard, [
          limits.overdueMs,
          limits.doubtMs,
        ]);
        await client.query('reset statement_timeout');
        const ages = queues.rows[0] as Ages;
        return {
          shard,
          unequal: unequal.rows.map(nameOf),
          wronglyReserved: reserves.rows.map(nameOf),
          overdueDispatches: ages.overdue_dispatches,
          longDoubts: ages.long_doubts,
          oldestDoubtMs: ages.oldest_doubt_ms,
          dueNotifications: ages.due_notifications,
          deadLetteredNotifications: ages.parked_notifications,
          oldestDueMs: ages.oldest_due_ms,
          openCases: ages.open_cases,
          tookMs: Math.round(performance.now() - startedAt),
        };
      } catch (error) {
        broken = error as Error;
        throw error;
      } finally {
        client.release(broken);
      }
    },
  };
}

function nameOf({ merchant_id, asset }: NameRow): BalanceName {
  return { merchantId: merchant_id, asset };
}
