/**
 * The question before money is taken: a provider that is about to collect for one of our orders
 * asks whether it may, and the merchant can say no. Nothing but a clear yes collects.
 */
import type { Money } from './money.ts';
import { isFinal, type Order } from './order.ts';
import { isWithinTerms } from './terms-change.ts';

/** What a provider is about to collect, under a key that it repeats when it asks again. */
export interface Inquiry {
  readonly key: string;
  /** Ours, of the order. */
  readonly reference: string;
  readonly amount: Money;
  /** As the provider knows it; '': it does not. */
  readonly payerPhone: string;
}

/** What the merchant is asked. */
export interface PaymentQuestion {
  readonly order: Order;
  readonly amount: Money;
  /** '': not known. */
  readonly payerPhone: string;
  readonly at: Date;
}

export type CheckReason =
  | 'answered' // by the merchant
  | 'not_asked' // the merchant has not switched it on
  | 'no_answer' // in time: silence, a lost connection
  | 'unreadable' // an answer that is none of those that the API has
  | 'not_reachable' // the address is refused or nobody is there
  | 'not_payable' // the order has ended, or does not take this amount
  | 'unknown_order'
  | 'too_many' // questions under way
  | 'not_recorded'; // our own trouble

/** What came of it. Only `answered` and `not_asked` may be a yes. */
export interface CheckAnswer {
  readonly collect: boolean;
  readonly reason: CheckReason;
  /** A few words: the merchant's own, or what was seen. */
  readonly detail: string;
}

export function refuseToCollect(reason: CheckReason, detail: string): CheckAnswer {
  return { collect: false, reason, detail };
}

/** Why the order itself takes no such payment, so that nobody needs to be asked; null: it does. */
export function whyNotPayable(order: Order, amount: Money, at: Date): string | null {
  if (isFinal(order.state)) return `the order is ${order.state}`;
  if (order.expiresAt !== null && order.expiresAt <= at) return 'its time is over';
  if (amount.asset !== order.asset) return `it is paid in ${order.asset}`;
  const { amountMinor, code } = order;
  if (amountMinor > 0n) return amount.minor === amountMinor ? null : 'another amount is due';
  if (isWithinTerms(order, amount.minor)) return null;
  const least = code?.minMinor ?? null;
  return least !== null && amount.minor < least ? 'less than it takes' : 'more than it takes';
}
