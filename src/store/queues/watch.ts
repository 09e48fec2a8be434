/** The queue of the watch over PostgreSQL. */
import { firstIdAt } from '../../domain/id.ts';
import type { WatchQueue, WatchStep } from '../../ports/watch.ts';
import { type Queryable, run } from '../database/pool.ts';
import { type DispatchRow, dispatchOf } from '../read/reader.ts';
import * as statements from '../statements/watch.ts';

/** A walk that comes again has an end of its own; the others go on for ever. */
const NO_END = 2n ** 63n - 1n;
/** A step over ended orders that was not there before begins with those of one day. */
const DAY_MS = 86_400_000;

/** What the database returns of a dispatch, all null for an order that has none to ask about. */
type TakenRow = { readonly taken: number } & (DispatchRow | { readonly order_id: null });

export function createWatchQueue(pool: Queryable): WatchQueue {
  const marked = new Set<string>();
  const ensureMark = async (shard: number, { name, everyMs }: WatchStep, begin: Date) => {
    if (marked.has(`${shard} ${name}`)) return;
    const until = everyMs === null ? NO_END : 0n;
    await run(pool, statements.ENSURE_WATCH_MARK, shard, [name, until, begin]);
    marked.add(`${shard} ${name}`);
  };
  return {
    async take(shard, step, nowMs, limit) {
      const { name, kinds, of, ageMs, everyMs } = step;
      const upTo = new Date(nowMs - ageMs);
      const upToId = firstIdAt(nowMs - ageMs);
      await ensureMark(shard, step, new Date(upTo.getTime() - DAY_MS));
      if (everyMs !== null) {
        const walk = [name, upToId, new Date(nowMs), new Date(nowMs - everyMs)];
        await run(pool, statements.BEGIN_WATCH_AGAIN, shard, walk);
      }
      const { rows } =
        of === 'open'
          ? await run<TakenRow>(pool, statements.TAKE_OPEN_TO_WATCH, shard, [
              ...[name, kinds, upToId, limit],
            ])
          : await run<TakenRow>(pool, statements.TAKE_ENDED_TO_WATCH, shard, [
              ...[name, kinds, upTo, limit],
            ]);
      return {
        dispatches: rows.flatMap((row) => (row.order_id === null ? [] : [dispatchOf(row)])),
        more: rows[0]?.taken === limit,
      };
    },
  };
}
