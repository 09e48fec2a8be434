/** The published field tables, as data: which fields a call has, how long, and what they mean. */
import type { FieldName } from '../../domain/channel.ts';

/**
 * What a field holds. `id`: letters, digits, `-` and `_`; `number`: a whole number, as a JSON
 * number or as digits in a text; `phone`: digits with a `+` in front; `day`: `2025-01-06`; `words`:
 * a list of short texts; `json`: an object or a list, kept as it is.
 */
export type FieldForm = 'text' | 'id' | 'number' | 'phone' | 'url' | 'day' | 'words' | 'json';

export interface FieldSpec {
  /** As on the wire, case-sensitive. */
  readonly name: string;
  readonly required: boolean;
  readonly form: FieldForm;
  /** Fewest and most characters of the text, both included. */
  readonly min: number;
  readonly max: number;
  /** The core's name for it. */
  readonly means: FieldName | null;
}

/** Whole numbers are at most the digits of a 63-bit count. */
const NUMBER_CHARS = 19;
/** Published lengths of numbers differ by country and are judged in strict mode only. */
const PHONE_CHARS = 20;

type Extent = readonly [min: number, max: number];

function spec(
  name: string,
  form: FieldForm,
  [min, max]: Extent,
  means: FieldName | null = null,
): FieldSpec {
  return { name, required: true, form, min, max, means };
}

function optional(field: FieldSpec): FieldSpec {
  return { ...field, required: false };
}

const TIMESTAMP = spec('timestamp', 'number', [1, 16]);
const AMOUNT = spec('amount', 'number', [1, NUMBER_CHARS]);
const COUNTRY_CODE = spec('countryCode', 'text', [2, 2]);
const CURRENCY = spec('currency', 'text', [3, 3]);
const CHANNEL_CODE = spec('channelCode', 'id', [1, 64]);
const REMARK = optional(spec('remark', 'text', [1, 256], 'description'));
const NOTIFY_URL = optional(spec('notifyUrl', 'url', [1, 256]));
const REDIRECT_URL = optional(spec('redirectUrl', 'url', [1, 512]));
const CUSTOMER_NAME = spec('customerName', 'text', [1, 128], 'payer.name');
const EMAIL = spec('email', 'text', [1, 128], 'payer.email');
const MOBILE = spec('mobile', 'phone', [1, PHONE_CHARS], 'payer.phone');
const EXPIRE_SECONDS = optional(spec('expireSeconds', 'number', [1, 7]));
const MCH_ORDER_ID = spec('mchOrderId', 'id', [1, 32]);
const LONG_ORDER_ID = spec('mchOrderId', 'id', [10, 32]);
const TRANSACTION_ID = optional(spec('transactionId', 'id', [1, 32]));

const CUSTOMER = [CUSTOMER_NAME, EMAIL, MOBILE];

/** One order, by the merchant's id or by ours. */
const EITHER_ID = [optional(MCH_ORDER_ID), TRANSACTION_ID, TIMESTAMP];

/** v2 names the country in each call. */
const V2_ID = [...EITHER_ID, COUNTRY_CODE];

export const BALANCE: readonly FieldSpec[] = [
  optional(COUNTRY_CODE),
  optional(CURRENCY),
  TIMESTAMP,
];

export const REPORT: readonly FieldSpec[] = [
  optional(COUNTRY_CODE),
  optional(CURRENCY),
  spec('transDate', 'day', [10, 10]),
  spec('transType', 'number', [1, 1]),
  TIMESTAMP,
];

/** v1, create payment; `redirectUrl` is always needed in the Philippines. */
export const PAYMENT: readonly FieldSpec[] = [
  TIMESTAMP,
  MCH_ORDER_ID,
  AMOUNT,
  CHANNEL_CODE,
  ...CUSTOMER,
  NOTIFY_URL,
  REDIRECT_URL,
  REMARK,
];
export const PH_PAYMENT: readonly FieldSpec[] = PAYMENT.map((field) =>
  field.name === 'redirectUrl' ? { ...field, required: true } : field,
);

/** What WeChat needs to know of the payer. */
export const WECHAT: readonly FieldSpec[] = [
  optional(spec('payerClientIp', 'text', [2, 45], 'payer.clientIp')),
  optional(spec('wpOpenid', 'id', [1, 128], 'payer.userId')),
  optional(spec('wpAppid', 'id', [1, 64], 'payer.appId')),
];

export const TH_PAYMENT: readonly FieldSpec[] = [...PAYMENT, EXPIRE_SECONDS, ...WECHAT];

export const ORDER_QUERY: readonly FieldSpec[] = EITHER_ID;

const IDEMPOTENCY_ID = spec('idempotencyId', 'id', [10, 32]);
const PAYOUT_TO: readonly FieldSpec[] = [
  AMOUNT,
  spec('accountNo', 'text', [1, 50], 'beneficiary.account'),
  spec('payMethodCode', 'id', [1, 32]),
];
const ACCOUNT_NAME = spec('accountName', 'text', [1, 128], 'beneficiary.name');
const ACCOUNT_TYPE = optional(spec('accountType', 'id', [1, 32], 'beneficiary.accountType'));
const TRANSFER_CODE = spec('transferCode', 'id', [1, 32], 'beneficiary.bankCode');
const PAYEE_MOBILE = spec('mobile', 'phone', [1, PHONE_CHARS], 'beneficiary.phone');

export const PH_PAYOUT: readonly FieldSpec[] = [
  TIMESTAMP,
  MCH_ORDER_ID,
  spec('idempotencyId', 'id', [10, 30]),
  ...PAYOUT_TO,
  ACCOUNT_NAME,
  TRANSFER_CODE,
  REMARK,
];

export const ID_PAYOUT: readonly FieldSpec[] = [
  TIMESTAMP,
  LONG_ORDER_ID,
  IDEMPOTENCY_ID,
  ...PAYOUT_TO,
  ACCOUNT_NAME,
  PAYEE_MOBILE,
  TRANSFER_CODE,
  REMARK,
];

export const MY_PAYOUT: readonly FieldSpec[] = [
  TIMESTAMP,
  LONG_ORDER_ID,
  IDEMPOTENCY_ID,
  ...PAYOUT_TO,
  ACCOUNT_NAME,
  TRANSFER_CODE,
  ACCOUNT_TYPE,
  REMARK,
];

/** Which of them are needed depends on `payMethodCode`. */
const TH_PAYEE: readonly FieldSpec[] = [
  optional(TRANSFER_CODE),
  optional(spec('promptpayAccountType', 'id', [1, 32])),
  optional(ACCOUNT_NAME),
  ACCOUNT_TYPE,
  optional(spec('accountTaxId', 'text', [1, 50], 'beneficiary.taxId')),
  optional(PAYEE_MOBILE),
  optional(spec('relationship', 'text', [1, 50])),
];

export const TH_PAYOUT: readonly FieldSpec[] = [
  TIMESTAMP,
  LONG_ORDER_ID,
  IDEMPOTENCY_ID,
  ...PAYOUT_TO,
  ...TH_PAYEE,
  REMARK,
];

/** The union of all countries' fields: v2, and the short paths without a country. */
export const ANY_PAYOUT: readonly FieldSpec[] = [
  TIMESTAMP,
  optional(COUNTRY_CODE),
  optional(CURRENCY),
  MCH_ORDER_ID,
  IDEMPOTENCY_ID,
  ...PAYOUT_TO,
  ...TH_PAYEE,
  REMARK,
];

export const ANY_PAYOUT_CHECK: readonly FieldSpec[] = [...EITHER_ID, optional(COUNTRY_CODE)];

export const REFUND: readonly FieldSpec[] = [
  spec('mchRefundOrderId', 'id', [1, 32]),
  spec('originalTransactionId', 'id', [1, 32]),
  spec('refundAmount', 'number', [1, NUMBER_CHARS]),
  optional(spec('refundReason', 'text', [1, 200])),
  optional(spec('refundCallbackUrl', 'url', [1, 256])),
  TIMESTAMP,
];

/** One of the first two. */
export const REFUND_LIST: readonly FieldSpec[] = [
  optional(spec('originalTransactionId', 'id', [1, 32])),
  optional(spec('refundTransactionId', 'id', [1, 32])),
  TIMESTAMP,
];

/** A code for many payments. */
export const CODE: readonly FieldSpec[] = [
  TIMESTAMP,
  MCH_ORDER_ID,
  CUSTOMER_NAME,
  CHANNEL_CODE,
  NOTIFY_URL,
  EMAIL,
  MOBILE,
  REMARK,
];

const EXPIRE_TIME = optional(spec('expireTime', 'number', [1, 16]));

export const ID_CODE: readonly FieldSpec[] = [...CODE, optional(AMOUNT), EXPIRE_TIME];

/** The Indonesian site's own call. */
export const VA_CODE: readonly FieldSpec[] = [
  TIMESTAMP,
  LONG_ORDER_ID,
  CHANNEL_CODE,
  optional(AMOUNT),
  spec('customerName', 'text', [1, 100], 'payer.name'),
  optional(EMAIL),
  optional(MOBILE),
  optional(spec('idCardNumber', 'id', [16, 18], 'payer.taxId')),
  EXPIRE_TIME,
  NOTIFY_URL,
  REMARK,
];

/** The Thai and Malaysian sites' own call; `amount` is needed where a code is for one payment. */
export const QR: readonly FieldSpec[] = [
  TIMESTAMP,
  CHANNEL_CODE,
  MCH_ORDER_ID,
  optional(AMOUNT),
  { ...NOTIFY_URL, required: true },
  optional(CUSTOMER_NAME),
  optional(EMAIL),
  optional(MOBILE),
  REMARK,
  EXPIRE_SECONDS,
];

export const CODE_DETAIL: readonly FieldSpec[] = [MCH_ORDER_ID, optional(CHANNEL_CODE), TIMESTAMP];

export const CODE_PAYMENTS: readonly FieldSpec[] = [
  MCH_ORDER_ID,
  spec('startDate', 'day', [10, 10]),
  spec('endDate', 'day', [10, 10]),
  TIMESTAMP,
];

export const CODE_CANCEL: readonly FieldSpec[] = [MCH_ORDER_ID, CHANNEL_CODE, TIMESTAMP];

const PAY_TOKEN = spec('payToken', 'id', [1, 32]);
const TERMINAL = [
  optional(spec('terminalType', 'id', [1, 8])),
  optional(spec('osType', 'id', [1, 8])),
];
const GOODS = [
  optional(spec('goodsDetails', 'json', [0, 0])),
  optional(spec('billingAddress', 'json', [0, 0])),
];

export const V2_PAYMENT: readonly FieldSpec[] = [
  TIMESTAMP,
  MCH_ORDER_ID,
  AMOUNT,
  COUNTRY_CODE,
  CURRENCY,
  spec('channelType', 'id', [1, 32]),
  CHANNEL_CODE,
  optional(PAY_TOKEN),
  ...CUSTOMER.map(optional),
  ...TERMINAL,
  NOTIFY_URL,
  REDIRECT_URL,
  REMARK,
  optional(spec('wechatpay', 'json', [0, 0])),
  ...GOODS,
];

export const V2_QUERY: readonly FieldSpec[] = V2_ID;

export const V2_VOID: readonly FieldSpec[] = [
  spec('mchVoidOrderId', 'id', [1, 32]),
  ...V2_ID,
  NOTIFY_URL,
];

export const CHECKOUT: readonly FieldSpec[] = [
  TIMESTAMP,
  MCH_ORDER_ID,
  optional(spec('merchantLogo', 'url', [1, 512])),
  optional(spec('language', 'id', [2, 5])),
  COUNTRY_CODE,
  CURRENCY,
  spec('settlementCurrency', 'text', [3, 3]),
  optional(spec('channelTypeList', 'words', [0, 16])),
  optional(spec('channelCodeList', 'words', [0, 64])),
  AMOUNT,
  ...CUSTOMER,
  EXPIRE_SECONDS,
  NOTIFY_URL,
  { ...REDIRECT_URL, required: true },
  REMARK,
  optional(spec('virtualAccountName', 'text', [1, 128])),
  ...GOODS,
];

/** One of the three ids. */
export const CHECKOUT_QUERY: readonly FieldSpec[] = [
  ...V2_ID,
  optional(spec('checkoutId', 'id', [1, 32])),
];

export const CHECKOUT_CHANNELS: readonly FieldSpec[] = [TIMESTAMP, COUNTRY_CODE];

const USER_ID = spec('userId', 'id', [1, 32], 'payer.userId');

export const MANDATE_APPLY: readonly FieldSpec[] = [
  TIMESTAMP,
  USER_ID,
  spec('requestId', 'id', [1, 32]),
  CHANNEL_CODE,
  optional(COUNTRY_CODE),
  spec('terminalType', 'id', [1, 8]),
  optional(spec('osType', 'id', [1, 8])),
  NOTIFY_URL,
  { ...REDIRECT_URL, required: true },
];

export const MANDATE_QUERY: readonly FieldSpec[] = [USER_ID, optional(PAY_TOKEN), TIMESTAMP];

export const MANDATE_CANCEL: readonly FieldSpec[] = [USER_ID, PAY_TOKEN, TIMESTAMP];
