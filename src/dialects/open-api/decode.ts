/** Verified `param` to the core's request; a wrong field is named as the wire names it. */
import type { App } from '../../domain/merchant.ts';
import type { OrderKind } from '../../domain/order.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type {
  CloseOrder,
  CreateRefund,
  ListChildren,
  MerchantRequest,
  OrderKey,
  QueryBalance,
  QueryOrder,
  RequestReport,
} from '../../domain/request.ts';
import { parseDay } from '../../wire/day.ts';
import type { JsonObject } from '../../wire/json-value.ts';
import type { Verified, View } from '../contract.ts';
import { checkWindow } from '../kit/window.ts';
import {
  type OpenApiRequest,
  parseTimestampMs,
  parseTransactionId,
  textOf,
  ZONE_MINUTES,
} from './codec.ts';
import {
  type Ask,
  amountIn,
  checkTable,
  countryOf,
  type Decoded,
  digestOf,
  echoed,
  missing,
  notifyUrlIn,
  ofPath,
  textIn,
} from './decode-ask.ts';
import {
  decodeChannels,
  decodeCheckout,
  decodeCheckoutClose,
  decodeCheckoutQuery,
} from './decode-checkout.ts';
import { decodeCancel, decodeCode, decodeDetail, decodePayments, decodeQr } from './decode-code.ts';
import { decodeApply, decodeTokenCancel, decodeTokens } from './decode-mandate.ts';
import { decodePayment } from './decode-payment.ts';
import { decodePayout } from './decode-payout.ts';
import { PLACES, SCOPES, specOf } from './routes.ts';
import { WINDOW } from './settings.ts';

/**
 * Refuses a request that was signed too long ago or ahead, or does not say when. Ten minutes either
 * way unless the app says otherwise; without a setting, apps in test mode have no window.
 */
export function checkFresh(fields: JsonObject, app: App, nowMs: number): Refused | null {
  const text = textOf(fields, 'timestamp');
  if (text === '') return refuse('missing_field', 'timestamp');
  const sentMs = parseTimestampMs(text);
  if (sentMs === null)
    return refuse('invalid_field', 'timestamp', 'seconds or milliseconds are due');
  return checkWindow(sentMs, app, nowMs, WINDOW);
}

/** What the merchant asks, or why it cannot be asked. */
export function decodeRequest(
  { parsed, app }: Verified<OpenApiRequest>,
  operation: string,
  view: View,
): Decoded<MerchantRequest> {
  const body = parsed.fields;
  if (body === null) throw new TypeError('the request was not verified');
  const spec = specOf(operation);
  const version = spec.version ?? (textOf(body, 'countryCode') === '' ? 'v1' : 'v2');
  const ask: Ask = { body, app, view, spec, version };
  const refusal = checkTable(ask);
  if (refusal !== null) return refusal;
  switch (spec.action) {
    case 'balance':
      return decodeBalance(ask);
    case 'report':
      return decodeReport(ask);
    case 'payment_create':
      return decodePayment(ask);
    case 'payment_query':
      return decodeQuery(ask, 'payment', 'payin');
    case 'payout_create':
      return decodePayout(ask);
    case 'payout_check':
      return decodeQuery(ask, 'payout', 'payout');
    case 'payment_close':
      return decodeClose(ask);
    case 'payment_void':
      return decodeVoid(ask);
    case 'code_create':
      return decodeCode(ask, operation === 'va_create' ? 'va' : null);
    case 'code_detail':
      return decodeDetail(ask);
    case 'code_payments':
      return decodePayments(ask);
    case 'code_cancel':
      return decodeCancel(ask);
    case 'qr_create':
      return decodeQr(ask);
    case 'checkout_create':
      return decodeCheckout(ask);
    case 'checkout_query':
      return decodeCheckoutQuery(ask);
    case 'checkout_close':
      return decodeCheckoutClose(ask);
    case 'checkout_channels':
      return decodeChannels(ask);
    case 'mandate_apply':
      return decodeApply(ask);
    case 'mandate_query':
      return decodeTokens(ask);
    case 'mandate_cancel':
      return decodeTokenCancel(ask);
    case 'refund_create':
      return decodeRefund(ask);
    case 'refund_list':
      return decodeRefunds(ask);
  }
}

function decodeBalance(ask: Ask): Decoded<QueryBalance> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  if (country.value === null) return missing('countryCode', 'or currency');
  return { ok: true, value: { do: 'query_balance', asset: PLACES[country.value].asset } };
}

/** `transType` of a report (published): payouts, payments. */
const REPORT_TYPES: ReadonlyMap<string, RequestReport['of']> = new Map([
  ['1', 'payout'],
  ['2', 'payin'],
]);

function decodeReport(ask: Ask): Decoded<RequestReport> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  if (country.value === null) return missing('countryCode');
  const of = REPORT_TYPES.get(textIn(ask, 'transType'));
  if (of === undefined) return refuse('invalid_field', 'transType', '1 (payouts) or 2 (payments)');
  const day = textIn(ask, 'transDate');
  const parsed = parseDay(day, ZONE_MINUTES);
  if (!parsed.ok) return refuse('invalid_field', 'transDate', parsed.error.reason);
  return {
    ok: true,
    value: {
      do: 'request_report',
      of,
      day,
      ...parsed.value,
      country: country.value,
      asset: null,
      format: null,
    },
  };
}

function decodeQuery(
  ask: Ask,
  scope: keyof typeof SCOPES,
  kind: Extract<OrderKind, 'payin' | 'payout'>,
): Decoded<MerchantRequest> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const key = orderKeyIn(ask, scope, kind);
  if (!key.ok) return key;
  return { ok: true, value: { do: 'query_order', key: key.value, kinds: [kind], ...ofPath(ask) } };
}

/** By the merchant's id; by ours where that is all that was sent. */
function orderKeyIn(
  ask: Ask,
  scope: keyof typeof SCOPES,
  kind: 'payin' | 'payout',
): Decoded<OrderKey> {
  const merchantRef = textIn(ask, 'mchOrderId');
  if (merchantRef !== '') {
    return { ok: true, value: { by: 'merchantRef', scope: SCOPES[scope], merchantRef } };
  }
  const text = textIn(ask, 'transactionId');
  if (text === '') return missing('mchOrderId', 'or transactionId');
  const id = parseTransactionId(text, kind);
  return id === null ? refuse('not_found') : { ok: true, value: { by: 'id', id } };
}

function decodeClose(ask: Ask): Decoded<CloseOrder> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const key = orderKeyIn(ask, 'payment', 'payin');
  return key.ok
    ? { ok: true, value: { do: 'close_order', key: key.value, kinds: ['payin'] } }
    : key;
}

/** The whole payment, taken back before it settles. Only the error codes of it are published. */
function decodeVoid(ask: Ask): Decoded<CreateRefund> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const payin = orderKeyIn(ask, 'payment', 'payin');
  if (!payin.ok) return payin;
  return {
    ok: true,
    value: {
      do: 'create_refund',
      operation: 'void',
      payin: payin.value,
      scope: SCOPES.void,
      merchantRef: textIn(ask, 'mchVoidOrderId'),
      digest: digestOf(ask),
      amountMinor: 0n,
      metadata: { ...echoed(ask), form: 'void' },
      notifyUrl: textIn(ask, 'notifyUrl') || null,
      onRepeat: 'refuse',
      wait: 'none',
    },
  };
}

/** One refund by its own id, or all of a payment. */
function decodeRefunds(ask: Ask): Decoded<QueryOrder | ListChildren> {
  const own = textIn(ask, 'refundTransactionId');
  const original = textIn(ask, 'originalTransactionId');
  if (own === '' && original === '')
    return missing('originalTransactionId', 'or refundTransactionId');
  if (own !== '') {
    const id = parseTransactionId(own, 'refund');
    if (id === null) return refuse('not_found');
    return { ok: true, value: { do: 'query_order', key: { by: 'id', id }, kinds: ['refund'] } };
  }
  const id = parseTransactionId(original, 'payin');
  if (id === null) return refuse('not_found');
  const parent = { by: 'id', id } as const;
  return {
    ok: true,
    value: {
      do: 'list_children',
      parent,
      parentFilter: { kinds: ['payin'] },
      kind: 'refund',
      within: null,
    },
  };
}

function decodeRefund(ask: Ask): Decoded<CreateRefund> {
  const id = parseTransactionId(textIn(ask, 'originalTransactionId'), 'payin');
  if (id === null) return refuse('not_found');
  const amountMinor = amountIn(ask, 'refundAmount');
  if (!amountMinor.ok) return amountMinor;
  const notifyUrl = notifyUrlIn(ask, 'refundCallbackUrl');
  if (!notifyUrl.ok) return notifyUrl;
  return {
    ok: true,
    value: {
      do: 'create_refund',
      operation: 'refund',
      payin: { by: 'id', id },
      scope: SCOPES.refund,
      merchantRef: textIn(ask, 'mchRefundOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: echoed(ask, 'refundReason'),
      notifyUrl: notifyUrl.value,
      onRepeat: 'refuse',
      wait: 'none',
    },
  };
}
