/** What time alone brings about: unpaid payins expire, paid ones settle on their day. */
import type { Deps } from '../app/deps.ts';
import { expireOrder, settleOrder } from '../app/sweeps.ts';
import type { Id } from '../domain/id.ts';
import type { Log, SweepQueue, WorkerEvents } from '../ports/workers.ts';

/** One batch of a lane: more at once would keep merchants' requests waiting. */
const ORDERS_PER_ROUND = 200;

export interface SweepDeps extends Pick<Deps, 'lanes' | 'snapshot'> {
  readonly queue: SweepQueue;
  readonly log: Log;
  readonly events: WorkerEvents;
}

/** Ends payins whose time is over. True: there are more. */
export async function expireRound(deps: SweepDeps, shard: number): Promise<boolean> {
  const ids = await deps.queue.toExpire(shard, ORDERS_PER_ROUND);
  return await sweep(deps, 'expired', ids, (id) => expireOrder(deps, id));
}

/** Makes paid money available on its day. True: there is more. */
export async function settleRound(deps: SweepDeps, shard: number): Promise<boolean> {
  const ids = await deps.queue.toSettle(shard, ORDERS_PER_ROUND);
  return await sweep(deps, 'settled', ids, (id) => settleOrder(deps, id));
}

/** One lane command per order. Those that fail are met again; they hold up no other's round. */
async function sweep(
  deps: SweepDeps,
  what: 'expired' | 'settled',
  ids: readonly Id[],
  move: (id: Id) => Promise<boolean>,
): Promise<boolean> {
  const results = await Promise.allSettled(ids.map(move));
  const moved = results.filter((r) => r.status === 'fulfilled' && r.value).length;
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    deps.log.error({ worker: what, err: failed.reason }, 'some orders are left to the next round');
  }
  if (moved > 0) deps.events.swept?.(what, moved);
  return ids.length === ORDERS_PER_ROUND && moved > 0;
}
