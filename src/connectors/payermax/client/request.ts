/** What we ask, in PayerMax's JSON (upstream notes, sections 2, 3, 5 and 6). */
import { currencyOf } from '../../../domain/money.ts';
import type { Order } from '../../../domain/order.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { amountOf, objectOf } from '../../build-json.ts';
import { basic, type Credentials, type Intent, type UpstreamRequest } from '../../contract.ts';
import { cut } from '../../read-json.ts';
import { AMOUNT_FORM, CASE_VERSION, TEXT_AMOUNT_FORM } from '../capabilities.ts';
import { signedCall } from './envelope.ts';
import { payoutOf } from './payout.ts';

const SUBJECT_MAX = 256;
/** Pix shows less of it. */
const BRAZIL_SUBJECT_MAX = 43;
const USER_ID_MAX = 64;
const GOODS_ID_MAX = 64;
const GOODS_NAME_MAX = 128;
const NOTIFY_URL_MAX = 256;
const CLOSING_REASON = 'closed by the merchant';
const COUNTRY = /^[A-Z]{2}$/;
/** Stands for "no country" in our catalogue; to PayerMax it is none. */
const WORLDWIDE = 'ZZ';
const LANGUAGE = /^[A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?$/;
/** PayerMax closes an order no sooner and no later, whatever is asked. */
const CLOSES_AFTER_S = { min: 1_800, max: 86_400 } as const;

/** Name and data of a call. */
export interface Call {
  readonly name: string;
  readonly data: JsonObject;
}

/** The call that creates what the intent asks for. */
export function createCall(intent: Intent, credentials: Credentials, nowMs: number): Call {
  switch (basic(intent.operation)) {
    case 'payin':
      return { name: 'orderAndPay', data: paymentOf(intent, nowMs) };
    case 'refund':
      return { name: 'refund', data: refundOf(intent) };
    case 'payout':
      return { name: 'paymentOrderPay', data: payoutOf(intent, credentials) };
    case 'close':
      return closingCall(intent);
  }
}

/**
 * The question what became of the intent: always by our own number. A closing has none of its own;
 * the same call once more has no other effect and says how the order stands.
 */
export function queryCall(intent: Intent): Call {
  const { operation, reference } = intent;
  switch (basic(operation)) {
    case 'payin':
      return { name: 'orderQuery', data: objectOf({ outTradeNo: reference }) };
    case 'refund':
      return { name: 'refundQuery', data: objectOf({ outRefundNo: reference }) };
    case 'payout':
      return { name: 'paymentOrderQry', data: objectOf({ outTradeNo: reference }) };
    case 'close':
      return closingCall(intent);
  }
}

/** The question how a case stands; its number is PayerMax's. */
export function caseCall(caseId: string, credentials: Credentials, nowMs: number): UpstreamRequest {
  return signedCall('caseSearch', objectOf({ caseId }), credentials, nowMs, CASE_VERSION);
}

/** `reference` of the API stays empty: what a merchant sent beside the order is not PayerMax's. */
function paymentOf(intent: Intent, nowMs: number): JsonObject {
  const { reference, order, channel, callbackUrl, returnUrl } = intent;
  const country = countryOf(intent);
  const language = order.fields['payer.language'] ?? '';
  // Only with a country may a way to pay be chosen for the payer.
  const isCard = channel.method === 'card' && country !== null;
  return objectOf({
    outTradeNo: reference,
    integrate: 'Hosted_Checkout',
    subject: subjectOf(intent, country),
    totalAmount: amountOf({ asset: order.asset, minor: order.amountMinor }, AMOUNT_FORM),
    currency: currencyOf(order.asset),
    country,
    userId: cut(order.fields['payer.userId'] || `u_${order.id}`, USER_ID_MAX),
    language: LANGUAGE.test(language) ? language : null,
    frontCallbackUrl: returnUrl,
    notifyUrl: callbackUrl.length > NOTIFY_URL_MAX ? null : callbackUrl,
    expireTime: closingTimeOf(order, nowMs),
    paymentDetail: isCard ? objectOf({ paymentMethodType: 'CARD' }) : null,
    goodsDetails: goodsOf(order),
  });
}

/** The payer's country, else the channel's. */
function countryOf({ order, channel }: Intent): string | null {
  const country = order.fields['payer.country'] || channel.country;
  return COUNTRY.test(country) && country !== WORLDWIDE ? country : null;
}

/** Shown to the payer, so never digits only. */
function subjectOf({ order, merchantName }: Intent, country: string | null): string {
  const title = order.fields.description || merchantName;
  const text = /[^\d\s]/.test(title) ? title : `Order ${title}`;
  return cut(text.trim(), country === 'BR' ? BRAZIL_SUBJECT_MAX : SUBJECT_MAX);
}

/** Seconds until PayerMax closes the order; left out, it decides itself. */
function closingTimeOf({ expiresAt }: Order, nowMs: number): string | null {
  if (expiresAt === null) return null;
  const { min, max } = CLOSES_AFTER_S;
  const seconds = Math.ceil((expiresAt.getTime() - nowMs) / 1000);
  return String(Math.min(max, Math.max(min, seconds)));
}

/** The article that the merchant named: recharge API, `productId` and `good`. */
function goodsOf(order: Order): readonly JsonObject[] | null {
  const { productId = '' } = order.metadata;
  const name = order.fields.description ?? '';
  if (productId === '' || name === '') return null;
  const goods = objectOf({
    goodsId: cut(productId, GOODS_ID_MAX),
    goodsName: cut(name, GOODS_NAME_MAX),
    quantity: '1',
    price: amountOf({ asset: order.asset, minor: order.amountMinor }, TEXT_AMOUNT_FORM),
    goodsCurrency: currencyOf(order.asset),
  });
  return [goods];
}

/** As PayerMax's own Java client closes an order (`OrderCloseRequest`). */
function closingCall({ about }: Intent): Call {
  const data = objectOf({ outTradeNo: about?.reference, reason: CLOSING_REASON });
  return { name: 'orderClose', data };
}

function refundOf({ reference, order, about, callbackUrl }: Intent): JsonObject {
  return objectOf({
    outRefundNo: reference,
    refundAmount: amountOf({ asset: order.asset, minor: order.amountMinor }, AMOUNT_FORM),
    refundCurrency: currencyOf(order.asset),
    outTradeNo: about?.reference,
    refundNotifyUrl: callbackUrl.length > NOTIFY_URL_MAX ? null : callbackUrl,
  });
}
