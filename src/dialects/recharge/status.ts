/** How an order's state is reported to a merchant. The only place that knows the status words. */
import type { Order, OrderState } from '../../domain/order.ts';
import { MAJOR_TWO_DECIMALS, printAmount } from '../../wire/amount.ts';
import { timeText } from './codec.ts';

/** Seed 004; REFUSE, a chargeback, was added to its documentation later. */
export type Status = 'CREATE' | 'PAYING' | 'IN_PROGRESS' | 'FAILED' | 'REVERSED' | 'REFUSE';

/** IN_PROGRESS means paid, and REVERSED cancelled, odd as both words are. */
const STATUS: Readonly<Record<OrderState, Status>> = {
  created: 'CREATE',
  pending: 'PAYING',
  active: 'PAYING',
  paid: 'IN_PROGRESS',
  failed: 'FAILED',
  expired: 'REVERSED',
  closed: 'REVERSED',
  reversed: 'REFUSE',
};

const WORDS: ReadonlySet<string> = new Set(Object.values(STATUS));

export function statusOf(order: Order): Status {
  return STATUS[order.state];
}

/** A status read from a notification; null if there is no such status. */
export function statusWord(text: string): Status | null {
  return WORDS.has(text) ? (text as Status) : null;
}

/** When it was paid, while it stands as paid; else null. */
export function payTimeOf(order: Order): string | null {
  if (statusOf(order) !== 'IN_PROGRESS' || order.finalAt === null) return null;
  return timeText(order.finalAt.getTime());
}

/** The amount that the merchant ordered, whatever was paid (seed 004, notification): `"10.00"`. */
export function amountOf(order: Order): string {
  return printAmount({ asset: order.asset, minor: order.amountMinor }, MAJOR_TWO_DECIMALS);
}
