/**
 * What time alone brings about: unpaid payins expire, what does not end is shown. Before an
 * order expires its providers are asked: the callback of who paid in the last minute may be lost.
 */
import type { Deps } from '../app/deps.ts';
import type { ExitDeps } from '../app/exit-case.ts';
import { returnByRule } from '../app/return-by-rule.ts';
import { expireOrder, reportOverdue } from '../app/sweeps.ts';
import { isCreate } from '../domain/dispatch.ts';
import type { Id } from '../domain/id.ts';
import type { Cases } from '../ports/core.ts';
import type { Log, SweepQueue, WorkerEvents } from '../ports/workers.ts';
import type { Asker } from './asker.ts';

/** One batch of a lane: more at once would keep merchants' requests waiting. */
const ORDERS_PER_ROUND = 200;

export interface SweepDeps extends Pick<Deps, 'lanes' | 'snapshot'> {
  readonly queue: SweepQueue;
  readonly log: Log;
  readonly events: WorkerEvents;
}

export interface ExpiryDeps extends SweepDeps, Pick<Deps, 'reader'> {
  readonly asker: Pick<Asker, 'ask'>;
}

/** How long the question before an expiry may wait for capacity, in one round. */
const ACQUIRE_WITHIN_MS = 2_000;
/** An order that nobody could ask about for so long expires all the same; the watch goes on. */
const EXPIRE_UNASKED_AFTER_MS = 120_000;

/** Ends payins whose time is over, and that were not paid after all. True: there are more. */
export async function expireRound(deps: ExpiryDeps, shard: number): Promise<boolean> {
  const due = await deps.queue.toExpire(shard, ORDERS_PER_ROUND);
  return await sweep(deps, 'expired', due, async ({ id, overMs }) => {
    const isAnswered = await askedAbout(deps, id);
    if (!isAnswered && overMs < EXPIRE_UNASKED_AFTER_MS) return false;
    return await expireOrder(deps, id);
  });
}

/** Whether all that an order was sent by was asked about; it may be paid by any of it. */
async function askedAbout({ reader, asker }: ExpiryDeps, id: Id): Promise<boolean> {
  const sent = (await reader.dispatchesOf(id)).filter(
    (dispatch) => isCreate(dispatch) && dispatch.state !== 'ready',
  );
  const asked = await Promise.all(sent.map((one) => asker.ask(one, ACQUIRE_WITHIN_MS)));
  return asked.every((one) => one === 'asked');
}

/** Opens cases for payouts and refunds that do not end. True: there are more. */
export async function overdueRound(deps: SweepDeps, shard: number): Promise<boolean> {
  const ids = await deps.queue.overdue(shard, ORDERS_PER_ROUND);
  return await sweep(deps, 'overdue', ids, (id) => reportOverdue(deps, id));
}

export interface ReturnDeps extends SweepDeps, ExitDeps {
  readonly cases: Cases;
}

/** Sends back what cases hold and merchants have agreed to return. True: there may be more. */
export async function returnRound(deps: ReturnDeps, shard: number): Promise<boolean> {
  const due = await deps.queue.toReturn(shard, ORDERS_PER_ROUND);
  return await sweep(deps, 'returned', due, async (name) => {
    const count = await returnByRule(deps, name);
    await deps.queue.returned(shard, name);
    return count > 0;
  });
}

/** One lane command per order. Those that fail are met again; they hold up no other's round. */
async function sweep<Due>(
  deps: SweepDeps,
  what: 'expired' | 'overdue' | 'returned',
  due: readonly Due[],
  move: (one: Due) => Promise<boolean>,
): Promise<boolean> {
  const results = await Promise.allSettled(due.map(move));
  const moved = results.filter((r) => r.status === 'fulfilled' && r.value).length;
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    deps.log.error({ worker: what, err: failed.reason }, 'some orders are left to the next round');
  }
  if (moved > 0) deps.events.swept?.(what, moved);
  return due.length === ORDERS_PER_ROUND && moved > 0;
}
