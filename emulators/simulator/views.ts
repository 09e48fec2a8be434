/** Orders as JSON for the account: what each call answers. */
import { delayOf, findFault } from './faults.ts';
import { mandateUrl, payerUrl } from './instructions.ts';
import type { Arrival, Code, Mandate, Order, Payment, Verification } from './types.ts';
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

function paidMinor(order: Exclude<Order, Mandate | Verification>): bigint {
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
  const status = findFault(order.faults, 'unknown_word') ? UNKNOWN_WORD : FIRST_WORD[kind];
  if (order.kind === 'payout' || order.kind === 'refund' || order.kind === 'verification') {
    return { id, reference, status };
  }
  return {
    id,
    reference,
    status,
    ...shown(world, order),
    ...(order.kind === 'code' ? {} : { expiresAt: iso(order.expiresAtMs) }),
  };
}

const FIRST_WORD: Readonly<Record<Order['kind'], string>> = {
  payment: 'pending',
  payout: 'processing',
  refund: 'processing',
  code: 'active',
  mandate: 'pending',
  verification: 'processing',
};

/** What the payer is shown, and the page it can be done on; debits have no page. */
function shown(world: World, { instructions, kind, id }: Payment | Code | Mandate) {
  if (instructions.kind === 'debit') return { instructions };
  const url = kind === 'mandate' ? mandateUrl(world.baseUrl, id) : payerUrl(world.baseUrl, id);
  return { instructions, payerUrl: url };
}

function payableView(world: World, order: Payment | Code): Record<string, unknown> {
  const latest = order.arrivals.slice(-LISTED_ARRIVALS);
  return {
    method: order.method,
    ...shown(world, order),
    refundedMinor: world.orders.refundedMinor(order).toString(),
    paymentCount: order.arrivals.length,
    payments: latest.map(arrivalView),
    utr: order.arrivals.at(-1)?.utr ?? '',
    ...(order.expiresAtMs === undefined ? {} : { expiresAt: iso(order.expiresAtMs) }),
    ...('card' in order && order.card ? { card: order.card } : {}),
  };
}

function mandateView(world: World, mandate: Mandate): Record<string, unknown> {
  const { user, bank, agreedAtMs, endedAtMs, expiresAtMs, validUntilMs } = mandate;
  return {
    ...shown(world, mandate),
    user,
    bank,
    expiresAt: iso(expiresAtMs),
    validUntil: iso(validUntilMs),
    ...(agreedAtMs === undefined ? {} : { agreedAt: iso(agreedAtMs) }),
    ...(endedAtMs === undefined ? {} : { endedAt: iso(endedAtMs) }),
  };
}

function optional(name: string, minor: bigint | undefined): Record<string, string> {
  return minor === undefined ? {} : { [name]: minor.toString() };
}

/** What only one kind of order has to say. */
function kindView(world: World, order: Order): Record<string, unknown> {
  switch (order.kind) {
    case 'mandate':
      return mandateView(world, order);
    case 'verification': {
      const { method, document, user, reading } = order;
      return { method, document, user, ...(reading ? { reading } : {}) };
    }
    case 'payout':
      return { utr: order.utr };
    case 'refund': {
      const paymentId = order.arrivalId || order.paymentId;
      return { utr: order.utr, paymentId, ...(order.void ? { void: true } : {}) };
    }
    case 'payment': {
      const { instructions: how } = order;
      return {
        ...payableView(world, order),
        ...(how.kind === 'debit' ? { mandateId: how.mandateId } : {}),
      };
    }
    case 'code': {
      const { name, description, minAmountMinor, maxAmountMinor, maxPayments } = order;
      return {
        ...payableView(world, order),
        name,
        description,
        ...optional('minAmountMinor', minAmountMinor),
        ...optional('maxAmountMinor', maxAmountMinor),
        ...(maxPayments === undefined ? {} : { maxPayments }),
      };
    }
  }
}

/** The whole truth about an order, as a status query answers it. */
export function orderView(world: World, order: Order): Record<string, unknown> {
  const { id, reference, merchantOrder, asset, failure, kind } = order;
  const money =
    order.kind === 'mandate' || order.kind === 'verification'
      ? {}
      : { ...optional('amountMinor', order.amountMinor), paidMinor: paidMinor(order).toString() };
  return {
    id,
    kind,
    reference,
    order: order.order,
    merchantOrder,
    status: faultActive(order, 'unknown_word') ? UNKNOWN_WORD : order.status,
    asset,
    ...money,
    ...kindView(world, order),
    ...(failure ? { failure } : {}),
    createdAt: iso(order.createdAtMs),
    updatedAt: iso(order.updatedAtMs),
  };
}
