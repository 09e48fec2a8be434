/** Orders that time alone moves, oldest first. */

import { OVERDUE_AFTER_DAYS } from '../../domain/order.ts';
import type { SweepQueue } from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import { PARTS_LOOKED_AT, PARTS_TO_RETURN } from '../statements/cases.ts';
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
    async toReturn(shard, limit) {
      const asked = await run<{ id: bigint; is_due: boolean }>(pool, PARTS_TO_RETURN, shard, [
        limit,
      ]);
      return asked.rows.flatMap(({ id, is_due: isDue }) => (isDue ? [id] : []));
    },
    async returned(shard, orderId) {
      await run(pool, PARTS_LOOKED_AT, shard, [orderId]);
    },
  };
}
