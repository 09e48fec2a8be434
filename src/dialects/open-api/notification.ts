/** Notifications (seeds 000 and 001): `{sign, param}`, signed once, the same at each attempt. */
import type { App, AppKey } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent } from '../../domain/order-event.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn } from '../../wire/json-fields.ts';
import { jsonObject, jsonString } from '../../wire/json-value.ts';
import type { SignedNotification } from '../contract.ts';
import { EVENT_ENDINGS } from '../kit/family/words.ts';
import { readObject } from '../kit/json-object.ts';
import { type Member, type OrderAnswer, objectOf, when } from '../kit/members.ts';
import { always, ofOrder } from '../kit/order-members.ts';
import { signedWithRsa } from '../kit/rsa-notification.ts';
import {
  CHANNEL_CODE,
  CREATE_TIME,
  FAILED,
  isCheckout,
  MCH_ORDER_ID,
  PAID_AMOUNT,
  PLACE_OF_V2,
  RETURN_TIME,
  STATUS,
  TRANSACTION_ID,
} from './members.ts';
import { MANDATE } from './members-mandate.ts';
import { CHECKOUT_ID, PAYOUT, SETTLEMENT_CURRENCY } from './members-payment.ts';
import { REFUND_EVENT, VOID_EVENT } from './members-refund.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * At once, then eight repeats, 15 s, 1, 5, 15 min, 1, 2, 6 and 12 h after the one before. Nothing
 * is published: ours.
 */
export const ATTEMPT_AFTER_MS: readonly number[] = [
  0,
  15 * SECOND_MS,
  1 * MINUTE_MS + 15 * SECOND_MS,
  6 * MINUTE_MS + 15 * SECOND_MS,
  21 * MINUTE_MS + 15 * SECOND_MS,
  1 * HOUR_MS + 21 * MINUTE_MS + 15 * SECOND_MS,
  3 * HOUR_MS + 21 * MINUTE_MS + 15 * SECOND_MS,
  9 * HOUR_MS + 21 * MINUTE_MS + 15 * SECOND_MS,
  21 * HOUR_MS + 21 * MINUTE_MS + 15 * SECOND_MS,
];
export const ATTEMPT_TIMEOUT_MS = 10_000;

/** One event, signed. Null for an event that this API does not send. */
export async function signNotification(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  const ending = EVENT_ENDINGS[event.type];
  if (ending === undefined) return null;
  const { order, at } = event;
  const end = order.kind === 'refund' && order.state === 'closed' ? 'cancel' : ending;
  const content = objectOf(membersOf(order), { order, payUrl: '', at });
  const eventName = jsonString(`${subjectOf(order)}.${end}`);
  const param = writeJson(jsonObject([['eventName', eventName], ...content.members]));
  return await signedWithRsa(event, app, keys, param, (sign) => ({
    headers: {},
    body: writeJson(
      jsonObject([
        ['sign', jsonString(sign)],
        ['param', jsonString(param)],
      ]),
    ),
  }));
}

/** HTTP 200 and code 10000 in the body, as a number or a text. */
export function isAcknowledged(reply: { readonly status: number; readonly body: string }): boolean {
  if (reply.status !== 200) return false;
  const json = readObject(Buffer.from(reply.body));
  return json.ok && textIn(json.value, 'code') === '10000';
}

/** In the order of the seed's sample. An order without a remark has an empty one here. */
export const PAYMENT_EVENT: readonly Member<OrderAnswer>[] = [
  PAID_AMOUNT,
  ...PLACE_OF_V2,
  ...[CHECKOUT_ID, SETTLEMENT_CURRENCY].map((each) =>
    when(({ order }: OrderAnswer) => isCheckout(order), each),
  ),
  ...[CHANNEL_CODE, MCH_ORDER_ID, CREATE_TIME],
  always('remark', 'as it was sent, else empty', ({ metadata }) => metadata.remark),
  ...[RETURN_TIME, TRANSACTION_ID, STATUS],
  when(
    ({ order }: OrderAnswer) => order.metadata.form === 'va',
    ofOrder('referenceNumber', "the bank's reference", ({ bankRef }) => bankRef),
  ),
  ...FAILED,
];

/** What is reported of an order, behind `eventName`. */
function membersOf({ kind, metadata }: Order): typeof MANDATE.event {
  switch (kind) {
    case 'payout':
      return PAYOUT;
    case 'refund':
      return metadata.form === 'void' ? VOID_EVENT : REFUND_EVENT;
    case 'mandate':
      return MANDATE.event;
    default:
      return PAYMENT_EVENT;
  }
}

/** What a payment that arrived at a code is called, by the call that made the code. */
const ARRIVALS: Readonly<Record<string, string>> = {
  qr: 'qrcode.payment',
  va: 'payment',
};

/** The published name of what happened, without how it ended. */
function subjectOf(order: Order): string {
  const { kind, parent, metadata } = order;
  if (kind === 'payout') return 'disbursement';
  if (kind === 'mandate') return 'directdebit.auth';
  const form = metadata.form ?? '';
  if (kind === 'refund') return form === 'void' ? 'payment.void' : 'payment.refund';
  if (isCheckout(order)) return 'checkout.payment';
  if (parent?.kind === 'mandate') return 'directdebit.payment';
  return ARRIVALS[form] ?? (parent?.kind === 'code' ? 'static.order.payment' : 'order.payment');
}
