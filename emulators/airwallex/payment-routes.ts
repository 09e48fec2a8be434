/** `/api/v1/pa/…`: payment intents, payment links and refunds. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { bodyOf } from '../shared/admin.ts';
import type { Money } from '../shared/money.ts';
import { bearerOf, checkToken, claimRequestId } from './auth.ts';
import { parseMoney, writeJson } from './money.ts';
import {
  cancel,
  capture,
  confirm,
  createIntent,
  intentById,
  update,
  wrongState,
} from './payments.ts';
import { currencyIn, invalid, numberIn, optionalText, Refusal, textIn } from './refusal.ts';
import { intentView, linkView, pageOf, refundView } from './views.ts';
import { report } from './webhooks.ts';
import { type Intent, move, newId, type Refund, type World } from './world.ts';

export type Body = Readonly<Record<string, unknown>>;
type Query = Readonly<Record<string, string>>;

const INTENTS = '/api/v1/pa/payment_intents';
const REFUNDS = '/api/v1/pa/refunds';
const LINKS = '/api/v1/pa/payment_links';
const ID_MAX = 64;

export function idOf(request: FastifyRequest): string {
  return (request.params as { readonly id: string }).id;
}

const OFFSET = /([+-]\d{2})(\d{2})$/;

/** `from_…` and `to_…` of a time in a list's query, with or without a colon in the offset. */
export function within(query: Query, time: 'created_at' | 'updated_at'): (at: Date) => boolean {
  const msOf = (name: string, otherwise: number) => {
    const text = query[name];
    if (text === undefined) return otherwise;
    // In an address `+` stands for a blank.
    const ms = Date.parse(text.replace(/ (?=\d{2}:?\d{2}$)/, '+').replace(OFFSET, '$1:$2'));
    if (Number.isNaN(ms)) throw invalid(name, `${name} is no time`);
    return ms;
  };
  const from = msOf(`from_${time}`, Number.NEGATIVE_INFINITY);
  const to = msOf(`to_${time}`, Number.POSITIVE_INFINITY);
  return (at) => at.getTime() >= from && at.getTime() < to;
}

export function send(reply: FastifyReply, http: number, body: unknown): FastifyReply {
  return reply.code(http).send(writeJson(body));
}

/** A positive amount in its currency. */
export function moneyIn(body: Body, amountName = 'amount', currencyName = 'currency'): Money {
  const currency = currencyIn(body, currencyName);
  const text = numberIn(body, amountName) ?? '';
  const money = parseMoney(text, currency);
  if (money === null || money.minor <= 0n) throw invalid(amountName, 'not a positive amount');
  return money;
}

export function intentRoutes(app: FastifyInstance, world: World): void {
  app.post(`${INTENTS}/create`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    const requestId = textIn(body, 'request_id', ID_MAX);
    const facts = {
      requestId,
      amount: moneyIn(body),
      orderId: textIn(body, 'merchant_order_id', ID_MAX),
      returnUrl: optionalText(body, 'return_url', 2048),
      linkId: null,
      metadata: {
        descriptor: optionalText(body, 'descriptor', 32) ?? undefined,
        order: body.order,
        customer: body.customer,
        metadata: body.metadata,
      },
    };
    claimRequestId(world, 'payment_intents', requestId);
    send(reply, 201, intentView(createIntent(world, facts), 'secret'));
  });

  app.get(INTENTS, (request, reply) => {
    checkToken(request, world);
    const query = request.query as Query;
    const { merchant_order_id: orderId, status, currency } = query;
    const isWithin = within(query, 'created_at');
    const found = [...world.intents.values()].filter(
      (intent) =>
        (orderId === undefined || intent.orderId === orderId) &&
        (status === undefined || intent.status === status) &&
        (currency === undefined || intent.amount.currency === currency) &&
        isWithin(intent.createdAt),
    );
    const views = found.map((intent) => intentView(intent, 'no_secret'));
    reply.send(pageOf(views, query));
  });

  app.get(`${INTENTS}/:id`, (request, reply) => {
    checkToken(request, world);
    send(reply, 200, intentView(intentById(world, idOf(request)), 'secret'));
  });

  app.post(`${INTENTS}/:id/confirm`, (request, reply) => {
    const intent = intentById(world, idOf(request));
    // The payment page calls with the intent's client secret, a server with its token.
    if (!intent.secrets.has(bearerOf(request) ?? '')) checkToken(request, world);
    claimRequestId(world, 'confirm', textIn(bodyOf(request), 'request_id', ID_MAX));
    confirm(world, intent, bodyOf(request));
    const challenge = { type: 'redirect', method: 'GET', url: `${world.url}/3ds/${intent.id}` };
    const isOpen = intent.status === 'REQUIRES_CUSTOMER_ACTION';
    const next = isOpen ? { next_action: challenge } : {};
    send(reply, 200, { ...intentView(intent, 'no_secret'), ...next });
  });

  app.post(`${INTENTS}/:id/cancel`, (request, reply) => {
    checkToken(request, world);
    const intent = intentById(world, idOf(request));
    claimRequestId(world, 'cancel', textIn(bodyOf(request), 'request_id', ID_MAX));
    cancel(world, intent);
    send(reply, 200, intentView(intent, 'no_secret'));
  });
}

/** What may be done with an intent beside paying and cancelling it. */
export function intentChangeRoutes(app: FastifyInstance, world: World): void {
  app.post(`${INTENTS}/:id/update`, (request, reply) => {
    checkToken(request, world);
    const intent = intentById(world, idOf(request));
    const body = bodyOf(request);
    claimRequestId(world, 'update', textIn(body, 'request_id', ID_MAX));
    const { currency } = intent.amount;
    const amount = body.amount === undefined ? null : moneyIn({ currency, ...body });
    update(intent, { amount, orderId: optionalText(body, 'merchant_order_id', ID_MAX) });
    send(reply, 200, intentView(intent, 'secret'));
  });

  app.post(`${INTENTS}/:id/capture`, (request, reply) => {
    checkToken(request, world);
    const intent = intentById(world, idOf(request));
    const body = bodyOf(request);
    claimRequestId(world, 'capture', textIn(body, 'request_id', ID_MAX));
    const { currency } = intent.amount;
    capture(
      world,
      intent,
      body.amount === undefined ? intent.amount : moneyIn({ ...body, currency }),
    );
    send(reply, 200, intentView(intent, 'no_secret'));
  });
}

export function refundRoutes(app: FastifyInstance, world: World): void {
  app.post(`${REFUNDS}/create`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    const requestId = textIn(body, 'request_id', ID_MAX);
    const intent = refundedIntent(world, body);
    const attempt = intent.attempts.at(-1);
    if (intent.status !== 'SUCCEEDED' || attempt === undefined) throw wrongState(intent, 'refund');
    const refund: Refund = {
      id: newId('rfd'),
      requestId,
      intentId: intent.id,
      attemptId: attempt.id,
      amount: refundedAmount(intent, body),
      status: 'RECEIVED',
      createdAt: new Date(),
    };
    claimRequestId(world, 'refunds', requestId);
    const { currency } = intent.amount;
    intent.refunded = { currency, minor: intent.refunded.minor + refund.amount.minor };
    world.refunds.set(refund.id, refund);
    send(reply, 201, refundView(refund));
    const { settleAfterMs = 0 } = world.options;
    if (settleAfterMs !== null)
      world.timers.later(settleAfterMs, () => settleRefund(world, refund));
  });

  app.get(REFUNDS, (request, reply) => {
    checkToken(request, world);
    const query = request.query as Query;
    const { payment_intent_id: intentId, payment_attempt_id: attemptId, status } = query;
    const isWithin = within(query, 'created_at');
    const found = [...world.refunds.values()].filter(
      (refund) =>
        (intentId === undefined || refund.intentId === intentId) &&
        (attemptId === undefined || refund.attemptId === attemptId) &&
        (status === undefined || refund.status === status) &&
        isWithin(refund.createdAt),
    );
    reply.send(pageOf(found.map(refundView), query));
  });

  app.get(`${REFUNDS}/:id`, (request, reply) => {
    checkToken(request, world);
    const refund = world.refunds.get(idOf(request));
    if (refund === undefined) throw new Refusal(404, 'resource_not_found', 'no such refund');
    send(reply, 200, refundView(refund));
  });
}

/** Named by itself, or by the attempt that paid it; by both, they must belong together. */
function refundedIntent(world: World, body: Body): Intent {
  const intentId = optionalText(body, 'payment_intent_id', ID_MAX);
  const attemptId = optionalText(body, 'payment_attempt_id', ID_MAX);
  if (attemptId === null) return intentById(world, textIn(body, 'payment_intent_id', ID_MAX));
  const intent = [...world.intents.values()].find(({ attempts }) =>
    attempts.some(({ id }) => id === attemptId),
  );
  if (intent === undefined || (intentId !== null && intent.id !== intentId)) {
    throw new Refusal(404, 'resource_not_found', 'no such payment attempt');
  }
  if (intent.attempts.at(-1)?.id !== attemptId) {
    throw new Refusal(400, 'invalid_status_for_operation', 'The attempt was not paid.');
  }
  return intent;
}

function refundedAmount(intent: Intent, body: Body): Money {
  const { currency } = intent.amount;
  const left = { currency, minor: intent.captured.minor - intent.refunded.minor };
  const text = numberIn(body, 'amount');
  const amount = text === null ? left : parseMoney(text, currency);
  if (amount === null || amount.minor <= 0n) throw invalid('amount', 'not a positive amount');
  if (amount.minor > left.minor) {
    throw new Refusal(400, 'amount_above_limit', 'more than what was paid and not refunded');
  }
  return amount;
}

/** The payer's bank took it. */
function settleRefund(world: World, refund: Refund): void {
  refund.status = 'SETTLED';
  const { requestId: reference, id, amount, intentId } = refund;
  const payment = { id: intentId, reference: intentById(world, intentId).orderId };
  move(world, { reference, id, what: 'refunded', amount, payment });
  report(world, 'refund.settled', refundView(refund));
}

export function linkRoutes(app: FastifyInstance, world: World): void {
  app.post(`${LINKS}/create`, (request, reply) => {
    checkToken(request, world);
    const body = bodyOf(request);
    if (typeof body.reusable !== 'boolean') throw invalid('reusable', 'reusable is required');
    const link = {
      id: crypto.randomUUID(),
      title: textIn(body, 'title', 200),
      amount: moneyIn(body),
      reference: optionalText(body, 'reference', 200),
      status: 'UNPAID' as const,
      active: true,
      paidBy: null,
      createdAt: new Date(),
    };
    world.links.set(link.id, link);
    send(reply, 201, linkView(world, link));
  });

  app.get(LINKS, (request, reply) => {
    checkToken(request, world);
    const views = [...world.links.values()].map((link) => linkView(world, link));
    reply.send(pageOf(views, request.query as Query));
  });

  app.get(`${LINKS}/:id`, (request, reply) => {
    checkToken(request, world);
    const link = world.links.get(idOf(request));
    if (link === undefined) throw new Refusal(404, 'resource_not_found', 'no such payment link');
    send(reply, 200, linkView(world, link));
  });

  app.post(`${LINKS}/:id/deactivate`, (request, reply) => {
    checkToken(request, world);
    const link = world.links.get(idOf(request));
    if (link === undefined) throw new Refusal(404, 'resource_not_found', 'no such payment link');
    link.active = false;
    send(reply, 200, linkView(world, link));
  });
}
