/**
 * Makes what is due available: one entry for some hundred orders, in the batch of their merchant,
 * asset and day. Whatever is killed on the way goes on where it was: an order and its entry are of
 * one commit.
 */
import type { Deps } from '../app/deps.ts';
import { releaseReserve, settleBatch } from '../app/sweeps.ts';
import { dayText } from '../domain/day.ts';
import { bucketOf, type Id } from '../domain/id.ts';
import type { BatchKey } from '../domain/settlement.ts';
import { missingYears } from '../domain/settlement-day.ts';
import type { DueToSettle, SettlementQueue } from '../ports/settlement.ts';
import type { Log, WorkerEvents } from '../ports/workers.ts';

/** What one look takes up. */
const ORDERS_PER_ROUND = 2_000;
/** Of one entry: they are locked together, and a merchant's payments wait for their commit. */
const ORDERS_PER_ENTRY = 500;
/** Entries of many merchants that a lane is given at once. */
const ENTRIES_AT_ONCE = 32;

/** One entry each. */
const BALANCES_PER_ROUND = 100;

export interface SettleDeps extends Pick<Deps, 'lanes' | 'ids' | 'snapshot'> {
  readonly settlements: SettlementQueue;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly nowMs: () => number;
}

/** Settles what is due on a shard. True: there is more. */
export async function settleRound(deps: SettleDeps, shard: number): Promise<boolean> {
  const due = await deps.settlements.due(shard, ORDERS_PER_ROUND);
  const parts = partsOf(due);
  let settled = 0;
  for (let from = 0; from < parts.length; from += ENTRIES_AT_ONCE) {
    const some = parts.slice(from, from + ENTRIES_AT_ONCE);
    const done = await Promise.allSettled(some.map((part) => settlePart(deps, shard, part)));
    for (const one of done) if (one.status === 'fulfilled') settled += one.value;
    const failed = done.find((one) => one.status === 'rejected');
    if (failed !== undefined) {
      const { reason: err } = failed;
      deps.log.error({ worker: 'settled', err }, 'some orders are left to the next round');
    }
  }
  if (settled > 0) deps.events.swept?.('settled', settled);
  return due.length === ORDERS_PER_ROUND && settled > 0;
}

/** What was being added to a batch when its day ended is in it by then. */
const COMPLETE_AFTER_MS = 600_000;

/** Ends batches that get no more. */
export async function completeRound(
  { settlements, nowMs }: Pick<SettleDeps, 'settlements' | 'nowMs'>,
  shard: number,
): Promise<boolean> {
  await settlements.complete(shard, dayText(new Date(nowMs() - COMPLETE_AFTER_MS)));
  return false;
}

/** Releases what of reserves is due. True: there may be more. */
export async function releaseRound(
  deps: Pick<SettleDeps, 'lanes' | 'settlements' | 'events' | 'nowMs'>,
  shard: number,
): Promise<boolean> {
  const today = dayText(new Date(deps.nowMs()));
  const due = await deps.settlements.reservesDue(shard, today, BALANCES_PER_ROUND);
  const released = await Promise.all(due.map((key) => releaseReserve(deps, key)));
  const count = released.filter(Boolean).length;
  if (count > 0) deps.events.swept?.('released', count);
  return count > 0 && due.length === BALANCES_PER_ROUND;
}

/** Says which years of calendars are missing, while there still is time to approve them. */
export async function calendarRound({
  settlements,
  nowMs,
  log,
  events,
}: Pick<SettleDeps, 'settlements' | 'nowMs' | 'log' | 'events'>): Promise<boolean> {
  const [years, named] = [await settlements.calendarYears(), await settlements.namedCalendars()];
  const missing = missingYears(years, named, new Date(nowMs()));
  events.calendarsMissing?.(missing);
  for (const { calendar, year } of missing) {
    log.warn({ worker: 'calendars', calendar, year }, 'a calendar has no approved year');
  }
  return false;
}

interface Part {
  readonly batch: BatchKey;
  readonly ids: readonly Id[];
}

function partsOf(due: readonly DueToSettle[]): readonly Part[] {
  const batches = Map.groupBy(
    due,
    ({ batch: { merchantId, mode, asset, date } }) => `${merchantId} ${mode} ${asset} ${date}`,
  );
  return [...batches.values()].flatMap((orders) =>
    Array.from({ length: Math.ceil(orders.length / ORDERS_PER_ENTRY) }, (_, i) => {
      const some = orders.slice(i * ORDERS_PER_ENTRY, (i + 1) * ORDERS_PER_ENTRY);
      return { batch: (some[0] as DueToSettle).batch, ids: some.map(({ id }) => id) };
    }),
  );
}

async function settlePart(deps: SettleDeps, shard: number, { batch, ids }: Part) {
  const newId = () => deps.ids.next(bucketOf(batch.merchantId));
  const id = await deps.settlements.openBatch(
    ...([shard, batch, newId, dayText(new Date(deps.nowMs()))] as const),
  );
  return await settleBatch(deps, { ...batch, id }, ids);
}
