/** The list of what an account has made, or what has changed since. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { refusalAnswer, sendAnswer } from '../answers.ts';
import { type Order, refuse } from '../types.ts';
import { orderView } from '../views.ts';
import type { World } from '../world.ts';
import { callerOf, noteCall } from './calls.ts';

/** Of one page. */
const LISTED_ORDERS = 50;
/** What the list says of an order: the rest is asked of the order itself. */
const LISTED = [
  ...['id', 'kind', 'reference', 'merchantOrder', 'status', 'asset', 'amountMinor', 'paidMinor'],
  ...['createdAt', 'updatedAt'],
] as const;

/** `GET /v1/orders`, the oldest first. */
export function orderList(world: World) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    noteCall(world, request, { outcome: 'answered' });
    const { updatedFrom = '', after } = request.query as Readonly<Record<string, string>>;
    const fromMs = Date.parse(updatedFrom);
    if (Number.isNaN(fromMs)) {
      const wrong = refuse(400, 'invalid_request', 'updatedFrom is a time, RFC 3339 in UTC');
      return sendAnswer(reply, refusalAnswer(wrong));
    }
    const caller = callerOf(request);
    const changed = [...world.orders.all()].filter(
      (order) => order.account === caller && order.updatedAtMs >= fromMs,
    );
    const start = changed.findIndex(({ id }) => id === after) + 1;
    const orders = changed.slice(start, start + LISTED_ORDERS);
    const hasMore = start + orders.length < changed.length;
    sendAnswer(reply, {
      http: 200,
      body: { orders: orders.map((one) => line(world, one)), hasMore },
    });
  };
}

function line(world: World, order: Order): Record<string, unknown> {
  const view = orderView(world, order);
  const listed = Object.fromEntries(LISTED.map((name) => [name, view[name]]));
  return { ...listed, ...(order.memo === undefined ? {} : { memo: order.memo }) };
}
