/** Orders that time alone moves, oldest first. */

import type { CaseName } from '../../domain/case.ts';
import { OVERDUE_AFTER_DAYS } from '../../domain/order.ts';
import type { SweepQueue } from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import { CASE_LOOKED_AT, CASES_TO_RETURN } from '../statements/cases.ts';
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
      const asked = await run<CaseName & { isDue: boolean }>(pool, CASES_TO_RETURN, shard, [limit]);
      return asked.rows.filter(({ isDue }) => isDue);
    },
    async returned(shard, { orderId, kind, key }) {
      await run(pool, CASE_LOOKED_AT, shard, [orderId, kind, key]);
    },
  };
}
