/** The answer: always HTTP 200, the outcome in the envelope (seed 004). It is not signed. */
import type { App } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import {
  JSON_NULL,
  type JsonObject,
  type JsonValue,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import type { HttpReply } from '../contract.ts';
import { orderNoOf, thirdOrderSignOf, timeText } from './codec.ts';
import { errorOf } from './errors.ts';
import { type Operation, PAYERMAX } from './routes.ts';
import { amountOf, payTimeOf, statusOf } from './status.ts';

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** Encodes an outcome at `nowMs`. `app` is null when nobody was identified. */
export function replyOf(
  outcome: Outcome,
  operation: Operation,
  app: App | null,
  nowMs: number,
): HttpReply {
  if (!outcome.ok) return failure(outcome.refusal, operation, nowMs);
  switch (outcome.kind) {
    case 'created':
      return success(createdData(outcome.order, outcome.payUrl), nowMs);
    case 'order':
      // Orders belong to an mchId, of which a merchant may have several.
      return outcome.order.appId === app?.id
        ? success(orderData(outcome.order), nowMs)
        : failure(refuse('not_found').refusal, operation, nowMs);
    default:
      // No operation of this API asks for it.
      return failure(refuse('not_supported').refusal, operation, nowMs);
  }
}

/** In the order of the seed's sample. `thirdOrderSign` comes with orders for PayerMax only. */
function createdData(order: Order, payUrl: string): JsonObject {
  const members: [string, JsonValue][] = [
    ['url', jsonString(urlOf(order, payUrl))],
    ['orderNo', jsonString(orderNoOf(order.id))],
  ];
  if (order.metadata.payType === PAYERMAX) {
    members.push(['thirdOrderSign', jsonString(thirdOrderSignOf(order.id))]);
  }
  return jsonObject(members);
}

/** The provider's own page where it has given one, else our cashier, in the payer's language. */
function urlOf({ instructions, fields }: Order, payUrl: string): string {
  if (instructions?.kind === 'redirect') return instructions.url;
  const language = fields['payer.language'];
  return language === undefined ? payUrl : `${payUrl}?lang=${encodeURIComponent(language)}`;
}

function orderData(order: Order): JsonObject {
  const payTime = payTimeOf(order);
  return jsonObject([
    ['amount', jsonString(amountOf(order))],
    ['orderNo', jsonString(orderNoOf(order.id))],
    ['payTime', payTime === null ? JSON_NULL : jsonString(payTime)],
    ['status', jsonString(statusOf(order))],
  ]);
}

function success(data: JsonObject, nowMs: number): HttpReply {
  return envelope(200, data, 'SUCCESS', nowMs);
}

function failure(refusal: Refusal, operation: Operation, nowMs: number): HttpReply {
  const { code, msg } = errorOf(refusal, operation);
  return envelope(code, null, msg, nowMs);
}

function envelope(code: number, data: JsonObject | null, msg: string, nowMs: number): HttpReply {
  const body = jsonObject([
    ['code', jsonNumber(String(code))],
    ...(data === null ? [] : [['data', data] as const]),
    ['msg', jsonString(msg)],
    ['timestamp', jsonString(timeText(nowMs))],
  ]);
  return { status: 200, headers: HEADERS, body: writeJson(body) };
}
