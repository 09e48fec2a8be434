/** Answers about payments, checkouts and payouts (published tables). */
import type { Order } from '../../domain/order.ts';
import { checkoutIdOf } from '../kit/family/numbers.ts';
import { type OrderAnswer, objectIn, text, when } from '../kit/members.ts';
import { type OrderMember, ofOrder } from '../kit/order-members.ts';
import {
  AMOUNT,
  CHANNEL_CODE,
  CREATE_TIME,
  CUSTOMER_NAME,
  EMAIL,
  FAILED,
  IDS,
  MCH_ORDER_ID,
  PAID_AMOUNT,
  PAY_DATA,
  PAY_DATA_TYPE,
  PLACE,
  PLACE_OF_V2,
  REMARK,
  RETURN_TIME,
  STATUS,
  TRANSACTION_ID,
  time,
} from './members.ts';

type Members = readonly OrderMember[];

const CREATED_AT = ({ createdAt }: Order) => createdAt;
const FINAL_AT = ({ finalAt }: Order) => finalAt;
const EXPIRES_AT = ({ expiresAt }: Order) => expiresAt;

export const CREATED_PAYOUT: Members = [
  ...[...IDS, ...PLACE_OF_V2, STATUS],
  time('transactionTime', 'when it was made', CREATED_AT),
];

/** The same in answers and notifications. */
export const PAYOUT: Members = [
  ...[...IDS, ...PLACE_OF_V2, AMOUNT, STATUS, CREATE_TIME, RETURN_TIME, REMARK],
  ...FAILED,
];

/** How a page inside WeChat goes on; null where there is none. */
function wechatOf({ order: { instructions } }: OrderAnswer) {
  return instructions?.kind === 'redirect' ? instructions.wechat : undefined;
}

const WECHAT_NAMES = ['prepayId', 'timeStamp', 'nonceStr', 'pkg', 'signType', 'paySign'] as const;

/** What a page inside WeChat needs to go on with; nothing elsewhere. */
const WECHAT: Members = [
  text(
    'shortUrl',
    'a link that opens in WeChat',
    (source: OrderAnswer) => wechatOf(source)?.shortUrl,
  ),
  objectIn('metadata', 'what WeChat needs', [
    objectIn(
      'wechatpay',
      'the parameters of its own call',
      WECHAT_NAMES.map((name) =>
        text(name, `${name} of WeChat`, (source: OrderAnswer) => wechatOf(source)?.[name]),
      ),
    ),
  ]),
].map((each) => when((source: OrderAnswer) => wechatOf(source) !== undefined, each));

/** Thailand's answer says more than the others': when it ends, and what WeChat needs. */
export const CREATED_PAYMENT: Members = [
  ...[TRANSACTION_ID, PAY_DATA],
  ofOrder('mchOrderId', 'your id of the order', ({ merchantRef }) => merchantRef),
  PAY_DATA_TYPE,
  ...[time('expiresTime', 'when it ends', EXPIRES_AT, 'v1'), ...WECHAT].map((each) =>
    when(({ order }: OrderAnswer) => order.asset === 'THB/2', each),
  ),
];

function isDebit({ order }: OrderAnswer): boolean {
  return order.parent?.kind === 'mandate';
}

/** A debit has nothing to show the payer, and a status instead. */
export const CREATED_V2: Members = [
  ...IDS,
  when(isDebit, STATUS),
  when((source) => !isDebit(source), PAY_DATA),
  ofOrder('channelType', 'as it was sent', ({ metadata }) => metadata.channelType),
  ...[CHANNEL_CODE, ...PLACE, AMOUNT],
  time('expiresTime', 'when it ends', EXPIRES_AT, 'v2'),
  ...WECHAT,
];

const CREATED_V1 = time('createTime', 'when it was made', CREATED_AT, 'v1');
const RETURNED_V1 = time('returnTime', 'when it ended', FINAL_AT, 'v1');
const MADE_V2 = time('createTime', 'when it was made', CREATED_AT, 'v2');
const RETURNED_V2 = time('returnTime', 'when it ended', FINAL_AT, 'v2');

/** The answer is in the version of the call that asks. */
export const PAYMENT: Members = [
  ...[...IDS, PAID_AMOUNT, STATUS, CREATED_V1, RETURNED_V1, CUSTOMER_NAME, CHANNEL_CODE, EMAIL],
  REMARK,
  ...FAILED,
];

export const PAYMENT_V2: Members = [
  ...[...IDS, ...PLACE, CHANNEL_CODE, PAID_AMOUNT, PAY_DATA, STATUS, MADE_V2, RETURNED_V2, REMARK],
  ...FAILED,
];

const CLOSED: Members = [
  text('status', 'CLOSED', () => 'CLOSED'),
  time('closedTime', 'when it was closed', FINAL_AT, 'v2'),
];

export const CLOSED_PAYMENT: Members = [...IDS, CHANNEL_CODE, ...CLOSED];

export const CHECKOUT_ID = ofOrder('checkoutId', 'our number of the checkout', checkoutIdOf);
export const SETTLEMENT_CURRENCY = ofOrder(
  'settlementCurrency',
  'as it was sent',
  ({ metadata }) => metadata.settlementCurrency,
);

export const CREATED_CHECKOUT: Members = [
  ...[CHECKOUT_ID, MCH_ORDER_ID],
  text('checkoutUrl', 'the page to send the payer to', ({ order, payUrl }) => {
    const language = order.fields['payer.language'];
    return language === undefined ? payUrl : `${payUrl}?lang=${encodeURIComponent(language)}`;
  }),
  text('status', 'PENDING', () => 'PENDING'),
  time('expiresTime', 'when it ends', EXPIRES_AT, 'v2'),
];

export const CHECKOUT: Members = [
  ...[MCH_ORDER_ID, CHECKOUT_ID, TRANSACTION_ID, ...PLACE, SETTLEMENT_CURRENCY, PAID_AMOUNT],
  ...[STATUS, CHANNEL_CODE, MADE_V2, RETURNED_V2, REMARK, ...FAILED],
];

export const CLOSED_CHECKOUT: Members = [MCH_ORDER_ID, CHECKOUT_ID, ...CLOSED];
