/** The API of this provider: /v1, every call signed by an account. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../answers.ts';
import { drop, hang, refusalAnswer, sendAnswer, sendSpoiled, UNAVAILABLE } from '../answers.ts';
import * as create from '../create.ts';
import type { Fault, FaultSubject } from '../faults.ts';
import { delayOf, FAULTS, findFault, magicFault } from '../faults.ts';
import type { Fields } from '../input.ts';
import {
  codeChange,
  codeInput,
  contentDigest,
  paymentInput,
  payoutInput,
  refundInput,
} from '../input.ts';
import type { CallOutcome } from '../journal.ts';
import { settlementReport } from '../report.ts';
import { authenticate, HEADER } from '../signature.ts';
import type { Code, Order, OrderKind, Payment, Refusal } from '../types.ts';
import { refuse } from '../types.ts';
import { arrivalView, createdView, faultActive, LISTED_ARRIVALS, orderView } from '../views.ts';
import type { World } from '../world.ts';
import { subjectOf } from '../world.ts';
import { bodyBytes, readBody } from './http.ts';

const callers = new WeakMap<FastifyRequest, string>();

function callerOf(request: FastifyRequest): string {
  const account = callers.get(request);
  if (account === undefined) throw new Error('a /v1 handler ran without authentication');
  return account;
}

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}

type Note = {
  readonly outcome: CallOutcome;
  readonly reference?: string;
  readonly id?: string;
  readonly faults?: readonly Fault[];
};

function noteCall(world: World, request: FastifyRequest, note: Note): void {
  world.journal.call({
    account: callers.get(request) ?? '',
    method: request.method,
    path: request.url,
    reference: note.reference ?? '',
    outcome: note.outcome,
    id: note.id ?? '',
    faults: (note.faults ?? []).map(({ name }) => name),
  });
}

/** Latency and outage, then who calls. Leaves the reply sent or taken when the call ends here. */
async function admit(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { latencyMs, down } = world.knobs;
  if (latencyMs > 0) await sleep(latencyMs);
  if (down !== false) {
    noteCall(world, request, { outcome: 'unavailable' });
    if (down === 'drop') drop(reply);
    else if (down === 'hang') hang(reply, world.timers);
    else sendAnswer(reply, UNAVAILABLE);
    return;
  }
  const signed = {
    method: request.method,
    path: request.url,
    body: bodyBytes(request),
    account: header(request, HEADER.account),
    timestamp: header(request, HEADER.timestamp),
    signature: header(request, HEADER.signature),
  };
  const caller = authenticate(signed, world.accounts, Date.now());
  if (caller.ok) {
    callers.set(request, caller.account.id);
    return;
  }
  noteCall(world, request, { outcome: 'refused' });
  sendAnswer(reply, refusalAnswer(caller));
}

type CommonInput = {
  readonly reference: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  readonly amountMinor: bigint | undefined;
};

/** How one kind of order is made from a request. */
type Maker<Input extends CommonInput> = {
  readonly kind: OrderKind;
  readonly http: 201 | 202;
  readonly read: (fields: Fields) => Input;
  readonly obstacle?: (account: string, input: Input) => Refusal | undefined;
  readonly make: (origin: create.Origin, input: Input) => Order;
};

function createdAnswer(world: World, order: Order, http: 201 | 202): Answer {
  const declined = findFault(order.faults, 'decline') !== undefined;
  return { http: declined ? 422 : http, body: createdView(world, order) };
}

/** The same reference again: the same answer for the same content, a conflict for other content. */
function repeat<Input extends CommonInput>(
  world: World,
  maker: Maker<Input>,
  known: Order,
  digest: string,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  const { reference, id } = known;
  if (known.contentDigest !== digest) {
    noteCall(world, request, { outcome: 'conflict', reference, id });
    const text = 'this reference was used with other content';
    sendAnswer(reply, refusalAnswer(refuse(409, 'reference_conflict', text)));
    return;
  }
  const faults = world.rules.take('create', subjectOf(known));
  noteCall(world, request, { outcome: 'replayed', reference, id, faults });
  void reply.header('x-sim-replayed', 'true');
  sendSpoiled(reply, createdAnswer(world, known, maker.http), faults, world.timers);
}

function faultsFor(world: World, subject: FaultSubject, input: CommonInput): Fault[] {
  const ruled = world.rules.take('create', subject);
  const { amountMinor, asset } = input;
  if (amountMinor === undefined || !world.knobs.magicAmounts) return ruled;
  const name = magicFault(amountMinor, asset);
  if (name === undefined) return ruled;
  // A connection dropped by amount is dropped once: the next try of the reference comes through.
  if (name === 'drop_connection_before_accept' && triedBefore(world, subject)) return ruled;
  const options = world.faultDefaults[name] ?? {};
  return [...ruled, { name, options }];
}

function triedBefore(world: World, { account, kind, reference }: FaultSubject): boolean {
  const key = `${account}|${kind}|${reference}`;
  if (world.droppedOnce.has(key)) return true;
  world.droppedOnce.add(key);
  return false;
}

function createHandler<Input extends CommonInput>(world: World, maker: Maker<Input>) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const account = callerOf(request);
    const { kind } = maker;
    const body = readBody(request, maker.read);
    if (!body.ok) {
      noteCall(world, request, { outcome: 'refused' });
      return sendAnswer(reply, refusalAnswer(body));
    }
    const { value: input, object } = body;
    const { reference, order: platformOrder, merchantOrder } = input;
    const digest = contentDigest(object);
    const known = world.orders.byReference(account, kind, reference);
    if (known && world.knobs.idempotentCreates) {
      return repeat(world, maker, known, digest, request, reply);
    }
    const obstacle = maker.obstacle?.(account, input);
    if (obstacle) {
      noteCall(world, request, { outcome: 'refused', reference });
      return sendAnswer(reply, refusalAnswer(obstacle));
    }
    const named = { account, reference, order: platformOrder, merchantOrder };
    const faults = faultsFor(world, { operation: kind, kind, ...named }, input);
    const lost = findFault(faults, 'lost', 'drop_connection_before_accept');
    if (lost) {
      noteCall(world, request, { outcome: 'dropped', reference, faults });
      return lost.name === 'lost' ? hang(reply, world.timers, delayOf(lost)) : drop(reply);
    }
    const order = world.journal.together(() => {
      const made = maker.make({ account, contentDigest: digest, faults }, input);
      const outcome = made.status === 'failed' ? 'declined' : 'created';
      noteCall(world, request, { outcome, reference, id: made.id, faults });
      return made;
    });
    create.begin(world, order);
    const onCreate = faults.filter(({ name }) => FAULTS[name].point === 'create');
    sendSpoiled(reply, createdAnswer(world, order, maker.http), onCreate, world.timers);
  };
}

/** How a query about an order comes out: its answer, or what its faults make of it. */
function queryAnswer(world: World, order: Order | undefined): Answer {
  if (!order || faultActive(order, 'late_visible')) {
    return refusalAnswer(refuse(404, 'not_found', 'nothing with this reference'));
  }
  if (faultActive(order, 'accept_then_hang') || faultActive(order, 'query_down')) {
    return UNAVAILABLE;
  }
  return { http: 200, body: orderView(world, order) };
}

type Find = (request: FastifyRequest) => { reference: string; order: Order | undefined };

function param(request: FastifyRequest, name: string): string {
  const params = request.params as Readonly<Record<string, string | undefined>>;
  return params[name] ?? '';
}

function byReference(world: World, kind: OrderKind): Find {
  return (request) => {
    const reference = param(request, 'reference');
    return { reference, order: world.orders.byReference(callerOf(request), kind, reference) };
  };
}

function byId(world: World, kind: OrderKind): Find {
  return (request) => {
    const order = world.orders.byId(param(request, 'id'));
    const own = order?.account === callerOf(request) && order.kind === kind ? order : undefined;
    return { reference: own?.reference ?? '', order: own };
  };
}

function queryHandler(world: World, kind: OrderKind, find: Find) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const { reference, order } = find(request);
    const nobody = { account: callerOf(request), reference, order: '', merchantOrder: '' };
    const subject = order ? subjectOf(order, 'query') : { operation: 'query', kind, ...nobody };
    const faults = world.rules.take('query', subject as FaultSubject);
    noteCall(world, request, { outcome: 'answered', reference, id: order?.id ?? '', faults });
    sendSpoiled(reply, queryAnswer(world, order), faults, world.timers);
  };
}

/** Something done to an order that is known by id, answered with its view. */
function actHandler<Kind extends 'payment' | 'code'>(
  world: World,
  kind: Kind,
  act: (
    order: Extract<Payment | Code, { kind: Kind }>,
    request: FastifyRequest,
  ) => Refusal | undefined,
) {
  const find = byId(world, kind);
  return (request: FastifyRequest, reply: FastifyReply) => {
    const { order, reference } = find(request);
    if (!order) {
      noteCall(world, request, { outcome: 'refused' });
      return sendAnswer(reply, queryAnswer(world, undefined));
    }
    const faults = world.rules.take('close', subjectOf(order, 'close'));
    const refusal = act(order as Extract<Payment | Code, { kind: Kind }>, request);
    const { id } = order;
    noteCall(world, request, { outcome: refusal ? 'refused' : 'answered', reference, id, faults });
    const answer = refusal ? refusalAnswer(refusal) : { http: 200, body: orderView(world, order) };
    sendSpoiled(reply, answer, faults, world.timers);
  };
}

/** Arrivals of a code, oldest first, `after` an arrival id, 100 a page. */
function codePayments(world: World) {
  const find = byReference(world, 'code');
  return (request: FastifyRequest, reply: FastifyReply) => {
    const { order, reference } = find(request);
    noteCall(world, request, { outcome: 'answered', reference });
    if (order?.kind !== 'code') return sendAnswer(reply, queryAnswer(world, undefined));
    const { after } = request.query as { after?: string };
    const start = order.arrivals.findIndex(({ id }) => id === after) + 1;
    const page = order.arrivals.slice(start, start + LISTED_ARRIVALS);
    const hasMore = start + page.length < order.arrivals.length;
    sendAnswer(reply, { http: 200, body: { payments: page.map(arrivalView), hasMore } });
  };
}

function report(world: World) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    noteCall(world, request, { outcome: 'answered' });
    const { date = '' } = request.query as { date?: string };
    if (!/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(Date.parse(date))) {
      const wrong = refuse(400, 'invalid_request', 'date is a UTC day, such as 2026-01-31');
      return sendAnswer(reply, refusalAnswer(wrong));
    }
    const { movements } = world.journal;
    const alterations = world.alterations.list();
    const csv = settlementReport(movements, callerOf(request), date, alterations);
    void reply.header('content-type', 'text/csv; charset=utf-8').send(csv);
  };
}

/** Registers /v1 on its own Fastify scope. */
export function apiRoutes(app: FastifyInstance, world: World): void {
  app.addHook('preHandler', (request, reply) => admit(world, request, reply));
  const payments: Maker<ReturnType<typeof paymentInput>> = {
    kind: 'payment',
    http: 201,
    read: paymentInput,
    make: (origin, input) => create.createPayment(world, origin, input),
  };
  const payouts: Maker<ReturnType<typeof payoutInput>> = {
    kind: 'payout',
    http: 202,
    read: payoutInput,
    make: (origin, input) => create.createPayout(world, origin, input),
  };
  const refunds: Maker<ReturnType<typeof refundInput>> = {
    kind: 'refund',
    http: 202,
    read: refundInput,
    obstacle: (account, input) => create.whyNotRefundable(world, account, input),
    make: (origin, input) => create.createRefund(world, origin, input),
  };
  const codes: Maker<ReturnType<typeof codeInput>> = {
    kind: 'code',
    http: 201,
    read: codeInput,
    make: (origin, input) => create.createCode(world, origin, input),
  };
  app.post('/v1/payments', createHandler(world, payments));
  app.post('/v1/payouts', createHandler(world, payouts));
  app.post('/v1/refunds', createHandler(world, refunds));
  app.post('/v1/codes', createHandler(world, codes));
  for (const kind of ['payment', 'payout', 'refund', 'code'] as const) {
    const path = `/v1/${kind}s`;
    app.get(`${path}/by-reference/:reference`, queryHandler(world, kind, byReference(world, kind)));
    app.get(`${path}/:id`, queryHandler(world, kind, byId(world, kind)));
  }
  app.get('/v1/codes/by-reference/:reference/payments', codePayments(world));
  const close = (order: Payment | Code) => create.closeOrder(world, order);
  app.post('/v1/payments/:id/close', actHandler(world, 'payment', close));
  app.post('/v1/codes/:id/close', actHandler(world, 'code', close));
  const change = actHandler(world, 'code', (code, request) => {
    const body = readBody(request, codeChange);
    return body.ok ? create.changeCode(world, code, body.value) : body;
  });
  app.post('/v1/codes/:id/update', change);
  app.get('/v1/reports/settlement', report(world));
}
