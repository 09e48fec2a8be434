/**
 * Offers reports again that came before what they are about: a dispute before its payment, say.
 * What still waits after a week is a case. A payment without an order is booked as people have
 * said.
 */
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import { bookReport, paymentIn } from '../app/book-report.ts';
import type { DraftDeps } from '../app/claim.ts';
import type { Deps } from '../app/deps.ts';
import type { Booking, WaitingReport, WaitingReports } from '../ports/provider-report.ts';
import type { Log } from '../ports/workers.ts';

/** In one round of a shard, one after the other. */
const REPORTS_PER_ROUND = 50;
/** A provider that lost the report of a payment sends it within days, or we find it by asking. */
const GIVE_UP_AFTER_MS = 7 * 86_400_000;

export interface WaitingReportsDeps
  extends DraftDeps,
    Pick<Deps, 'snapshot' | 'reader' | 'verifications'> {
  readonly waitingReports: WaitingReports;
  readonly log: Log;
  /** Wall clock in ms. */
  readonly nowMs: () => number;
}

/** Offers those that are due in a shard. True: there may be more. */
export async function waitingReportsRound(
  deps: WaitingReportsDeps,
  shard: number,
): Promise<boolean> {
  const due = await deps.waitingReports.due(shard, REPORTS_PER_ROUND);
  for (const report of due) {
    await offer(deps, shard, report).catch((error: unknown) =>
      deps.log.warn(
        { worker: 'waiting reports', err: error },
        'a report waits to be offered again',
      ),
    );
  }
  return due.length === REPORTS_PER_ROUND;
}

async function offer(
  deps: WaitingReportsDeps,
  shard: number,
  report: WaitingReport,
): Promise<void> {
  if (report.booking !== null) return await book(deps, shard, report, report.booking);
  const result = await applyProviderEvent(deps, report.source, report.event);
  const isOld = deps.nowMs() - report.since.getTime() > GIVE_UP_AFTER_MS;
  if (result === 'too_early' && !isOld) return;
  const isLost = result === 'too_early' || result === 'unknown_order';
  await deps.waitingReports.end(shard, report, isLost ? 'case' : 'counts');
}

/** What it names is there: that was looked at when it was asked for, and nobody deletes it. */
async function book(
  deps: WaitingReportsDeps,
  shard: number,
  report: WaitingReport,
  { app: appId, channel: code, evidence }: Booking,
): Promise<void> {
  const snapshot = deps.snapshot.current();
  const app = snapshot.app(BigInt(appId));
  const merchant = app === null ? null : snapshot.merchant(app.merchantId);
  const [channel, fact] = [snapshot.channel(code), paymentIn(report)];
  if (app === null || merchant === null || channel === null || fact === null) {
    throw new Error(`report ${report.id} cannot be booked`);
  }
  await bookReport(deps, { report, fact, merchant, app, channel, evidence });
  await deps.waitingReports.end(shard, report, 'counts');
}
