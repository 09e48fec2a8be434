/** Orders as JSON for the account: what each call answers. */
import { delayOf, findFault } from './faults.ts';
import { payerUrl } from './instructions.ts';
import type { Arrival, Code, Order, Payment } from './types.ts';
import type { World } from './world.ts';

/** The status word nobody has documented, for the fault `unknown_word`. */
const UNKNOWN_WORD = 'under_review';

/** How many arrivals a status answer lists; the rest are paged. */
export const LISTED_ARRIVALS = 100;

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** Whether a fault with a time window, counted from creation, still acts on the order. */
export function faultActive(
  order: Order,
  name: 'accept_then_hang' | 'late_visible' | 'unknown_word' | 'query_down',
): boolean {
  const fault = findFault(order.faults, name);
  return fault !== undefined && Date.now() < order.createdAtMs + delayOf(fault);
}

export function arrivalView(arrival: Arrival): Record<string, unknown> {
  const { id, amountMinor, atMs, utr, payerName, reversedAtMs } = arrival;
  return {
    id,
    amountMinor: amountMinor.toString(),
    at: iso(atMs),
    utr,
    ...(payerName ? { payerName } : {}),
    ...(reversedAtMs === undefined ? {} : { reversedAt: iso(reversedAtMs) }),
  };
}

function paidMinor(order: Order): bigint {
  if (!('arrivals' in order)) return order.paidMinor;
  return order.arrivals.reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

/**
 * The answer to the creating call, and to every repeat of it: built only from what never changes,
 * so a repeat gives the same bytes however the order has gone on.
 */
export function createdView(world: World, order: Order): Record<string, unknown> {
  const { id, reference, kind } = order;
  if (findFault(order.faults, 'decline')) {
    const { code, text } = order.failure ?? { code: 'declined', text: '' };
    return { id, reference, status: 'failed', failure: { code, text } };
  }
  const word = { payment: 'pending', payout: 'processing', refund: 'processing', code: 'active' };
  const status = findFault(order.faults, 'unknown_word') ? UNKNOWN_WORD : word[kind];
  if (order.kind === 'payout' || order.kind === 'refund') return { id, reference, status };
  return {
    id,
    reference,
    status,
    instructions: order.instructions,
    payerUrl: payerUrl(world.baseUrl, id),
    ...(order.kind === 'payment' ? { expiresAt: iso(order.expiresAtMs) } : {}),
  };
}

function payableView(world: World, order: Payment | Code): Record<string, unknown> {
  const latest = order.arrivals.slice(-LISTED_ARRIVALS);
  return {
    method: order.method,
    instructions: order.instructions,
    payerUrl: payerUrl(world.baseUrl, order.id),
    refundedMinor: world.orders.refundedMinor(order).toString(),
    paymentCount: order.arrivals.length,
    payments: latest.map(arrivalView),
    utr: order.arrivals.at(-1)?.utr ?? '',
    ...(order.expiresAtMs === undefined ? {} : { expiresAt: iso(order.expiresAtMs) }),
    ...('card' in order && order.card ? { card: order.card } : {}),
  };
}

/** The whole truth about an order, as a status query answers it. */
export function orderView(world: World, order: Order): Record<string, unknown> {
  const { id, reference, merchantOrder, asset, failure, kind } = order;
  const optional = (name: string, minor: bigint | undefined) =>
    minor === undefined ? {} : { [name]: minor.toString() };
  return {
    id,
    kind,
    reference,
    order: order.order,
    merchantOrder,
    status: faultActive(order, 'unknown_word') ? UNKNOWN_WORD : order.status,
    asset,
    ...optional('amountMinor', order.amountMinor),
    paidMinor: paidMinor(order).toString(),
    ...(order.kind === 'payout' || order.kind === 'refund'
      ? { utr: order.utr }
      : payableView(world, order)),
    ...(order.kind === 'refund' ? { paymentId: order.arrivalId || order.paymentId } : {}),
    ...(order.kind === 'code'
      ? {
          name: order.name,
          description: order.description,
          ...optional('minAmountMinor', order.minAmountMinor),
          ...optional('maxAmountMinor', order.maxAmountMinor),
        }
      : {}),
    ...(failure ? { failure } : {}),
    createdAt: iso(order.createdAtMs),
    updatedAt: iso(order.updatedAtMs),
  };
}
