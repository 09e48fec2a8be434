/** The answer: always HTTP 200, the outcome in the envelope (seed 002 sections 1 and 2). */
import { type Balance, totalOf, ZERO_BALANCE } from '../../domain/ledger.ts';
import type { App } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { type Refusal, refuse } from '../../domain/refusal.ts';
import type { Outcome } from '../../domain/request.ts';
import { MAJOR_SHORTEST, writeAmount } from '../../wire/amount.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import {
  JSON_NULL,
  type JsonObject,
  type JsonValue,
  jsonBoolean,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import type { HttpReply } from '../contract.ts';
import { errorOf } from './errors.ts';
import type { Operation } from './routes.ts';
import { ASSET_SETTING } from './settings.ts';
import { amountOf, statusOf } from './status.ts';

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** Encodes an outcome. `app` is null when nobody was identified, which only refusals have. */
export function replyOf(outcome: Outcome, operation: Operation, app: App | null): HttpReply {
  if (!outcome.ok) return failure(outcome.refusal, operation);
  switch (outcome.kind) {
    case 'created':
      return success(createdData(outcome.order, outcome.payUrl));
    case 'order':
      return success(orderData(outcome.order));
    case 'balance': {
      const chosen = chooseBalance(outcome.balances, app?.settings[ASSET_SETTING]);
      if (chosen !== null) return success(balanceData(chosen.asset, chosen.balance));
      return failure(AMBIGUOUS_ASSET.refusal, operation);
    }
    default:
      // No operation of this API asks for it.
      return failure(refuse('not_supported').refusal, operation);
  }
}

const AMBIGUOUS_ASSET = refuse(
  'not_supported',
  undefined,
  'there are balances in several currencies, and none is chosen for this app',
);

/** `platOrderId` beside `url` is an addition that one client reads (spec 6.1). */
function createdData(order: Order, payUrl: string): JsonObject {
  const platOrderId = ['platOrderId', jsonString(order.id.toString())] as const;
  return order.kind === 'payin'
    ? jsonObject([['url', jsonString(payUrl)], platOrderId])
    : jsonObject([platOrderId]);
}

function orderData(order: Order): JsonObject {
  return jsonObject([
    ['amount', money(order.asset, amountOf(order))],
    ['orderId', jsonString(order.merchantRef)],
    ['platOrderId', jsonString(order.id.toString())],
    ['status', jsonNumber(String(statusOf(order)))],
    ['utr', jsonString(order.bankRef ?? '')],
    ['fee', money(order.asset, order.feeMinor)],
  ]);
}

function balanceData(asset: Asset, balance: Balance): JsonObject {
  return jsonObject([
    ['balanceAll', money(asset, totalOf(balance))],
    ['balanceUsable', money(asset, balance.available)],
  ]);
}

/** The app's asset, else the only one; nothing yet is zero. Null: a sum would mix currencies. */
function chooseBalance(
  balances: readonly { readonly asset: Asset; readonly balance: Balance }[],
  setting: Asset | undefined,
): { asset: Asset; balance: Balance } | null {
  if (setting !== undefined) {
    return (
      balances.find(({ asset }) => asset === setting) ?? { asset: setting, balance: ZERO_BALANCE }
    );
  }
  if (balances.length > 1) return null;
  // Zero is written alike in every currency.
  return balances[0] ?? { asset: 'XXX/0', balance: ZERO_BALANCE };
}

function money(asset: Asset, minor: bigint): JsonValue {
  return writeAmount({ asset, minor }, MAJOR_SHORTEST);
}

function success(data: JsonObject): HttpReply {
  return envelope(200, 'success', '', data);
}

function failure(refusal: Refusal, operation: Operation): HttpReply {
  const { code, msg, desc } = errorOf(refusal, operation);
  return envelope(code, msg, desc, JSON_NULL);
}

function envelope(code: number, msg: string, desc: string, data: JsonValue): HttpReply {
  const body = jsonObject([
    ['code', jsonNumber(String(code))],
    ['success', jsonBoolean(code === 200)],
    ['msg', jsonString(msg)],
    ['desc', jsonString(desc)],
    ['data', data],
  ]);
  return { status: 200, headers: HEADERS, body: writeJson(body) };
}
