/** Orders that time alone moves, oldest first. */
import type { SweepQueue } from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import { ORDERS_TO_EXPIRE, ORDERS_TO_SETTLE } from '../statements/orders.ts';
import type { Statement } from '../statements/statement.ts';

export function createSweepQueue(pool: Queryable): SweepQueue {
  const idsOf = async (statement: Statement, shard: number, limit: number) =>
    (await run<{ id: bigint }>(pool, statement, shard, [limit])).rows.map(({ id }) => id);
  return {
    toExpire: (shard, limit) => idsOf(ORDERS_TO_EXPIRE, shard, limit),
    toSettle: (shard, limit) => idsOf(ORDERS_TO_SETTLE, shard, limit),
  };
}
