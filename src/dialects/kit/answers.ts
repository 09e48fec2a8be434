/** Answers made of members. */
import type { Order } from '../../domain/order.ts';
import { jsonArray } from '../../wire/json-value.ts';
import { type Member, type OrderAnswer, objectOf } from './members.ts';
import type { Answer } from './operation.ts';

/** One order, made just now. */
export function createdAs(members: readonly Member<OrderAnswer>[]): Answer<'created'> {
  return { type: 'object', members, data: (outcome) => objectOf(members, outcome) };
}

/** One order, looked at. */
export function orderAs(members: readonly Member<OrderAnswer>[]): Answer<'order'> {
  return {
    type: 'object',
    members,
    data: ({ order }) => objectOf(members, { order, payUrl: '' }),
  };
}

/** One order, looked at, with the page where it is paid. */
export function orderWithPageAs(members: readonly Member<OrderAnswer>[]): Answer<'order'> {
  return { type: 'object', members, data: (outcome) => objectOf(members, outcome) };
}

/** One order as a list: where one was asked for, and a list is what the API answers. */
export function orderAsList(members: readonly Member<OrderAnswer>[]): Answer<'order'> {
  return { type: 'list', members, data: ({ order }) => listOf(members, [order]) };
}

/** A list of orders. */
export function ordersAs(members: readonly Member<OrderAnswer>[]): Answer<'orders'> {
  return { type: 'list', members, data: ({ orders }) => listOf(members, orders) };
}

function listOf(members: readonly Member<OrderAnswer>[], orders: readonly Order[]) {
  return jsonArray(orders.map((order) => objectOf(members, { order, payUrl: '' })));
}
