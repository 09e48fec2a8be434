/**
 * Money of a payin that its provider takes back, or holds: out of whose it comes, and what of the
 * payin is left. A refund is the merchant's own wish, and stands in `refund.ts`.
 */
import type { Case } from './case.ts';
import { caseOf } from './effect.ts';
import type { Balance } from './ledger.ts';
import { creditAvailable, debitByFact } from './netting.ts';
import type { Order } from './order.ts';

/** What was paid and not taken back by the provider; what is disputed still counts. */
export function leftMinor({ paidMinor, lostMinor }: Order): bigint {
  return paidMinor - lostMinor;
}

/**
 * Takes an amount of a payin from its merchant: what of this very payin is pending, then what is
 * available, and the rest is owed. The order keeps what is left of it in `pending`.
 */
export function debitPayin(order: Order, balance: Balance, minor: bigint) {
  return debited(order, balance, minor, least(minor, order.pendingMinor));
}

/**
 * The same where nothing of the payin settles any more: what is pending beyond the amount goes to
 * the merchant. `minor` may be below zero, for a fee that comes back counts against it.
 */
export function debitWhole(order: Order, balance: Balance, minor: bigint) {
  return debited(order, balance, minor, order.pendingMinor);
}

function debited(order: Order, balance: Balance, minor: bigint, pending: bigint) {
  const rest = minor - pending;
  const net = rest < 0n ? creditAvailable(balance, -rest) : debitByFact(balance, rest);
  return {
    legs: { pending: -pending, net },
    order: { ...order, pendingMinor: order.pendingMinor - pending },
  };
}

/** A case is opened when refunds and what the provider takes are more than was paid. */
export function twiceCase(order: Order, key: string): readonly Case[] {
  const { paidMinor, refundedMinor, disputedMinor, lostMinor, asset } = order;
  const more = refundedMinor + disputedMinor + lostMinor - paidMinor;
  if (more <= 0n) return [];
  const detail =
    `refunds (${refundedMinor}) and what the provider takes (${disputedMinor + lostMinor}) are ` +
    `${more} minor units of ${asset} more than was paid`;
  return [caseOf(order, 'given_back_twice', key, detail)];
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
