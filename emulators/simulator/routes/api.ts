/** The API of this provider: /v1, every call signed by an account. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Answer } from '../answers.ts';
import { hang, refusalAnswer, sendAnswer, sendSpoiled, UNAVAILABLE } from '../answers.ts';
import { changeCode, createCode } from '../codes.ts';
import * as create from '../create.ts';
import { disputeView } from '../disputes.ts';
import type { FaultSubject } from '../fault-rules.ts';
import type { Fault } from '../faults.ts';
import { delayOf, findFault } from '../faults.ts';
import {
  codeChange,
  codeInput,
  mandateInput,
  paymentInput,
  payoutInput,
  refundInput,
  verificationInput,
} from '../input.ts';
import { createMandate, revoke } from '../mandates.ts';
import { dayBalances, settlementReport } from '../report.ts';
import { closeOrder, startClock } from '../running.ts';
import type { Code, Dispute, Order, OrderKind, Payment, Refusal } from '../types.ts';
import { refuse } from '../types.ts';
import { createVerification, missingPart } from '../verifications.ts';
import { arrivalView, faultActive, LISTED_ARRIVALS, orderView } from '../views.ts';
import type { World } from '../world.ts';
import { subjectOf } from '../world.ts';
import { admit, callerOf, noteCall } from './calls.ts';
import { changedList } from './changed-list.ts';
import type { Maker } from './creates.ts';
import { createHandler } from './creates.ts';
import { readBody } from './http.ts';
import { orderList } from './orders.ts';

/** How many disputes a page of their list has. */
const LISTED_DISPUTES = 100;

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

type Act<Kind extends OrderKind> = (
  order: Extract<Order, { kind: Kind }>,
  request: FastifyRequest,
) => Refusal | undefined;

/** Something done to an order that is there already, answered with its view. */
function actHandler<Kind extends OrderKind>(
  world: World,
  find: Find,
  act: Act<Kind>,
  call: 'close' | 'update' = 'close',
) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const { order, reference } = find(request);
    if (!order) {
      noteCall(world, request, { outcome: 'refused' });
      return sendAnswer(reply, queryAnswer(world, undefined));
    }
    const faults = world.rules.take(call, subjectOf(order, call));
    const lost = findFault(faults, 'lost');
    if (lost) {
      noteCall(world, request, { outcome: 'dropped', reference, id: order.id, faults });
      return hang(reply, world.timers, delayOf(lost));
    }
    const refusal = refusedBy(faults) ?? act(order as Extract<Order, { kind: Kind }>, request);
    const { id } = order;
    noteCall(world, request, { outcome: refusal ? 'refused' : 'answered', reference, id, faults });
    const answer = refusal ? refusalAnswer(refusal) : { http: 200, body: orderView(world, order) };
    sendSpoiled(reply, answer, faults, world.timers);
  };
}

/** The refusal that an operator has ordered; undefined: none. */
function refusedBy(faults: readonly Fault[]): Refusal | undefined {
  const decline = findFault(faults, 'decline');
  if (decline === undefined) return undefined;
  const { code = 'declined', text = 'declined' } = decline.options;
  return refuse(422, code, text);
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

const WRONG_DATE = refuse(400, 'invalid_request', 'date is a UTC day, such as 2026-01-31');

/** A UTC day; undefined: it is none. */
function dateOf(request: FastifyRequest): string | undefined {
  const { date = '' } = request.query as { date?: string };
  const isDay = /^\d{4}-\d\d-\d\d$/.test(date) && !Number.isNaN(Date.parse(date));
  return isDay ? date : undefined;
}

function report(world: World) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    noteCall(world, request, { outcome: 'answered' });
    const date = dateOf(request);
    if (date === undefined) return sendAnswer(reply, refusalAnswer(WRONG_DATE));
    const { movements } = world.journal;
    const alterations = world.alterations.list();
    const csv = settlementReport(movements, callerOf(request), date, alterations);
    void reply.header('content-type', 'text/csv; charset=utf-8').send(csv);
  };
}

function balances(world: World) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    noteCall(world, request, { outcome: 'answered' });
    const date = dateOf(request);
    if (date === undefined) return sendAnswer(reply, refusalAnswer(WRONG_DATE));
    const days = dayBalances(world.journal.movements, callerOf(request), date);
    sendAnswer(reply, { http: 200, body: { date, balances: days } });
  };
}

/** How a dispute stands, with what it is about. */
function disputeQuery(world: World) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const dispute = world.disputes.byId(param(request, 'id'));
    const order = dispute && world.orders.byId(dispute.orderId);
    if (dispute === undefined || order?.account !== callerOf(request)) {
      noteCall(world, request, { outcome: 'refused' });
      return sendAnswer(reply, queryAnswer(world, undefined));
    }
    const { reference, id } = order as Payment | Code;
    noteCall(world, request, { outcome: 'answered', reference, id });
    sendAnswer(reply, { http: 200, body: disputeBody(order as Payment | Code, dispute) });
  };
}

function disputeBody({ reference, id, asset }: Payment | Code, dispute: Dispute) {
  return { reference, id, paymentId: dispute.arrivalId, asset, dispute: disputeView(dispute) };
}

/** `GET /v1/disputes`, in the order of their making. */
function disputeList(world: World) {
  return changedList(world, 'disputes', LISTED_DISPUTES, (caller, fromMs) =>
    [...world.disputes.all()].flatMap((dispute) => {
      const order = world.orders.byId(dispute.orderId);
      if (order?.account !== caller || dispute.updatedAtMs < fromMs) return [];
      return { id: dispute.id, view: () => disputeBody(order as Payment | Code, dispute) };
    }),
  );
}

/** Four pictures of 4 MiB, as text. */
const VERIFICATION_BYTES_MAX = 24 * 1024 * 1024;

/** What may be made, and how. */
function creatingRoutes(app: FastifyInstance, world: World): void {
  const payments: Maker<ReturnType<typeof paymentInput>> = {
    kind: 'payment',
    http: 201,
    read: paymentInput,
    obstacle: (account, input) => create.whyNotPayment(world, account, input),
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
    make: (origin, input) => createCode(world, origin, input),
  };
  const mandates: Maker<ReturnType<typeof mandateInput>> = {
    kind: 'mandate',
    http: 201,
    read: mandateInput,
    make: (origin, input) => createMandate(world, origin, input),
  };
  const verifications: Maker<ReturnType<typeof verificationInput>> = {
    kind: 'verification',
    http: 202,
    read: verificationInput,
    obstacle(_account, input) {
      const part = missingPart(input);
      if (part === undefined) return undefined;
      return refuse(422, 'photo_missing', `there is no picture: ${part}`);
    },
    make: (origin, input) => createVerification(world, origin, input),
  };
  app.post('/v1/payments', createHandler(world, payments));
  app.post('/v1/payouts', createHandler(world, payouts));
  app.post('/v1/refunds', createHandler(world, refunds));
  app.post('/v1/codes', createHandler(world, codes));
  app.post('/v1/mandates', createHandler(world, mandates));
  const large = { bodyLimit: VERIFICATION_BYTES_MAX };
  app.post('/v1/verifications', large, createHandler(world, verifications));
}

/** Ends what is named by id or by reference. */
function endingRoutes(app: FastifyInstance, world: World): void {
  const both = <Kind extends OrderKind>(kind: Kind, word: string, act: Act<Kind>): void => {
    const path = `/v1/${kind}s`;
    const named = byReference(world, kind);
    app.post(`${path}/by-reference/:reference/${word}`, actHandler(world, named, act));
    app.post(`${path}/:id/${word}`, actHandler(world, byId(world, kind), act));
  };
  both('payment', 'close', (payment) => closeOrder(world, payment));
  both('code', 'close', (code) => closeOrder(world, code));
  both('mandate', 'revoke', (mandate) => {
    const ended = revoke(world, mandate, 'account');
    return ended && 'ok' in ended ? ended : undefined;
  });
}

const KINDS = ['payment', 'payout', 'refund', 'code', 'mandate', 'verification'] as const;

/** Registers /v1 on its own Fastify scope. */
export function apiRoutes(app: FastifyInstance, world: World): void {
  app.addHook('preHandler', (request, reply) => admit(world, request, reply));
  creatingRoutes(app, world);
  endingRoutes(app, world);
  for (const kind of KINDS) {
    const path = `/v1/${kind}s`;
    app.get(`${path}/by-reference/:reference`, queryHandler(world, kind, byReference(world, kind)));
    app.get(`${path}/:id`, queryHandler(world, kind, byId(world, kind)));
  }
  app.get('/v1/orders', orderList(world));
  app.get('/v1/disputes', disputeList(world));
  app.get('/v1/disputes/:id', disputeQuery(world));
  app.get('/v1/codes/by-reference/:reference/payments', codePayments(world));
  const change: Act<'code'> = (code, request) => {
    const body = readBody(request, codeChange);
    if (!body.ok) return body;
    const refusal = changeCode(world, code, body.value);
    if (!refusal) startClock(world, code);
    return refusal;
  };
  for (const [path, find] of [
    ['/v1/codes/:id/update', byId(world, 'code')],
    ['/v1/codes/by-reference/:reference/update', byReference(world, 'code')],
  ] as const) {
    app.post(path, actHandler(world, find, change, 'update'));
  }
  app.get('/v1/reports/settlement', report(world));
  app.get('/v1/reports/balances', balances(world));
}
