/** Notifications (seeds 000 and 001): `{sign, param}`, signed once, the same at each push. */
import type { App, AppKey } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import type { OrderEvent, OrderEventType } from '../../domain/order-event.ts';
import { notificationSigners, privateKeyOf, secretOf } from '../../signatures/rsa-keys.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { jsonObject, jsonString } from '../../wire/json-value.ts';
import { readJson } from '../../wire/raw-json.ts';
import { signSha256Rsa } from '../../wire/rsa.ts';
import type { SignedNotification } from '../contract.ts';
import { webhookHeaders } from '../kit/webhook-headers.ts';
import { checkoutIdOf, textOf, transactionIdOf } from './codec.ts';
import { mandateEvent } from './reply-code.ts';
import {
  amount,
  channelCode,
  failed,
  feeRefunded,
  isCheckout,
  type Members,
  mchOrderId,
  originalId,
  place,
  status,
  text,
  time,
  versionOf,
} from './reply-data.ts';
import { payoutData } from './reply-payment.ts';
import { refundStatusOf } from './status.ts';

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

/** One notice, signed. Null for an event that this API does not tell. */
export async function signNotification(
  event: OrderEvent,
  app: App,
  keys: readonly AppKey[],
): Promise<SignedNotification | null> {
  const members = membersOf(event);
  if (members === null) return null;
  const signers = notificationSigners(keys);
  const [signer] = signers;
  const key = signer === undefined ? null : privateKeyOf(signer.material, app.mode);
  if (key === null) throw new Error(`app ${app.id} has no key to sign a notice with`);
  const param = writeJson(jsonObject(members));
  const sign = await signSha256Rsa(key, param);
  const body = writeJson(
    jsonObject([
      ['sign', jsonString(sign)],
      ['param', jsonString(param)],
    ]),
  );
  const headers = webhookHeaders(event, body, signers.map(secretOf));
  return { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
}

/** HTTP 200 and code 10000 in the body, as a number or a text. */
export function isAcknowledged(reply: { readonly status: number; readonly body: string }): boolean {
  if (reply.status !== 200) return false;
  const json = readJson(Buffer.from(reply.body));
  return json.ok && json.value.kind === 'object' && textOf(json.value, 'code') === '10000';
}

/** How an event ends; a payment or payout that was taken back is told as failed. */
const ENDINGS: Readonly<Partial<Record<OrderEventType, string>>> = {
  'payin.paid': 'success',
  'payin.failed': 'failed',
  'payin.reversed': 'failed',
  'payout.paid': 'success',
  'payout.failed': 'failed',
  'payout.reversed': 'failed',
  'refund.paid': 'success',
  'refund.failed': 'failed',
  'mandate.active': 'success',
  'mandate.failed': 'failed',
  'mandate.ended': 'cancel',
};

function membersOf({ type: event, order, at }: OrderEvent): Members | null {
  const ending = ENDINGS[event];
  if (ending === undefined) return null;
  const { state } = order;
  const end = order.kind === 'refund' && state === 'closed' ? 'cancel' : ending;
  const eventName = text('eventName', `${subjectOf(order)}.${end}`);
  switch (order.kind) {
    case 'payout':
      return [...eventName, ...payoutData(order)];
    case 'refund':
      return [...eventName, ...refundMembers(order)];
    case 'mandate':
      return [...eventName, ...mandateEvent(order, at)];
    default:
      return [...eventName, ...paymentMembers(order)];
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

/** In the order of the seed's sample. An order without a remark has an empty one here. */
function paymentMembers(order: Order): Members {
  const version = versionOf(order);
  const paid = order.state === 'paid' ? order.paidMinor : order.amountMinor;
  return [
    ...amount('amount', order, paid),
    ...(version === 'v2' ? place(order) : []),
    ...(isCheckout(order) ? checkoutMembers(order) : []),
    ...channelCode(order),
    ...mchOrderId(order),
    ...time('createTime', order.createdAt, version),
    ['remark', jsonString(order.metadata.remark ?? '')],
    ...time('returnTime', order.finalAt, version),
    ...text('transactionId', transactionIdOf(order)),
    ...status(order),
    ...(order.metadata.form === 'va' ? text('referenceNumber', order.bankRef) : []),
    ...failed(order),
  ];
}

function checkoutMembers(order: Order): Members {
  return [
    ...text('checkoutId', checkoutIdOf(order)),
    ...text('settlementCurrency', order.metadata.settlementCurrency),
  ];
}

function refundMembers(order: Order): Members {
  const version = versionOf(order);
  const { metadata, merchantRef } = order;
  if (metadata.form === 'void') {
    return [
      ...text('mchVoidOrderId', merchantRef),
      ...text('voidTransactionId', transactionIdOf(order)),
      ...originalId(order),
      ...place(order),
      ...amount('amount', order, order.amountMinor),
      ...text('voidStatus', refundStatusOf(order)),
      ...time('createTime', order.createdAt, version),
      ...time('returnTime', order.finalAt, version),
      ...failed(order),
    ];
  }
  return [
    ...text('mchRefundOrderId', merchantRef),
    ...originalId(order),
    ...amount('refundAmount', order, order.amountMinor),
    ...feeRefunded(order),
    ...time('refundCreateTime', order.createdAt, version),
    ...time('refundReturnTime', order.finalAt, version),
    ...text('refundStatus', refundStatusOf(order)),
    ...text('refundTransactionId', transactionIdOf(order)),
    ['refundReason', jsonString(metadata.refundReason ?? '')],
    ...failed(order),
  ];
}
