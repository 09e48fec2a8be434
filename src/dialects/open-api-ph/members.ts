/** What answers and notifications say of an order. */
import type { Order } from '../../domain/order.ts';
import { jsonNumber } from '../../wire/json-value.ts';
import { timeText } from '../kit/family/times.ts';
import { maybe, member, type OrderAnswer } from '../kit/members.ts';
import {
  amount,
  movedMinor,
  type OrderMember,
  ofOrder,
  ofOrderOrNull,
  referenceOf,
} from '../kit/order-members.ts';
import { transactionIdOf } from './codec.ts';
import { failedOf, transactionStatusOf } from './status.ts';

export type Members = readonly OrderMember[];

const CREATED_AT = ({ createdAt }: Order) => timeText(createdAt);
const FINAL_AT = ({ finalAt }: Order) => (finalAt === null ? null : timeText(finalAt));

/** A moment of an order; null while there is none. */
export function timeOrNull(
  name: string,
  description: string,
  of: (order: Order) => Date | null,
): OrderMember {
  return ofOrderOrNull(name, description, (order) => {
    const at = of(order);
    return at === null ? null : timeText(at);
  });
}

export const MCH_ORDER_ID = ofOrder('mchOrderId', 'your id of the order', referenceOf);
export const TRANSACTION_ID = ofOrder('transactionId', 'our number of it', transactionIdOf);
export const IDS = [MCH_ORDER_ID, TRANSACTION_ID];
export const AMOUNT = amount('amount', 'as ordered, in centavos', ({ amountMinor }) => amountMinor);
/** Of a payment, alike in answers and notifications (our reading: it is published as `amount`). */
export const PAID_AMOUNT = amount(
  'amount',
  'what was paid, or what was ordered, in centavos',
  movedMinor,
);
export const STATUS = ofOrder(
  'transactionStatus',
  'PENDING, COMPLETE or FAILED',
  transactionStatusOf,
);
export const CREATE_TIME = ofOrder('createTime', 'when it was made', CREATED_AT);
/** Null while it is under way. */
export const RETURN_TIME = ofOrderOrNull('returnTime', 'when it ended', FINAL_AT);

/** What was sent with the order is given back; null where it was not. */
function kept(name: string, description: string): OrderMember {
  return ofOrderOrNull(name, description, ({ metadata }) => metadata[name]);
}

export const REMARK = kept('remark', 'as it was sent');
export const APP_NAME = kept('appName', 'as it was sent');
export const MOBILE = kept('mobile', 'phone number of the payer, as it was sent');
export const CUSTOMER_NAME = ofOrderOrNull(
  'customerName',
  'name of the payer',
  ({ fields }) => fields['payer.name'],
);
export const EMAIL = ofOrderOrNull(
  'email',
  'e-mail of the payer',
  ({ fields }) => fields['payer.email'],
);
export const CALLBACK_URL = ofOrderOrNull(
  'callbackUrl',
  'where we notify',
  ({ notifyUrl }) => notifyUrl,
);

/** Our codes of this API's channels are its own, with the country in front. */
const OWN_PREFIX = 'PHL_';

/** Our code of a channel by this API's, whether there is one or not. */
export function ownCodeOf(code: string): string {
  return OWN_PREFIX + code;
}

/** The channel as the merchant names it; null while the payer of a checkout has not chosen. */
export function channelCodeOf({
  metadata,
  channel,
  choices,
}: Pick<Order, 'metadata' | 'channel' | 'choices'>): string | null {
  if (choices !== null && !choices.includes(channel)) return null;
  if (metadata.channelCode !== undefined) return metadata.channelCode;
  return channel.startsWith(OWN_PREFIX) ? channel.slice(OWN_PREFIX.length) : channel;
}

export const CHANNEL_CODE = ofOrder('channelCode', 'the way to pay', channelCodeOf);

/** Why it failed, as queries answer it: the code as a text without its minus (published sample). */
export const FAILED: Members = [
  ofOrderOrNull('failedCode', 'why it failed', (order) => {
    const why = failedOf(order);
    return why === null ? null : String(-why.code);
  }),
  ofOrderOrNull('failedMessage', 'the same in words', (order) => failedOf(order)?.message),
];

/** The same in a notification: left out unless the order failed. */
export const EVENT_FAILED: Members = [
  maybe(
    member<OrderAnswer>('failedCode', 'number', 'why it failed', ({ order }) => {
      const why = failedOf(order);
      return why === null ? null : jsonNumber(String(why.code));
    }),
  ),
  maybe(ofOrder('failedMessage', 'the same in words', (order) => failedOf(order)?.message)),
];

/** What every notification of a payment or payout holds, and what it may hold. */
export const EVENT: Members = [
  ...IDS,
  PAID_AMOUNT,
  ...[STATUS, CREATE_TIME],
  ofOrder('returnTime', 'when it ended', FINAL_AT),
  maybe(ofOrder('remark', 'as it was sent', ({ metadata }) => metadata.remark)),
  ...EVENT_FAILED,
];

/** What is paid to: the number of a code, or of an account. */
export function numberOf({ instructions }: Order): string | null {
  switch (instructions?.kind) {
    case 'va':
    case 'bill':
      return instructions.number;
    case 'bank_transfer':
      return instructions.account;
    default:
      return null;
  }
}
