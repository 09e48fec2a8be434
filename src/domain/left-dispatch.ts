/**
 * What belongs to a dispatch and not to its order: the channel, its terms, the account, and what
 * the provider reported of its side. An order stands with one dispatch at a time (`dispatchN`);
 * when it goes on by another one, what it had by the one before is kept, for that may still be
 * paid.
 */
import type { Failure, LeftDispatch, Order } from './order.ts';
import { type AccountKey, isSameAccount } from './routing.ts';

/** What an order takes over with the dispatch by which it goes on. */
type Next = Pick<LeftDispatch, 'n' | 'connector' | 'account'> &
  Partial<Pick<LeftDispatch, 'channel' | 'terms' | 'fields'>>;

/** The order gone on by another dispatch, of which the provider has reported nothing yet. */
export function goneOnBy(order: Order, { n, ...next }: Next): Order {
  return {
    ...order,
    ...next,
    dispatchN: n,
    leftDispatches: withCurrent(order, order.leftDispatches),
    upstreamId: null,
    instructions: null,
  };
}

/** The order as its dispatch `n` has it; null: what that had is not known. */
export function asSentBy(order: Order, n: number): Order | null {
  if (n === order.dispatchN) return order;
  const left = order.leftDispatches.find((one) => one.n === n);
  if (left === undefined) return null;
  const { isCancelled, n: dispatchN, ...had } = left;
  const others = order.leftDispatches.filter((one) => one !== left);
  return {
    ...order,
    ...had,
    dispatchN,
    leftDispatches: withCurrent(order, others),
    failure: order.failure && cancelledOrNot(order.failure, isCancelled),
  };
}

function cancelledOrNot({ cancelled: _, ...failure }: Failure, isCancelled: boolean): Failure {
  return isCancelled ? { ...failure, cancelled: true } : failure;
}

/** Whether the order stands with another dispatch than this one, by which it was sent as well. */
export function isOfLeft({ dispatchN, choices, leftDispatches }: Order, n: number): boolean {
  if (n === dispatchN) return false;
  // Of orders that had left before it was kept, choices alone show it: their numbers only grow.
  return leftDispatches.some((one) => one.n === n) || (choices !== null && n < dispatchN);
}

/** The order with something learned of a dispatch that it has left. */
export function withLeft(order: Order, n: number, learned: Partial<LeftDispatch>): Order {
  const leftDispatches = order.leftDispatches.map((one) =>
    one.n === n ? { ...one, ...learned } : one,
  );
  return { ...order, leftDispatches };
}

/** The dispatch of an order that a provider account knows by an id of its own. */
export function dispatchKnownAs(order: Order, source: AccountKey, providerId: string): number {
  const left = order.leftDispatches.find(
    (one) => one.upstreamId === providerId && isSameAccount(one, source),
  );
  return left?.n ?? order.dispatchN;
}

/** Of an order whose payer had not chosen yet there is no dispatch to keep anything of. */
function withCurrent(order: Order, others: readonly LeftDispatch[]): readonly LeftDispatch[] {
  const { dispatchN: n, channel, terms, fields, connector, account, failure } = order;
  if (connector === null || account === null) return others;
  const { upstreamId, instructions } = order;
  const isCancelled = failure?.cancelled === true;
  const had = { n, channel, terms, fields, connector, account, upstreamId, instructions };
  return [...others, { ...had, isCancelled }].sort((a, b) => a.n - b.n);
}
