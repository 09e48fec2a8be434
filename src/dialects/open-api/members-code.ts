/** Answers about codes for many payments. */
import type { Order } from '../../domain/order.ts';
import { type OrderAnswer, objectIn, text, textOrNull, when } from '../kit/members.ts';
import { amount, movedMinor, type OrderMember, ofOrder } from '../kit/order-members.ts';
import { timeText, transactionIdOf } from './codec.ts';
import {
  CHANNEL_CODE,
  CUSTOMER_NAME,
  EMAIL,
  MCH_ORDER_ID,
  PAY_DATA,
  PAY_DATA_TYPE,
  payData,
  REMARK,
  STATUS,
  TRANSACTION_ID,
  time,
} from './members.ts';
import { codeStatusOf } from './status.ts';

type Members = readonly OrderMember[];

const CREATED_AT = ({ createdAt }: Order) => createdAt;

const CODE_STATUS = ofOrder('status', 'ACTIVE, INACTIVE or CANCEL', codeStatusOf);
const MADE = time('createTime', 'when it was made', CREATED_AT, 'v1');

/** When a code is or was over. */
const EXPIRES: OrderMember = textOrNull(
  'expiresTime',
  'when it is or was over; null: never',
  ({ order: { finalAt, expiresAt } }) => {
    const at = finalAt ?? expiresAt;
    return at === null ? null : timeText(at, 'v1');
  },
);

const NOTIFY_URL = ofOrder('notifyUrl', 'where we notify', ({ notifyUrl }) => notifyUrl);

export const CREATED_CODE: Members = [
  ...[MCH_ORDER_ID, PAY_DATA, CHANNEL_CODE, MADE, CODE_STATUS, PAY_DATA_TYPE],
];

/** The Indonesian site nests what is paid to; which members it has is our choice. */
export const CREATED_VA: Members = [
  MCH_ORDER_ID,
  objectIn('paymentCode', 'what is paid to', [
    ...[CHANNEL_CODE, payData('code'), CUSTOMER_NAME, CODE_STATUS, MADE, EXPIRES],
  ]),
];

export const CODE_DETAIL: Members = [
  ...[MCH_ORDER_ID, PAY_DATA, CHANNEL_CODE, MADE, CODE_STATUS, EXPIRES, PAY_DATA_TYPE],
  ...[CUSTOMER_NAME, EMAIL],
  ofOrder('mobile', 'phone number of the payer', ({ metadata }) => metadata.mobile),
  ...[NOTIFY_URL, REMARK],
];

export const CANCELLED_CODE: Members = [
  ...[MCH_ORDER_ID, PAY_DATA, CHANNEL_CODE, MADE, CODE_STATUS, EXPIRES],
];

/** One of the payments that arrived at a code. */
export const ARRIVAL: Members = [
  ...[TRANSACTION_ID, MCH_ORDER_ID, CHANNEL_CODE],
  time('transactionCreateTime', 'when it was made', CREATED_AT, 'v1'),
  time('transactionReturnTime', 'when it ended', ({ finalAt }) => finalAt, 'v1'),
  amount('transactionAmount', 'what was paid', movedMinor),
  STATUS,
  textOrNull('remark', 'as it was sent with the code', ({ order }) => order.metadata.remark),
  ofOrder('referenceNumber', "the bank's reference", ({ bankRef }) => bankRef),
];

function isOnce({ order }: OrderAnswer): boolean {
  return order.kind === 'payin';
}

/** The regional answer to a QR: the same, in the words of that site. */
export const CREATED_QR: Members = [
  MCH_ORDER_ID,
  ofOrder('qrCodeId', 'our number of the code', transactionIdOf),
  when(isOnce, TRANSACTION_ID),
  ...[payData('qrCodeContent'), CHANNEL_CODE, NOTIFY_URL, REMARK],
  text('qrStatus', 'ACTIVE, INACTIVE or CANCELLED', (source) =>
    isOnce(source) ? 'ACTIVE' : codeStatusOf(source.order).replace('CANCEL', 'CANCELLED'),
  ),
  when(isOnce, STATUS),
  text('qrLink', 'a page with the code', ({ payUrl }) => payUrl),
  text('paymentUrl', 'the same page', ({ payUrl }) => payUrl),
  MADE,
  time('updateTime', 'when it was changed', CREATED_AT, 'v1'),
  EXPIRES,
];
