/** What answers and notifications of this API say of an order (seed 002 sections 4 to 6). */
import type { Asset } from '../../domain/money.ts';
import { MAJOR_SHORTEST, writeAmount } from '../../wire/amount.ts';
import { type JsonValue, jsonNumber, jsonString } from '../../wire/json-value.ts';
import { type Member, member, type OrderAnswer } from '../kit/members.ts';
import { amountOf, statusOf } from './status.ts';

type OrderMember = Member<OrderAnswer>;

/** In major units, `1000` or `99.5`. */
export function money(asset: Asset, minor: bigint): JsonValue {
  return writeAmount({ asset, minor }, MAJOR_SHORTEST);
}

export const PLAT_ORDER_ID: OrderMember = member(
  'platOrderId',
  'text',
  'our id of the order',
  ({ order }) => jsonString(order.id.toString()),
);

export const REFERENCE: OrderMember = member(
  'orderId',
  'text',
  'your id of the order',
  ({ order }) => jsonString(order.merchantRef),
);

export const AMOUNT: OrderMember = member(
  'amount',
  'number',
  'what was paid once something was, what was ordered before',
  ({ order }) => money(order.asset, amountOf(order)),
);

export const STATUS: OrderMember = member(
  'status',
  'number',
  '0 submitted, 1 success, 2 failed or sent back',
  ({ order }) => jsonNumber(String(statusOf(order))),
);

export const FEE: OrderMember = member('fee', 'number', 'our fee', ({ order }) =>
  money(order.asset, order.feeMinor),
);
