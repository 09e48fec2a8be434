/** Answers about payments: web payments, checkouts and debits. */

import { currencyOf } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { checkoutIdOf } from '../kit/family/numbers.ts';
import { timeText } from '../kit/family/times.ts';
import { type OrderAnswer, text } from '../kit/members.ts';
import { amount, type OrderMember, ofOrder, ofOrderOrNull } from '../kit/order-members.ts';
import { isoTimeText, transactionIdOf } from './codec.ts';
import { channelTypeOf } from './codec-channels.ts';
import {
  APP_NAME,
  CALLBACK_URL,
  CHANNEL_CODE,
  CREATE_TIME,
  CUSTOMER_NAME,
  channelCodeOf,
  EMAIL,
  EVENT,
  IDS,
  MCH_ORDER_ID,
  type Members,
  MOBILE,
  PAID_AMOUNT,
  REMARK,
  RETURN_TIME,
  STATUS,
  TRANSACTION_ID,
} from './members.ts';
import { checkoutStatusOf } from './status.ts';

/** The provider's page where there is one, else our own. */
function pageOf({ order: { instructions }, payUrl }: OrderAnswer): string {
  return instructions?.kind === 'redirect' ? instructions.url : payUrl;
}

/** The payer's page, under the name that a call has for it. */
export function page(name: string, description: string): OrderMember {
  return text(name, description, pageOf);
}

const EXPIRES_AT = ({ expiresAt, createdAt }: Order) => expiresAt ?? createdAt;

export const CREATED_WEB: Members = [
  page('redirectUrl', 'the page to send the payer to'),
  STATUS,
  amount('transactionAmount', 'as ordered, in centavos', ({ amountMinor }) => amountMinor),
  ...[MCH_ORDER_ID, TRANSACTION_ID],
  ofOrder('expiresTime', 'when it ends unpaid', (order) => timeText(EXPIRES_AT(order))),
];

/** A web payment or a debit, looked at. */
export const PAYMENT: Members = [
  ...[...IDS, PAID_AMOUNT, STATUS, CREATE_TIME, RETURN_TIME, APP_NAME, CUSTOMER_NAME],
  ...[CHANNEL_CODE, EMAIL, MOBILE, REMARK, CALLBACK_URL],
];

const CHANNEL_TYPE = ofOrder('channelType', 'the kind of channel', (order) => {
  const code = channelCodeOf(order);
  return code === null ? null : channelTypeOf(code);
});

export const CREATED_DEBIT: Members = [...IDS, STATUS, CHANNEL_TYPE, CHANNEL_CODE];

const CHECKOUT_ID = ofOrder('checkoutId', 'our number of the checkout', checkoutIdOf);
const CURRENCY = ofOrder('currency', 'PHP', ({ asset }) => currencyOf(asset));
const CHECKOUT_STATUS = 'PENDING, COMPLETE, FAILED or CLOSED';
const OWN_STATUS = ofOrder('transactionStatus', CHECKOUT_STATUS, checkoutStatusOf);

/** The member as it is, but null where there is nothing to say. */
function orNull({ name, description }: OrderMember, of: (order: Order) => string | null) {
  return ofOrderOrNull(name, description, of);
}

export const CREATED_CHECKOUT: Members = [
  CHECKOUT_ID,
  text('checkoutUrl', 'the page where the payer chooses how to pay', ({ payUrl }) => payUrl),
  ofOrder('status', CHECKOUT_STATUS, checkoutStatusOf),
  ofOrder('expiresTime', 'when it ends unpaid', (order) => isoTimeText(EXPIRES_AT(order))),
];

export const CHECKOUT: Members = [
  ...[MCH_ORDER_ID, CHECKOUT_ID],
  orNull(TRANSACTION_ID, (order) =>
    channelCodeOf(order) === null ? null : transactionIdOf(order),
  ),
  ...[PAID_AMOUNT, CURRENCY, OWN_STATUS],
  orNull(CHANNEL_TYPE, (order) => {
    const code = channelCodeOf(order);
    return code === null ? null : channelTypeOf(code);
  }),
  orNull(CHANNEL_CODE, channelCodeOf),
  ...[CREATE_TIME, RETURN_TIME, APP_NAME, REMARK, CALLBACK_URL],
];

export const CLOSED_CHECKOUT: Members = [
  ...[MCH_ORDER_ID, CHECKOUT_ID],
  ofOrder('status', CHECKOUT_STATUS, checkoutStatusOf),
  ofOrder('closedTime', 'when it was closed', ({ finalAt, createdAt }) =>
    timeText(finalAt ?? createdAt),
  ),
];

/**
 * What is reported of a checkout: the payment's members, with the status and the ids of its own.
 */
export const CHECKOUT_EVENT: Members = [
  ...EVENT.map((each) => (each === STATUS ? OWN_STATUS : each)),
  ...[CHECKOUT_ID, CURRENCY, CHANNEL_CODE, CHANNEL_TYPE],
];
