/** All that happens after a commit: starts the workers of every shard, and stops them cleanly. */

import type { RecoverDeps } from '../app/recover-order.ts';
import type { ClearingDays } from '../domain/clearing.ts';
import type { Egress } from '../egress/contract.ts';
import type { AccountStatements } from '../ports/account-statement.ts';
import type { BookCloser, BookWatch, MainBook } from '../ports/books.ts';
import type { Cases } from '../ports/core.ts';
import type { FeeInvoices } from '../ports/fee-invoice.ts';
import type { WaitingReports } from '../ports/provider-report.ts';
import type { QuestionQueue } from '../ports/question.ts';
import type { ReconQueries, ReconRuns } from '../ports/reconciliation.ts';
import type { RecoveryQueue } from '../ports/recovery.ts';
import type { ReportQueue } from '../ports/report.ts';
import type { SettlementQueue } from '../ports/settlement.ts';
import type { StatementFileQueue } from '../ports/statement-file.ts';
import type { Receipts } from '../ports/topup.ts';
import type { ErasureQueue } from '../ports/verification.ts';
import type { WatchQueue } from '../ports/watch.ts';
import type { WithdrawalSweeps } from '../ports/withdrawal.ts';
import type {
  AuditQueries,
  DispatchQueue,
  DisputeLists,
  DisputeQueue,
  Log,
  NotificationQueue,
  Registries,
  SweepQueue,
  WorkerEvents,
} from '../ports/workers.ts';
import { Asker } from './asker.ts';
import { auditRound } from './audit.ts';
import { closeRound } from './close-books.ts';
import type { Dispatcher } from './dispatch.ts';
import { disputeListsRound } from './dispute-lists.ts';
import { eraseRound } from './erase.ts';
import type { ExecutionDeps } from './execution.ts';
import { invoiceRound } from './fee-invoices.ts';
import { type Loop, startLoop } from './loop.ts';
import { Notifier } from './notify.ts';
import { openDisputesRound } from './open-disputes.ts';
import { Questioner } from './questions.ts';
import { reconcileRound } from './reconcile.ts';
import { recoverRound } from './recover.ts';
import { ReportBuilder } from './reports.ts';
import { Resolver } from './resolve-doubt.ts';
import { calendarRound, completeRound, releaseRound, settleRound } from './settle.ts';
import { oldStatementFilesRound, statementFilesRound } from './statement-files.ts';
import { expireRound, overdueRound, returnRound } from './sweeps.ts';
import { topUpsRound } from './top-ups.ts';
import type { Upstream } from './upstream.ts';
import { waitingReportsRound } from './waiting-reports.ts';
import { watchRound } from './watch.ts';
import { watchBooksRound } from './watch-books.ts';
import { withdrawalSweepsRound } from './withdrawal-sweeps.ts';

/**
 * A wake-up from another process can get lost; from then on it is this long until the next look.
 */
const POLL_MS = 1_000;
const WATCH_EVERY_MS = 5_000;
const DELETE_EVERY_MS = 60_000;
/** A missing year is months away. */
const CALENDARS_EVERY_MS = 3_600_000;
/** How long a batch may still look open when nothing of it is left. */
const COMPLETE_EVERY_MS = 10_000;
/** While a recovery is open, payouts wait for each round. */
const RECOVER_EVERY_MS = 2_000;
/** Days are what it counts; a day that was closed is looked at before long. */
const WATCH_BOOKS_EVERY_MS = 300_000;
/** How long a report waits to be matched, at most. */
const RECONCILE_EVERY_MS = 60_000;
/** How long after midnight the day is closed, at most. */
const CLOSE_EVERY_MS = 60_000;
/** How long after a month is closed its fees are invoiced, at most. */
const INVOICES_EVERY_MS = 600_000;
export const AUDIT_EVERY_MS = 60_000;

export interface WorkerDeps extends ExecutionDeps, Registries {
  readonly queues: {
    readonly dispatches: DispatchQueue;
    readonly notifications: NotificationQueue;
    readonly sweeps: SweepQueue;
    readonly settlements: SettlementQueue;
    readonly cases: Cases;
    readonly watch: WatchQueue;
    readonly audit: AuditQueries;
    readonly reports: ReportQueue;
    readonly statementFiles: StatementFileQueue;
    readonly accountStatements: AccountStatements;
    readonly questions: QuestionQueue;
    readonly disputes: DisputeQueue;
    readonly disputeLists: DisputeLists;
    readonly books: BookCloser;
    readonly invoices: FeeInvoices;
    readonly mainBook: MainBook;
    readonly bookWatch: BookWatch;
    readonly recoveries: RecoveryQueue;
    readonly erasures: ErasureQueue;
    readonly waitingReports: WaitingReports;
    readonly receipts: Receipts;
    readonly withdrawalSweeps: WithdrawalSweeps;
    readonly recon: { readonly runs: ReconRuns; readonly queries: ReconQueries };
  };
  /** Of orders that were sealed for their providers; null: none of ours. */
  readonly openSeal: RecoverDeps['openSeal'];
  /** For how long pictures of payers are kept once it is decided. */
  readonly photoDays: number;
  /** The ages from which on what lies in clearing accounts is an alarm. */
  readonly clearingDays: ClearingDays;
  readonly upstream: Upstream;
  /** Made before, because the API's commands need it too; from now on it is fed by its queue. */
  readonly dispatcher: Dispatcher;
  /** The way out to merchants. */
  readonly egress: Pick<Egress, 'send'>;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly nowMs: () => number;
  readonly random: () => number;
  readonly auditEveryMs: number;
}

export interface Workers {
  /** A commit left rows: what `LaneEvents.committed` reports. */
  wake(shard: number, left: { readonly dispatches: boolean; readonly events: boolean }): void;
  /** Takes up nothing more, and resolves when all that is under way is done and recorded. */
  stop(): Promise<void>;
}

/** Each is asked about once a day. */
const DISPUTES_EVERY_MS = 600_000;
/** Each account's list once an hour. */
const LISTS_EVERY_MS = 60_000;
/** Days are what it counts. */
const OVERDUE_EVERY_MS = 600_000;
const RETURN_EVERY_MS = 10_000;
const ERASE_EVERY_MS = 600_000;
/** How long after the last settlement of the day what is left is swept, at most. */
const SWEEPS_EVERY_MS = 60_000;

/** Starts the loops: per shard, and one auditor. What goes wrong in them never ends the process. */
export function startWorkers(deps: WorkerDeps): Workers {
  const { lanes, dispatcher, log, queues } = deps;
  const shards = Array.from({ length: lanes.shardCount }, (_, shard) => shard);
  const each = (name: string, pollMs: number, round: (shard: number) => Promise<boolean>) =>
    shards.map((shard) =>
      startLoop({ name: `${name} ${shard}`, round: () => round(shard), pollMs, log }),
    );

  const notifying: Loop[] = [];
  const resolving: Loop[] = [];
  const notifier = new Notifier(
    { ...deps, queue: queues.notifications, shardCount: lanes.shardCount },
    (shard) => notifying[shard]?.wake(),
  );
  const resolver = new Resolver({ ...deps, queue: queues.dispatches }, () => {
    for (const loop of resolving) loop.wake();
  });
  const asker = new Asker(deps);
  const watch = { queue: queues.watch, asker, nowMs: deps.nowMs };
  const questioner = new Questioner({ ...deps, questionQueue: queues.questions });
  const disputes = { ...deps, disputes: queues.disputes };
  const reports = new ReportBuilder({ ...deps, queue: queues.reports });
  let isStopping = false;
  const { statementFiles: files, accountStatements: statements } = queues;
  const filing = { files, statements, log, isStopping: () => isStopping };
  const clock = { nowMs: deps.nowMs };
  const waiting = { ...deps, clock, waitingReports: queues.waitingReports };

  notifying.push(...each('notify', POLL_MS, (shard) => notifier.round(shard)));
  resolving.push(...each('resolve-doubt', POLL_MS, (shard) => resolver.round(shard)));
  const dispatching = each('dispatch', POLL_MS, (shard) => dispatcher.round(shard));
  dispatcher.onCapacity((shard) => dispatching[shard]?.wake());
  const others = [
    ...each('watch', WATCH_EVERY_MS, (shard) => watchRound(watch, shard)),
    ...each('questions', POLL_MS, (shard) => questioner.round(shard)),
    ...each('disputes', DISPUTES_EVERY_MS, (shard) => openDisputesRound(disputes, shard)),
    ...each('waiting reports', POLL_MS, (shard) => waitingReportsRound(waiting, shard)),
    ...byTime(deps, asker).flatMap(([name, everyMs, round]) => each(name, everyMs, round)),
    ...each('reports', POLL_MS, (shard) => reports.round(shard)),
    ...each('old reports', DELETE_EVERY_MS, (shard) => reports.deleteRound(shard)),
    startLoop({
      ...{ name: 'statement files', pollMs: POLL_MS, log },
      round: () => statementFilesRound(filing),
    }),
    startLoop({
      ...{ name: 'old statement files', pollMs: DELETE_EVERY_MS, log },
      round: () => oldStatementFilesRound(files),
    }),
    ...once(deps, asker).map(([name, pollMs, round]) => startLoop({ name, round, pollMs, log })),
  ];
  const loops = [...notifying, ...resolving, ...dispatching, ...others];

  return {
    wake(shard, { dispatches, events }) {
      if (dispatches) dispatching[shard]?.wake();
      if (events) notifying[shard]?.wake();
    },
    async stop() {
      reports.stop();
      isStopping = true;
      await Promise.all(loops.map((loop) => loop.stop()));
      await Promise.all([notifier.stop(), resolver.stop(), dispatcher.stop()]);
    },
  };
}

type Timed = readonly [name: string, everyMs: number, round: (shard: number) => Promise<boolean>];

/** What time alone brings about. */
function byTime(deps: WorkerDeps, asker: Asker): readonly Timed[] {
  const { queues, nowMs } = deps;
  const sweeps = { ...deps, queue: queues.sweeps, asker };
  const settling = { ...deps, settlements: queues.settlements };
  const returning = { ...deps, clock: { nowMs }, queue: queues.sweeps, cases: queues.cases };
  const erasing = { ...deps, erasures: queues.erasures };
  return [
    ['expire', POLL_MS, (shard) => expireRound(sweeps, shard)],
    ['settle', POLL_MS, (shard) => settleRound(settling, shard)],
    ['reserves', COMPLETE_EVERY_MS, (shard) => releaseRound(settling, shard)],
    ['batches', COMPLETE_EVERY_MS, (shard) => completeRound(settling, shard)],
    ['return', RETURN_EVERY_MS, (shard) => returnRound(returning, shard)],
    ['overdue', OVERDUE_EVERY_MS, (shard) => overdueRound(sweeps, shard)],
    ['erase', ERASE_EVERY_MS, (shard) => eraseRound(erasing, shard)],
  ];
}

type Single = readonly [name: string, everyMs: number, round: () => Promise<boolean>];

/** What is one for all shards. */
function once(deps: WorkerDeps, asker: Asker): readonly Single[] {
  const { lanes, queues, log, events, nowMs } = deps;
  const audit = { queries: queues.audit, shardCount: lanes.shardCount, log, events };
  const settling = { ...deps, settlements: queues.settlements };
  const lists = { ...deps, disputeLists: queues.disputeLists };
  const closing = { books: queues.books, log, events };
  const sweeping = {
    ...{ ...deps, clock: { nowMs }, withdrawalSweeps: queues.withdrawalSweeps },
    refused: new Map<string, string>(),
  };
  const watching = { ...deps, mainBook: queues.mainBook, bookWatch: queues.bookWatch };
  return [
    ['recover', RECOVER_EVERY_MS, recoverRound({ ...deps, recoveries: queues.recoveries, asker })],
    ['calendars', CALENDARS_EVERY_MS, () => calendarRound(settling)],
    ['dispute lists', LISTS_EVERY_MS, () => disputeListsRound(lists)],
    ['invoices', INVOICES_EVERY_MS, () => invoiceRound({ ...deps, invoices: queues.invoices })],
    ['close books', CLOSE_EVERY_MS, () => closeRound(closing)],
    ['watch books', WATCH_BOOKS_EVERY_MS, () => watchBooksRound(watching)],
    ['reconcile', RECONCILE_EVERY_MS, () => reconcileRound({ recon: queues.recon, log })],
    ['sweeps', SWEEPS_EVERY_MS, () => withdrawalSweepsRound(sweeping)],
    ['top-ups', POLL_MS, () => topUpsRound({ ...deps, receipts: queues.receipts })],
    ['audit', POLL_MS, auditRound(audit, deps.auditEveryMs)],
  ];
}
