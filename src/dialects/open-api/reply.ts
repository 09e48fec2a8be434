/**
 * The answer: always HTTP 200, the outcome in `code`; it is not signed (published). A failure has
 * the published text as its message, to the letter, and names what is to blame in `data`.
 */
import type { Channel } from '../../domain/channel.ts';
import { currencyOf } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import { MAJOR_TWO_DECIMALS, writeAmount } from '../../wire/amount.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import {
  JSON_NULL,
  type JsonValue,
  jsonArray,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import type { HttpReply } from '../contract.ts';
import { errorOf, SUCCESS } from './errors.ts';
import {
  arrivalData,
  cancelledCode,
  cancelledMandate,
  codeDetail,
  createdCode,
  createdMandate,
  createdQr,
  createdVa,
  tokenList,
} from './reply-code.ts';
import { type Members, text } from './reply-data.ts';
import {
  checkoutData,
  closedCheckout,
  closedPayment,
  createdCheckout,
  createdPayment,
  createdPayout,
  createdRefund,
  paymentData,
  payoutData,
  refundData,
} from './reply-payment.ts';
import { type Action, type OperationSpec, specOf } from './routes.ts';
import { channelTypeOf } from './routes-channels.ts';

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** Encodes an outcome. */
export function replyOf(outcome: Outcome, operation: string): HttpReply {
  if (!outcome.ok) return failure(outcome.refusal, operation);
  const spec = specOf(operation);
  switch (outcome.kind) {
    case 'created':
      return success(jsonObject(createdData(outcome.order, outcome.payUrl, operation)));
    case 'order':
      return success(orderData(outcome.order, spec));
    case 'orders':
      return listOf(outcome.orders, outcome.more, operation);
    case 'channels':
      return success(jsonObject([['list', jsonArray(outcome.channels.flatMap(channelData))]]));
    case 'report':
      return success(jsonObject(text('downloadUrl', outcome.url)));
    case 'balance': {
      const [first] = outcome.balances;
      if (first === undefined) return failure(refuse('internal').refusal, operation);
      const money = { asset: first.asset, minor: first.balance.available };
      return success(jsonObject([['balance', writeAmount(money, MAJOR_TWO_DECIMALS)]]));
    }
  }
}

function createdData(order: Order, payUrl: string, operation: string): Members {
  const spec = specOf(operation);
  switch (spec.action) {
    case 'payout_create':
      return createdPayout(order);
    case 'refund_create':
    case 'payment_void':
      return createdRefund(order);
    case 'code_create':
      return operation === 'va_create' ? createdVa(order, payUrl) : createdCode(order, payUrl);
    case 'qr_create':
      return createdQr(order, payUrl);
    case 'checkout_create':
      return createdCheckout(order, payUrl);
    case 'mandate_apply':
      return createdMandate(order, payUrl);
    default:
      return createdPayment(order, payUrl, spec);
  }
}

/** What a call says of one order. Lists stay lists, be they of one. */
const ORDER_DATA: Readonly<
  Partial<Record<Action, (order: Order, spec: OperationSpec) => Members>>
> = {
  payout_check: payoutData,
  payment_close: closedPayment,
  code_detail: codeDetail,
  code_cancel: cancelledCode,
  checkout_query: checkoutData,
  checkout_close: closedCheckout,
  mandate_query: (order) => tokenList([order]),
  mandate_cancel: cancelledMandate,
};

function orderData(order: Order, spec: OperationSpec): JsonValue {
  if (spec.action === 'refund_list') return jsonArray([jsonObject(refundData(order))]);
  return jsonObject((ORDER_DATA[spec.action] ?? paymentData)(order, spec));
}

/** There is no second page: a list that does not fit is refused, so that nothing is left out. */
function listOf(orders: readonly Order[], more: boolean, operation: string): HttpReply {
  const { action } = specOf(operation);
  if (more) {
    const detail = `more than ${orders.length} to tell: ask for fewer days`;
    return failure(refuse('invalid_field', 'endDate', detail).refusal, operation);
  }
  if (action === 'mandate_query') return success(jsonObject(tokenList(orders)));
  const data = action === 'refund_list' ? refundData : arrivalData;
  return success(jsonArray(orders.map((order) => jsonObject(data(order)))));
}

/** An open channel of a country, if this API has a code for it and a payer can choose it. */
function channelData(channel: Channel): readonly JsonValue[] {
  const code = channel.aliases['open-api'];
  if (code === undefined || channel.abilities.static) return [];
  return [
    jsonObject([
      ...text('channelType', channelTypeOf(channel)),
      ...text('channelCode', code),
      ...text('countryCode', channel.country),
      ...text('currency', currencyOf(channel.asset)),
    ]),
  ];
}

function success(data: JsonValue): HttpReply {
  return envelope(SUCCESS.code, SUCCESS.message, data);
}

function failure(refusal: Refusal, operation: string): HttpReply {
  const { code, message, blame } = errorOf(refusal, operation);
  const data =
    blame === null
      ? JSON_NULL
      : jsonObject([
          ['field', jsonString(blame.field)],
          ['detail', jsonString(blame.detail)],
        ]);
  return envelope(code, message, data);
}

function envelope(code: number, message: string, data: JsonValue): HttpReply {
  const body = jsonObject([
    ['code', jsonNumber(String(code))],
    ['message', jsonString(message)],
    ['data', data],
  ]);
  return { status: 200, headers: HEADERS, body: writeJson(body) };
}
