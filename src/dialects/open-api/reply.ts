/**
 * The answer: always HTTP 200, the outcome in `code`; it is not signed (published). A failure has
 * the published text as its message, to the letter, and names what is to blame in `data`.
 */
import type { App } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import { MAJOR_TWO_DECIMALS, writeAmount } from '../../wire/amount.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import {
  JSON_NULL,
  type JsonValue,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import type { HttpReply } from '../contract.ts';
import { transactionIdOf } from './codec.ts';
import { errorOf, SUCCESS } from './errors.ts';
import {
  amount,
  channelCode,
  failed,
  ids,
  type Members,
  payDataOf,
  place,
  status,
  text,
  time,
  versionOf,
  wechat,
} from './reply-data.ts';
import { type OperationSpec, PLACES, specOf } from './routes.ts';
import { refundStatusOf } from './status.ts';

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** Encodes an outcome. `app` is null when nobody was identified. */
export function replyOf(outcome: Outcome, operation: string, app: App | null): HttpReply {
  if (!outcome.ok) return failure(outcome.refusal, operation);
  const spec = specOf(operation);
  switch (outcome.is) {
    case 'created':
      return success(createdData(outcome.order, outcome.payUrl, spec));
    case 'order':
      return isVisible(outcome.order, app, spec)
        ? success(jsonObject(orderData(outcome.order)))
        : failure(refuse('not_found').refusal, operation);
    case 'report':
      return success(jsonObject(text('downloadUrl', outcome.url)));
    case 'balance': {
      const [first] = outcome.balances;
      if (first === undefined) return failure(refuse('internal').refusal, operation);
      const money = { asset: first.asset, minor: first.balance.available };
      return success(jsonObject([['balance', writeAmount(money, MAJOR_TWO_DECIMALS)]]));
    }
    default:
      // No operation of ours asks for it.
      return failure(refuse('not_supported').refusal, operation);
  }
}

/** A country's path tells of that country's orders; another app's orders are nobody's business. */
function isVisible(order: Order, app: App | null, { country }: OperationSpec): boolean {
  return order.appId === app?.id && (country === null || PLACES[country].asset === order.asset);
}

function createdData(order: Order, payUrl: string, spec: OperationSpec): JsonValue {
  switch (order.kind) {
    case 'payout':
      return jsonObject(createdPayout(order));
    case 'refund':
      return jsonObject(createdRefund(order));
    default:
      return jsonObject(createdPayment(order, payUrl, spec));
  }
}

function createdPayout(order: Order): Members {
  const version = versionOf(order);
  return [
    ...ids(order),
    ...(version === 'v2' ? place(order) : []),
    ...status(order),
    ...time('transactionTime', order.createdAt, version),
  ];
}

/** Thailand's answer says more than the others': when it ends, and what WeChat needs. */
function createdPayment(order: Order, payUrl: string, { country }: OperationSpec): Members {
  const { data, type } = payDataOf(order, payUrl);
  return [
    ...text('transactionId', transactionIdOf(order)),
    ...text('payData', data),
    ...text('mchOrderId', order.merchantRef),
    ...text('channelType', type),
    ...(country === 'TH' ? time('expiresTime', order.expiresAt, 'v1') : []),
    ...(country === 'TH' ? wechat(order.instructions) : []),
  ];
}

function createdRefund(order: Order): Members {
  return [
    ...text('mchRefundOrderId', order.merchantRef),
    ...text('refundTransactionId', transactionIdOf(order)),
    ...time('refundCreateTime', order.createdAt, versionOf(order)),
    ...amount('refundAmount', order, order.amountMinor),
    ...text('refundStatus', refundStatusOf(order)),
  ];
}

function orderData(order: Order): Members {
  return order.kind === 'payout' ? payoutData(order) : paymentData(order);
}

function payoutData(order: Order): Members {
  const version = versionOf(order);
  return [
    ...ids(order),
    ...(version === 'v2' ? place(order) : []),
    ...amount('amount', order, order.amountMinor),
    ...status(order),
    ...time('createTime', order.createdAt, version),
    ...time('returnTime', order.finalAt, version),
    ...text('remark', order.echo.remark),
    ...failed(order),
  ];
}

function paymentData(order: Order): Members {
  const version = versionOf(order);
  return [
    ...ids(order),
    ...amount('amount', order, order.amountMinor),
    ...status(order),
    ...time('createTime', order.createdAt, version),
    ...time('returnTime', order.finalAt, version),
    ...text('customerName', order.fields['payer.name']),
    ...channelCode(order),
    ...text('email', order.fields['payer.email']),
    ...text('remark', order.echo.remark),
    ...failed(order),
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
