/** The list of what an account has made, or what has changed since. */
import type { Order } from '../types.ts';
import { orderView } from '../views.ts';
import type { World } from '../world.ts';
import { changedList } from './changed-list.ts';

/** Of one page. */
const LISTED_ORDERS = 50;
/** What the list says of an order: the rest is asked of the order itself. */
const LISTED = [
  ...['id', 'kind', 'reference', 'merchantOrder', 'status', 'asset', 'amountMinor', 'paidMinor'],
  ...['createdAt', 'updatedAt'],
] as const;

/** `GET /v1/orders`, the oldest first. */
export function orderList(world: World) {
  return changedList(world, 'orders', LISTED_ORDERS, (caller, fromMs) =>
    [...world.orders.all()]
      .filter((order) => order.account === caller && order.updatedAtMs >= fromMs)
      .map((order) => ({ id: order.id, view: () => line(world, order) })),
  );
}

function line(world: World, order: Order): Record<string, unknown> {
  const view = orderView(world, order);
  const listed = Object.fromEntries(LISTED.map((name) => [name, view[name]]));
  return { ...listed, ...(order.memo === undefined ? {} : { memo: order.memo }) };
}
