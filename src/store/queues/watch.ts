/** The queue of the watch over PostgreSQL. */

import { firstIdAt } from '../../domain/id.ts';
import type { OrderKind } from '../../domain/order.ts';
import type { WatchQueue, WatchStep } from '../../ports/watch.ts';
import { type Queryable, run } from '../database/pool.ts';
import { type DispatchRow, dispatchOf } from '../read/reader.ts';
import * as statements from '../statements/watch.ts';

/** A walk that comes again has an end of its own; the others go on for ever. */
const NO_END = 2n ** 63n - 1n;
/** A step over ended or paid orders that was not there before begins with those of one day. */
const DAY_MS = 86_400_000;
/** Orders among which one statement looks for paid ones. */
const LOOKED_AT_MAX = 2_000;

/** Where the mark stands, and a dispatch; of an order that has none to ask about it is all null. */
type TakenRow = {
  readonly taken: number;
  readonly mark_id: bigint;
  readonly mark_at: string | null;
  readonly more: boolean;
  readonly mark_lease: number | null;
} & (DispatchRow | { readonly order_id: null });

/** `askable`: the connectors whose answers about a paid order of a kind report its reversal. */
export function createWatchQueue(
  pool: Queryable,
  askable: (kind: OrderKind) => readonly string[],
): WatchQueue {
  const marked = new Set<string>();
  const ensureMark = async (shard: number, { name, of, everyMs }: WatchStep, beginMs: number) => {
    if (marked.has(`${shard} ${name}`)) return;
    const from = of === 'paid' ? firstIdAt(beginMs) : 0n;
    const until = everyMs === null ? NO_END : 0n;
    const mark = [name, from, until, new Date(beginMs)];
    await run(pool, statements.ENSURE_WATCH_MARK, shard, mark);
    marked.add(`${shard} ${name}`);
  };
  const takeRows = (shard: number, step: WatchStep, atMs: number, bounds: readonly number[]) => {
    const { name, kinds } = step;
    const upToId = firstIdAt(atMs);
    switch (step.of) {
      case 'open':
        return run<TakenRow>(pool, statements.TAKE_OPEN_TO_WATCH, shard, [
          ...[name, kinds, upToId, ...bounds],
        ]);
      case 'ended':
        return run<TakenRow>(pool, statements.TAKE_ENDED_TO_WATCH, shard, [
          ...[name, kinds, new Date(atMs), ...bounds],
        ]);
      case 'paid': {
        const sent = kinds.flatMap((kind) => askable(kind).map((name) => `${kind} ${name}`));
        return run<TakenRow>(pool, statements.TAKE_PAID_TO_WATCH, shard, [
          ...[name, sent, upToId, ...bounds, LOOKED_AT_MAX],
        ]);
      }
    }
  };
  return {
    async take(shard, step, nowMs, limit, leaseMs) {
      const { name, ageMs, everyMs } = step;
      const atMs = nowMs - ageMs;
      await ensureMark(shard, step, atMs - DAY_MS);
      if (everyMs !== null) {
        const walk = [name, firstIdAt(atMs), new Date(nowMs), new Date(nowMs - everyMs)];
        await run(pool, statements.BEGIN_WATCH_AGAIN, shard, walk);
      }
      const { rows } = await takeRows(shard, step, atMs, [limit, leaseMs]);
      const [first] = rows;
      return {
        dispatches: rows.flatMap((row) => (row.order_id === null ? [] : [dispatchOf(row)])),
        more: first?.more ?? false,
        done: async () => {
          if (first === undefined || first.taken === 0) return;
          const { mark_lease, mark_id, mark_at } = first;
          const mark = [name, mark_lease, mark_id, mark_at];
          await run(pool, statements.MOVE_WATCH_MARK, shard, mark);
        },
      };
    },
  };
}
