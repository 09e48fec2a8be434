/** Lists in answers. There is no second page: a list that does not fit is refused. */
import type { Order } from '../../domain/order.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import { ordersAs } from './answers.ts';
import { type Member, type OrderAnswer, objectOf } from './members.ts';
import type { Answer } from './operation.ts';

/** A list of orders, all of them. */
export function wholeList(members: readonly Member<OrderAnswer>[]): Answer<'orders'> {
  const list = ordersAs(members);
  return { ...list, data: (outcome, app) => tooMany(outcome) ?? list.data(outcome, app) };
}

/** An object with all the orders. */
export function wholeObject(members: readonly Member<readonly Order[]>[]): Answer<'orders'> {
  return {
    type: 'object',
    members,
    data: (outcome) => tooMany(outcome) ?? objectOf(members, outcome.orders),
  };
}

function tooMany(outcome: {
  readonly orders: readonly Order[];
  readonly more: boolean;
}): Refused | null {
  if (!outcome.more) return null;
  const detail = `more than ${outcome.orders.length} results: request fewer days`;
  return refuse('invalid_field', 'endDate', detail);
}
