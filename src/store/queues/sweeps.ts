/** Orders that time alone moves, oldest first. */

import { OVERDUE_AFTER_DAYS } from '../../domain/order.ts';
import type { SweepQueue } from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import { ORDERS_OVERDUE, ORDERS_TO_EXPIRE } from '../statements/orders.ts';

export function createSweepQueue(pool: Queryable): SweepQueue {
  return {
    async toExpire(shard, limit) {
      const due = await run<{ id: bigint; over_ms: number }>(pool, ORDERS_TO_EXPIRE, shard, [
        limit,
      ]);
      return due.rows.map(({ id, over_ms: overMs }) => ({ id, overMs }));
    },
    async overdue(shard, limit) {
      const { payout, refund } = OVERDUE_AFTER_DAYS;
      const late = await run<{ id: bigint }>(pool, ORDERS_OVERDUE, shard, [payout, refund, limit]);
      return late.rows.map(({ id }) => id);
    },
  };
}
