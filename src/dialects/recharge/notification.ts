/** Notifications to the merchant (seed 004): sorted JSON, RSA-signed, the same at each attempt. */
import type { App, AppKey } from '../../domain/merchant.ts';
import type { OrderEvent, OrderEventType } from '../../domain/order-event.ts';
import { sortedJsonText } from '../../signatures/sorted-json/text.ts';
import type { SignedNotification } from '../contract.ts';
import { type Member, type OrderAnswer, objectOf, text } from '../kit/members.ts';
import { signedWithRsa } from '../kit/rsa-notification.ts';
import { timeText } from './codec.ts';
import { AMOUNT, CURRENCY, METADATA, ORDER_NO, PAY_TIME, STATUS, TYPE } from './members.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAYS_MAX = 30;

/** "Until it succeeds" (seed 004), by the spec's steps: quickly at first, then every six hours. */
export const ATTEMPT_AFTER_MS: readonly number[] = [
  ...[0, 10, 30, 60, 300, 900].map((seconds) => seconds * SECOND_MS),
  ...Array.from({ length: (DAYS_MAX * 24) / 6 }, (_, index) => (1 + 6 * index) * HOUR_MS),
];
export const ATTEMPT_TIMEOUT_MS = 10_000;

/** A chargeback is reported once (a later addition to the published text). */
export const ATTEMPTED_ONCE: readonly OrderEventType[] = ['payin.reversed'];

/** What is reported, and when it happened; it is sent sorted. */
export const MEMBERS: readonly Member<OrderAnswer & Pick<OrderEvent, 'at'>>[] = [
  text('timestamp', 'when it happened', ({ at }) => timeText(at.getTime())),
  ORDER_NO,
  TYPE,
  STATUS,
  AMOUNT,
  CURRENCY,
  PAY_TIME,
  METADATA,
];

/**
 * One event, signed. Null for payouts and refunds, which this API does not know, and for a part of
 * a payment that was charged back: its amount is always the ordered one.
 */
export async function signNotification(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  const { order, at } = event;
  if (order.kind !== 'payin' || event.type === 'payin.part_reversed') return null;
  const body = sortedJsonText(objectOf(MEMBERS, { order, payUrl: '', at }));
  return await signedWithRsa(event, app, keys, body, (sign) => ({ headers: { sign }, body }));
}

/** HTTP 200, whatever the body says. */
export function isAcknowledged(reply: { readonly status: number }): boolean {
  return reply.status === 200;
}
