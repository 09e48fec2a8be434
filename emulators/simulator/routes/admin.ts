/** The operator's handles: faults, knobs, accounts, and everything that can be looked at. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendAnswer } from '../answers.ts';
import { expireCode } from '../codes.ts';
import type { FaultMatch } from '../fault-rules.ts';
import type { Fault, FaultOptions } from '../faults.ts';
import { FAULT_NAMES, FAULTS, isFaultName, WRONG_AMOUNT } from '../faults.ts';
import type { Fields } from '../fields.ts';
import { totals } from '../journal.ts';
import type { Knobs } from '../knobs.ts';
import { expireMandate, refuseMandate, revokeMandate } from '../mandates.ts';
import * as settle from '../settle.ts';
import type { Account, Mandate, Order, OrderKind, Refusal, SecretVersion } from '../types.ts';
import { refuse } from '../types.ts';
import { pass, reject } from '../verifications.ts';
import type { World } from '../world.ts';
import { disputeRoutes } from './disputes.ts';
import { readBody, sendRefusal, whyNotLocal } from './http.ts';
import { reportRoutes } from './reports.ts';

const MAX_DELAY_MS = 86_400_000;

function faultMatch(fields: Fields): FaultMatch {
  const operations = [
    ...(['payment', 'payout', 'refund', 'code', 'mandate', 'verification'] as const),
    ...(['query', 'update', 'close'] as const),
  ] as const;
  const match: { -readonly [Key in keyof FaultMatch]: FaultMatch[Key] } = {};
  for (const name of ['account', 'order', 'merchantOrder', 'reference'] as const) {
    if (fields.has(name)) match[name] = fields.text(name, 128);
  }
  if (fields.has('operation')) match.operation = fields.word('operation', operations);
  if (fields.flag('any')) match.any = true;
  if (Object.keys(match).length === 0) {
    fields.problem ??= 'match names any, account, order, merchantOrder, reference or operation';
  }
  return match;
}

function faultOptions(fields: Fields): FaultOptions {
  const options: { -readonly [Key in keyof FaultOptions]: FaultOptions[Key] } = {};
  const delayMs = fields.integer('delayMs', 0, MAX_DELAY_MS);
  const copies = fields.integer('copies', 1, 200);
  const bytes = fields.integer('bytes', 1, 64 * 1024 * 1024);
  const amountMinor = fields.optionalMinor('amountMinor');
  if (delayMs !== undefined) options.delayMs = delayMs;
  if (copies !== undefined) options.copies = copies;
  if (bytes !== undefined) options.bytes = bytes;
  if (amountMinor !== undefined) options.amountMinor = amountMinor;
  if (fields.has('code')) options.code = fields.text('code', 64);
  if (fields.has('text')) options.text = fields.text('text', 256);
  return options;
}

type RuleRequest = {
  readonly match: FaultMatch;
  readonly fault: Fault | undefined;
  readonly count: number | 'always';
};

function ruleRequest(fields: Fields): RuleRequest {
  const matchFields = fields.object('match');
  const optionFields = fields.object('options');
  const match = faultMatch(matchFields);
  const options = faultOptions(optionFields);
  const wish = fields.text('fault', 64);
  const name =
    wish === WRONG_AMOUNT
      ? `wrong_amount_${optionFields.has('direction') ? optionFields.word('direction', ['under', 'over']) : 'under'}`
      : wish;
  const count =
    fields.raw('count') === 'always' ? 'always' : (fields.integer('count', 1, 1e9) ?? 1);
  fields.problem ??= matchFields.problem ?? optionFields.problem;
  if (!isFaultName(name)) {
    fields.problem ??= `fault is one of ${FAULT_NAMES.join(', ')}, ${WRONG_AMOUNT}`;
    return { match, fault: undefined, count };
  }
  return { match, fault: { name, options }, count };
}

function addFault(world: World, request: FastifyRequest, reply: FastifyReply) {
  const body = readBody(request, ruleRequest);
  if (!body.ok) return sendRefusal(reply, body);
  const { match, fault, count } = body.value;
  if (!fault) throw new Error('a rule without a fault passed its checks');
  const rule = world.rules.add(match, fault, count);
  if (typeof rule === 'string') return sendRefusal(reply, refuse(400, 'invalid_request', rule));
  sendAnswer(reply, { http: 201, body: { ...rule } });
}

function down(fields: Fields): Knobs['down'] {
  const value = fields.raw('down');
  if (typeof value === 'boolean' || value === 'drop' || value === 'hang') return value;
  fields.problem ??= 'down is true, false, "drop" or "hang"';
  return false;
}

function timetable(fields: Fields): readonly number[] {
  const value = fields.raw('callbackTimetableMs');
  const isSlot = (slot: unknown): slot is number =>
    typeof slot === 'number' && Number.isInteger(slot) && 0 <= slot && slot <= MAX_DELAY_MS;
  if (Array.isArray(value) && value.length > 0 && value.length <= 100 && value.every(isSlot)) {
    return value;
  }
  fields.problem ??= 'callbackTimetableMs is a list of 1 to 100 waits in milliseconds';
  return [];
}

function knobChange(fields: Fields): Partial<Knobs> {
  const change: Partial<Knobs> = {};
  if (fields.has('down')) change.down = down(fields);
  if (fields.has('callbackTimetableMs')) change.callbackTimetableMs = timetable(fields);
  for (const name of ['latencyMs', 'callbackDelayMs', 'payoutDelayMs'] as const) {
    const value = fields.integer(name, 0, MAX_DELAY_MS);
    if (value !== undefined) change[name] = value;
  }
  for (const name of ['feePpm', 'feeTaxPpm'] as const) {
    const value = fields.integer(name, 0, 1_000_000);
    if (value !== undefined) change[name] = value;
  }
  for (const name of ['callbacksPaused', 'magicAmounts', 'idempotentCreates'] as const) {
    if (fields.has(name)) change[name] = fields.flag(name);
  }
  if (fields.raw('autoPayMs') === null) change.autoPayMs = null;
  const autoPayMs = fields.integer('autoPayMs', 0, MAX_DELAY_MS);
  if (autoPayMs !== undefined) change.autoPayMs = autoPayMs;
  return change;
}

function setKnobs(world: World, request: FastifyRequest, reply: FastifyReply) {
  const body = readBody(request, knobChange);
  if (!body.ok) return sendRefusal(reply, body);
  Object.assign(world.knobs, body.value);
  if (!world.knobs.callbacksPaused) world.callbacks.release();
  sendAnswer(reply, { http: 200, body: { ...world.knobs } });
}

function secrets(fields: Fields, name: string): SecretVersion[] {
  const list = fields.raw(name);
  const valid =
    Array.isArray(list) &&
    list.length > 0 &&
    list.every(
      (item) =>
        typeof item?.version === 'string' &&
        typeof item?.secret === 'string' &&
        item.secret.length >= 16 &&
        [item.notBefore, item.notAfter].every(
          (at) => at === undefined || !Number.isNaN(Date.parse(at)),
        ),
    );
  if (valid) return list as SecretVersion[];
  fields.problem ??= `${name} is a list of {version, secret (16+), notBefore?, notAfter?}`;
  return [];
}

function setAccount(world: World, request: FastifyRequest, reply: FastifyReply) {
  const body = readBody(
    request,
    (fields): Account => ({
      id: fields.text('id', 64),
      name: fields.text('name', 128),
      apiSecrets: secrets(fields, 'apiSecrets'),
      callbackSecrets: secrets(fields, 'callbackSecrets'),
    }),
  );
  if (!body.ok) return sendRefusal(reply, body);
  world.accounts.set(body.value.id, body.value);
  sendAnswer(reply, { http: 200, body: accountView(body.value) });
}

/** An account without its secrets. */
function accountView({ id, name, apiSecrets, callbackSecrets }: Account): Record<string, unknown> {
  const open = (list: readonly SecretVersion[]) => list.map(({ secret: _, ...rest }) => rest);
  return { id, name, apiSecrets: open(apiSecrets), callbackSecrets: open(callbackSecrets) };
}

type Act = 'reverse' | 'fail' | 'expire' | 'finish';
const ACTS = ['reverse', 'fail', 'expire', 'finish'] as const;
const BY_OPERATOR = { code: 'by_operator', text: 'ended by the simulator operator' };

/** Does a thing to a mandate now: the bank takes it back, the payer refuses, its time is over. */
function actOnMandate(world: World, mandate: Mandate, what: Act): Promise<unknown> | undefined {
  if (what === 'reverse') return revokeMandate(world, mandate);
  if (what === 'fail') return refuseMandate(world, mandate, BY_OPERATOR);
  return what === 'expire' ? expireMandate(world, mandate) : undefined;
}

/** Does a thing to an order now. undefined = it does not fit the order's state. */
function act(world: World, order: Order, what: Act): Promise<unknown> | undefined {
  if (order.kind === 'mandate') return actOnMandate(world, order, what);
  if (order.kind === 'verification') {
    if (what === 'finish') return pass(world, order);
    return what === 'fail' ? reject(world, order, BY_OPERATOR) : undefined;
  }
  if (order.kind === 'payout' || order.kind === 'refund') {
    if (what === 'finish') return settle.finishTransfer(world, order);
    if (what === 'fail') return settle.failTransfer(world, order, BY_OPERATOR);
    const reversible = what === 'reverse' && order.kind === 'payout';
    return reversible ? settle.reversePayout(world, order) : undefined;
  }
  if (what === 'reverse') {
    const arrival = order.arrivals.findLast(({ reversedAtMs }) => reversedAtMs === undefined);
    return arrival && settle.reverseArrival(world, order, arrival);
  }
  if (order.kind === 'code') {
    return what === 'expire' && expireCode(world, order) ? Promise.resolve('none') : undefined;
  }
  if (what === 'finish') return undefined;
  if (what === 'fail') return settle.failPayment(world, order, BY_OPERATOR);
  return settle.expirePayment(world, order, { code: 'expired', text: BY_OPERATOR.text });
}

async function doAct(world: World, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const body = readBody(request, (fields) => ({
    name: fields.text('order', 512),
    what: fields.word('act', ACTS),
  }));
  if (!body.ok) return sendRefusal(reply, body);
  const { name, what } = body.value;
  const orders = world.orders.byAnyName(name);
  const none: Refusal = refuse(404, 'not_found', `no order with the name ${name}`);
  if (orders.length === 0) return sendRefusal(reply, none);
  for (const order of orders.toReversed()) {
    const done = act(world, order, what);
    if (!done) continue;
    const callback = await done;
    return sendAnswer(reply, { http: 200, body: { id: order.id, status: order.status, callback } });
  }
  sendRefusal(reply, refuse(409, 'wrong_state', `cannot ${what}: ${orders.at(-1)?.status}`));
}

/** References that more than one living order came of: must stay empty for a careful caller. */
function createdTwice(world: World): { kind: OrderKind; reference: string; orders: number }[] {
  const counts = new Map<string, { kind: OrderKind; reference: string; orders: number }>();
  for (const { account, kind, reference, status } of world.orders.all()) {
    if (status === 'failed') continue;
    const key = `${account}|${kind}|${reference}`;
    const count = counts.get(key) ?? { kind, reference, orders: 0 };
    count.orders += 1;
    counts.set(key, count);
  }
  return [...counts.values()].filter(({ orders }) => orders > 1);
}

/** Records with a sequence number after `since` (default all). */
function since<Item extends { seq: number }>(items: readonly Item[], request: FastifyRequest) {
  const { since: after = '0' } = request.query as { since?: string };
  return /^\d{1,15}$/.test(after) ? items.slice(Number(after)) : items;
}

function withTime<Item extends { atMs: number }>({ atMs, ...rest }: Item) {
  return { ...rest, at: new Date(atMs).toISOString() };
}

function lookRoutes(app: FastifyInstance, world: World): void {
  const look = (path: string, view: (request: FastifyRequest) => Record<string, unknown>): void => {
    app.get(path, (request, reply) => sendAnswer(reply, { http: 200, body: view(request) }));
  };
  const { journal } = world;
  look('/admin/journal', (request) => ({
    movements: since(journal.movements, request).map(withTime),
    totals: totals(journal.movements),
  }));
  look('/admin/calls', (request) => ({
    calls: since(journal.calls, request).map(withTime),
    createdTwice: createdTwice(world),
  }));
  look('/admin/totals', () => ({ totals: totals(journal.movements) }));
  look('/admin/callbacks', () => ({ events: [...world.callbacks.list()] }));
  look('/admin/state', () => ({
    orders: [...world.orders.all()],
    disputes: [...world.disputes.all()],
  }));
  look('/admin/faults', () => ({ rules: world.rules.list(), known: FAULTS }));
  look('/admin/knobs', () => ({ ...world.knobs }));
  look('/admin/wechat-key', () => ({ publicKey: world.wechat.publicPem() }));
  look('/admin/accounts', () => ({ accounts: [...world.accounts.values()].map(accountView) }));
}

/** Registers /admin on its own Fastify scope. */
export function adminRoutes(app: FastifyInstance, world: World): void {
  app.addHook('preHandler', (request, reply, next) => {
    const foreign = whyNotLocal(request);
    if (foreign) sendRefusal(reply, foreign);
    else next();
  });
  lookRoutes(app, world);
  disputeRoutes(app, world);
  reportRoutes(app, world);
  app.post('/admin/faults', (request, reply) => addFault(world, request, reply));
  app.delete('/admin/faults', (_request, reply) => {
    world.rules.clear();
    sendAnswer(reply, { http: 200, body: { rules: [] } });
  });
  app.put('/admin/knobs', (request, reply) => setKnobs(world, request, reply));
  app.put('/admin/accounts', (request, reply) => setAccount(world, request, reply));
  app.post('/admin/act', (request, reply) => doAct(world, request, reply));
  app.post('/admin/callbacks/resend', async (request, reply) => {
    const body = readBody(request, (fields) => fields.text('event', 128));
    if (!body.ok) return sendRefusal(reply, body);
    const sent = await world.callbacks.resend(body.value);
    sendAnswer(reply, { http: 200, body: { sent } });
  });
}
