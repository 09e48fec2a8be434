/** Which orders are paid by what came for others. See `ports/core.ts`. */
import { orderOfCase } from '../../domain/case.ts';
import type { Reader } from '../../ports/core.ts';
import { type Queryable, run } from '../database/pool.ts';
import { CASE_THAT_PAID } from '../statements/ledger.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import { ORDERS_PAID_BY } from '../statements/orders.ts';

export function movedPayments(pool: Queryable): Pick<Reader, 'cameFor' | 'paidBy'> {
  return {
    async cameFor({ id, shard }) {
      const { rows } = await run<{ case_key: string | null }>(pool, CASE_THAT_PAID, shard, [id]);
      return orderOfCase(rows[0]?.case_key ?? null);
    },
    async paidBy(shard, paymentRefs) {
      const { rows } = await run<OrderRow>(pool, ORDERS_PAID_BY, shard, [paymentRefs]);
      return rows.map(orderOf);
    },
  };
}
