/** How an order's state is reported to a merchant. The only place that knows the status words. */
import type { Order, OrderState } from '../../domain/order.ts';

/** 0 submitted, 1 success, 2 failed (seed 002 section 2). */
export type Status = 0 | 1 | 2;

/** What a merchant answers a notification with, in small letters (seed 002 section 6). */
export const ACKNOWLEDGEMENT = 'success';

/** Money that went back is "failed" to this API: clients give the goods or the balance back. */
const STATUS: Readonly<Record<OrderState, Status>> = {
  created: 0,
  pending: 0,
  active: 0,
  paid: 1,
  failed: 2,
  expired: 2,
  closed: 2,
  reversed: 2,
};

export function statusOf(order: Order): Status {
  return STATUS[order.state];
}

/**
 * The amount really paid once something was, the ordered amount before (seed 002 section 5). What
 * the provider reversed of a payment is not paid any more; of all of it, the status says so.
 */
export function amountOf(order: Order): bigint {
  if (order.state === 'paid') return order.paidMinor - order.lostMinor;
  return order.paidMinor > 0n ? order.paidMinor : order.amountMinor;
}

/** Why it failed, or null if it did not. */
export function failureTextOf(order: Order): string | null {
  return statusOf(order) === 2 ? (order.failure?.text ?? null) : null;
}

/** The word for a status read from a notification; null if there is no such status. */
export function statusWord(text: string | null): 'submitted' | 'success' | 'failed' | null {
  if (text === '0') return 'submitted';
  if (text === '1') return 'success';
  return text === '2' ? 'failed' : null;
}
