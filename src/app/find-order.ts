/** A merchant's own order by either name; another merchant's is as if it did not exist. */
import type { Order } from '../domain/order.ts';
import type { OrderKey } from '../domain/request.ts';
import type { Deps } from './deps.ts';

export async function findOrder(
  deps: Pick<Deps, 'reader'>,
  merchantId: bigint,
  key: OrderKey,
): Promise<Order | null> {
  const order =
    key.by === 'id'
      ? await deps.reader.orderById(key.id)
      : await deps.reader.orderByRef(merchantId, key.scope, key.merchantRef);
  return order !== null && order.merchantId === merchantId ? order : null;
}
