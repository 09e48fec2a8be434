/** What an operator does with disputes. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answers.ts';
import { disputeView, moveDispute, openDispute, warnOfFraud } from '../disputes.ts';
import { type Arrival, type Code, DISPUTE_STATUSES, type Payment, refuse } from '../types.ts';
import type { World } from '../world.ts';
import { readBody, sendRefusal } from './http.ts';

const YEAR_MS = 31_536_000_000;

type Paid = { readonly order: Payment | Code; readonly arrival: Arrival };

/** The payment or code of that name, and its latest arrival or the one that is named. */
function paidOf(world: World, name: string): Paid | undefined {
  for (const order of world.orders.byAnyName(name).toReversed()) {
    if (order.kind !== 'payment' && order.kind !== 'code') continue;
    const arrival = order.arrivals.find(({ id }) => id === name) ?? order.arrivals.at(-1);
    if (arrival) return { order, arrival };
  }
  return undefined;
}

const notPaid = (name: string) => refuse(404, 'not_found', `nothing paid with the name ${name}`);

async function open(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const body = readBody(request, (fields) => ({
    name: fields.text('order', 512),
    amountMinor: fields.optionalMinor('amountMinor'),
    status: fields.has('status') ? fields.word('status', ['inquiry', 'open']) : undefined,
    dueInMs: fields.integer('dueInMs', 0, YEAR_MS),
  }));
  if (!body.ok) return sendRefusal(reply, body);
  const { name, amountMinor, status, dueInMs } = body.value;
  const paid = paidOf(world, name);
  if (paid === undefined) return sendRefusal(reply, notPaid(name));
  const given = {
    ...(amountMinor !== undefined && { amountMinor }),
    ...(status !== undefined && { status }),
    ...(dueInMs !== undefined && { dueInMs }),
  };
  const opened = openDispute(world, paid.order, paid.arrival, given);
  if ('ok' in opened) return sendRefusal(reply, opened);
  const callback = await opened.delivery;
  sendAnswer(reply, { http: 201, body: { ...disputeView(opened.dispute), callback } });
}

async function move(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const body = readBody(request, (fields) => ({
    status: fields.word('status', DISPUTE_STATUSES),
    lostMinor: fields.optionalMinor('lostMinor'),
  }));
  if (!body.ok) return sendRefusal(reply, body);
  const { id = '' } = request.params as { readonly id?: string };
  const dispute = world.disputes.byId(id);
  if (dispute === undefined) return sendRefusal(reply, refuse(404, 'not_found', 'no such dispute'));
  const { status, lostMinor } = body.value;
  if ((lostMinor ?? 0n) > dispute.amountMinor) {
    return sendRefusal(reply, refuse(422, 'dispute_exceeds_paid', 'more than is disputed'));
  }
  const callback = await moveDispute(world, dispute, status, lostMinor);
  sendAnswer(reply, { http: 200, body: { ...disputeView(dispute), callback } });
}

async function warn(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const body = readBody(request, (fields) => fields.text('order', 512));
  if (!body.ok) return sendRefusal(reply, body);
  const paid = paidOf(world, body.value);
  if (paid === undefined) return sendRefusal(reply, notPaid(body.value));
  const callback = await warnOfFraud(world, paid.order, paid.arrival);
  sendAnswer(reply, { http: 200, body: { callback } });
}

/** On the scope of `/admin`, which is for this machine alone. */
export function disputeRoutes(app: FastifyInstance, world: World): void {
  app.post('/admin/disputes', (request, reply) => open(world, request, reply));
  app.post('/admin/disputes/:id', (request, reply) => move(world, request, reply));
  app.post('/admin/frauds', (request, reply) => warn(world, request, reply));
}
