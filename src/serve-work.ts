/** The loops of a process, and what wakes them. */
import { DIALECTS } from './dialects/registry.ts';
import type { Log } from './log.ts';
import type { Services } from './services.ts';
import { createBookWatch } from './store/books/book-watch.ts';
import { createBookCloser } from './store/books/close.ts';
import { createFeeInvoices } from './store/books/fee-invoices.ts';
import { createMainBook } from './store/books/main-book.ts';
import { createAuditQueries } from './store/queues/audit.ts';
import { createCases } from './store/queues/cases.ts';
import { createDispatchQueue } from './store/queues/dispatches.ts';
import { createDisputeLists } from './store/queues/dispute-lists.ts';
import { createDisputes } from './store/queues/disputes.ts';
import { createNotificationQueue } from './store/queues/notifications.ts';
import { createWaitingReports } from './store/queues/provider-reports.ts';
import { createQuestions } from './store/queues/questions.ts';
import { createReceipts } from './store/queues/receipts.ts';
import { createReportQueue } from './store/queues/reports.ts';
import { createSettlementQueue } from './store/queues/settlements.ts';
import { createStatementFileQueue } from './store/queues/statement-files.ts';
import { createSweepQueue } from './store/queues/sweeps.ts';
import { createErasureQueue } from './store/queues/verifications.ts';
import { createWatchQueue } from './store/queues/watch.ts';
import { createWithdrawalSweeps } from './store/queues/withdrawal-sweeps.ts';
import { createAccountStatements } from './store/read/account-statements.ts';
import { createReconQueries } from './store/reconciliation/queries.ts';
import { createReconRuns } from './store/reconciliation/runs.ts';
import { createRecoveries } from './store/recovery/recoveries.ts';
import type { LaneEvents } from './store/write/lane.ts';
import { answeringReversals } from './workers/watch.ts';
import { AUDIT_EVERY_MS, startWorkers, type Workers } from './workers/workers.ts';

/** Lane events arrive from the platform's opening on; workers hear them once they are there. */
export interface WakeUps {
  readonly events: Omit<LaneEvents, 'grown'>;
  listen(workers: Pick<Workers, 'wake'>): void;
}

/** A relay between the lanes, which come first, and the workers. */
export function createWakeUps(log: () => Log | null): WakeUps {
  let workers: Pick<Workers, 'wake'> | null = null;
  return {
    events: {
      committed: (shard, left) => workers?.wake(shard, left),
      trouble: (shard, error) => log()?.warn({ shard, err: error }, 'the database is in trouble'),
    },
    listen(to) {
      workers = to;
    },
  };
}

/** Starts the loops of a worker. The function that it gives ends them. */
export function startWork(services: Services, wakeUps: WakeUps): () => Promise<void> {
  const { config, platform, deps, connectors, upstream, dispatcher, egress, log, metrics } =
    services;
  const mainBook = createMainBook(platform.pool, platform.shardCount);
  const workers = startWorkers({
    ...deps,
    connectors,
    dialects: new Map(DIALECTS.map((dialect) => [dialect.name, dialect])),
    queues: {
      dispatches: createDispatchQueue(platform.queuePool),
      notifications: createNotificationQueue(platform.queuePool),
      sweeps: createSweepQueue(platform.queuePool),
      settlements: createSettlementQueue(platform.queuePool),
      watch: createWatchQueue(platform.queuePool, (kind) => answeringReversals(connectors, kind)),
      audit: createAuditQueries(platform.pool),
      reports: createReportQueue(platform.queuePool),
      statementFiles: createStatementFileQueue(platform.queuePool),
      accountStatements: createAccountStatements(platform.queuePool, platform.shardCount),
      questions: createQuestions(platform.queuePool, platform.shardCount),
      disputes: createDisputes(platform.queuePool, platform.shardCount),
      cases: createCases(platform.queuePool, platform.shardCount),
      waitingReports: createWaitingReports(platform.queuePool),
      withdrawalSweeps: createWithdrawalSweeps(platform.pool, platform.shardCount),
      receipts: createReceipts(platform.pool, {
        shardCount: platform.shardCount,
        nextId: platform.ids.next,
      }),
      recon: {
        runs: createReconRuns(platform.pool, platform.shardCount),
        queries: createReconQueries(platform.pool),
      },
      disputeLists: createDisputeLists(platform.queuePool),
      books: createBookCloser(platform.pool, platform),
      invoices: createFeeInvoices(platform.pool, platform.shardCount),
      mainBook,
      recoveries: createRecoveries(platform.pool, platform.shardCount),
      bookWatch: createBookWatch(platform.pool, platform.shardCount, mainBook),
      erasures: createErasureQueue(platform.queuePool),
    },
    openSeal: platform.orderSeal.open,
    photoDays: config.photoDays,
    clearingDays: config.clearingDays,
    upstream,
    dispatcher,
    egress,
    log,
    events: metrics.workers,
    nowMs: platform.clock.nowMs,
    random: Math.random,
    auditEveryMs: AUDIT_EVERY_MS,
  });
  wakeUps.listen(workers);
  return () => workers.stop();
}
