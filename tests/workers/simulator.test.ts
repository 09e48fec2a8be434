/** The simulator beside our core, workers and database: codes, mandates, debits, closings. */

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import { startSimulator } from '../../emulators/simulator/server.ts';
import { createPaymentChecker } from '../../src/app/check-payment.ts';
import { decideVerification } from '../../src/app/decide-verification.ts';
import { expireOrder } from '../../src/app/sweeps.ts';
import { addPhoto, submitVerification } from '../../src/app/verify.ts';
import type { Credentials } from '../../src/connectors/contract.ts';
import { simulator } from '../../src/connectors/simulator/connector.ts';
import { closingDispatches } from '../../src/domain/dispatch.ts';
import type { Order } from '../../src/domain/order.ts';
import type { PaymentQuestion } from '../../src/domain/payment-check.ts';
import { NEW_VERIFICATION } from '../../src/domain/verification.ts';
import { registerHooks } from '../../src/merchant-api/callbacks.ts';
import type { CheckCall } from '../../src/ports/payment-check.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createPaymentChecks } from '../../src/store/queues/payment-checks.ts';
import { createProviderReports } from '../../src/store/queues/provider-reports.ts';
import { createQuestions } from '../../src/store/queues/questions.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { gatesOf } from '../support/gates.ts';
import { jpegOf } from '../support/images.ts';
import { until } from '../support/until.ts';
import {
  addApp,
  CHANNEL,
  dispatchOf,
  openEgress,
  openWorld,
  orderOf,
  type World,
} from './world.ts';

const SECRETS = {
  apiSecret: 'api-secret-of-the-workers',
  callbackSecret: 'callback-secret-of-the-workers',
};
const BY = { connector: 'simulator', account: 'main' };
const onlyVersion = (secret: string) => [{ version: '1', secret }];
const BILL_CHANNEL = { ...CHANNEL, code: 'PH_TEST_BILL', method: 'bill' } as const;
const EKYC_CHANNEL = {
  ...CHANNEL,
  ...({ code: 'PH_TEST_EKYC', kind: 'verification', method: 'id_face' } as const),
};
const DEBIT_CHANNEL = { ...CHANNEL, code: 'PH_TEST_DEBIT', method: 'direct_debit' } as const;

async function openProvider(t: TestContext) {
  const provider = await startSimulator({
    port: 0,
    payoutDelayMs: 10,
    accounts: [
      {
        id: BY.account,
        name: 'Causeway',
        apiSecrets: onlyVersion(SECRETS.apiSecret),
        callbackSecrets: onlyVersion(SECRETS.callbackSecret),
      },
    ],
  });
  t.after(() => provider.stop());
  return provider;
}

const YES: CheckCall = {
  ...{ collect: true, reason: 'answered', detail: 'Success' },
  ...{ tookMs: 3, status: 200 },
};

/** The merchant, as it is asked before money is taken. */
interface Asked {
  answer: (question: PaymentQuestion) => Promise<CheckCall>;
}

/** A world, the simulator, and our dispatcher and callbacks between them. */
async function open(t: TestContext) {
  const world = await openWorld(t);
  world.channels.set(DEBIT_CHANNEL.code, DEBIT_CHANNEL);
  world.channels.set(BILL_CHANNEL.code, BILL_CHANNEL);
  world.channels.set(EKYC_CHANNEL.code, EKYC_CHANNEL);
  const provider = await openProvider(t);
  const accounts: Credentials[] = [
    { account: BY.account, version: 1, baseUrl: provider.url, secrets: SECRETS },
  ];
  const asked: Asked = { answer: async () => YES };
  const server = fastify();
  registerHooks(server, {
    ...world,
    questions: createQuestions(world.pool, world.lanes.shardCount),
    checkPayment: createPaymentChecker({
      ...world,
      clock: { nowMs: Date.now },
      paymentChecks: createPaymentChecks(world.pool, world.lanes.shardCount),
      askMerchant: (_app, question) => asked.answer(question),
    }),
    providerReports: createProviderReports(world.pool, world.lanes.shardCount, world.ids),
    clock: { nowMs: Date.now },
    connector: (name) => (name === simulator.name ? simulator : null),
    credentials: () => accounts,
    onCallback: () => undefined,
  });
  const publicUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const upstream = new Upstream({
    connectors: new Map([[simulator.name, simulator]]),
    accounts: { credentials: () => accounts },
    egress: openEgress(t),
    gates: gatesOf({ ceiling: 4 }),
    nowMs: Date.now,
    recordOutcome: () => undefined,
  });
  const payLinks = { urlOf: () => `${publicUrl}/pay/x`, read: () => null };
  const queue = createDispatchQueue(world.pool);
  const deps = { ...world, payLinks, publicUrl, queue, upstream, events: {} };
  const dispatcher = new Dispatcher(deps);
  t.after(() => dispatcher.stop());
  return { ...handsOf(world, provider.url, dispatcher), world, asked };
}

/** What a test does with orders at the provider. */
function handsOf(world: World, url: string, dispatcher: Dispatcher) {
  const work = async (shard: number): Promise<void> => {
    while (await dispatcher.round(shard)) await dispatcher.idle();
    await dispatcher.idle();
  };
  const call = async (method: 'GET' | 'POST', path: string, body?: object) => {
    const headers = { 'content-type': 'application/json' };
    const init = body === undefined ? { method } : { method, headers, body: JSON.stringify(body) };
    return (await (await fetch(`${url}${path}`, init)).json()) as Record<string, unknown>;
  };
  return {
    ...payersOf(world, work),
    /** A committed order, sent upstream once. */
    async sent(changes: Partial<Order>): Promise<Order> {
      const order = orderOf(world, addApp(world, 5), { ...BY, ...changes });
      const dispatch = dispatchOf(order, { ...BY, operation: order.kind });
      await world.commit(order, { dispatches: [dispatch] });
      await work(order.shard);
      return await now(world, order);
    },
    /** Our own end of it, sent to the provider. */
    async closed(order: Order): Promise<void> {
      const at = new Date();
      const dispatches = closingDispatches(order, at);
      assert.equal(dispatches.length, 1);
      await world.lanes.submit({
        shard: order.shard,
        orderIds: [order.id],
        balanceKeys: () => [],
        decide: (rows) => {
          const known = rows.order(order.id) as Order;
          const ended: Order = { ...known, state: 'closed', finalAt: at };
          return { changes: { orders: [ended], dispatches }, answer: true };
        },
      });
      await work(order.shard);
    },
    /** The payer pays, or agrees. */
    pay: (order: Order, more: object = {}) =>
      call('POST', '/pay', { order: order.id.toString(), ...more }),
    /** The status of the order at the provider, in its own word. */
    async statusThere({ id }: Order): Promise<unknown> {
      const { orders } = await call('GET', '/admin/state');
      const known = orders as { order: string; status: string }[];
      return known.find(({ order }) => order === id.toString())?.status;
    },
    async until(order: Order, holds: (now: Order) => boolean): Promise<Order> {
      return await until(async () => {
        const found = await now(world, order);
        return holds(found) && found;
      });
    },
    /** What is wrong from now on with the order at the provider. */
    fault: ({ id }: Order, fault: string) =>
      call('POST', '/admin/faults', { match: { order: `${id}` }, fault }),
    payments: async ({ id }: Order) => await world.reader.childrenOf(id, 'payin', null, null, 10),
  };
}

/** Payers who show who they are. */
function payersOf(world: World, work: (shard: number) => Promise<void>) {
  return {
    /** Somebody of that name, whose pictures were sent upstream. */
    async shown(name: string): Promise<Order> {
      const verification = { ...NEW_VERIFICATION, document: 'PH_PASSPORT' };
      const order = orderOf(world, addApp(world, 5), {
        ...{ ...BY, kind: 'verification', channel: EKYC_CHANNEL.code, amountMinor: 0n },
        ...{ fields: { 'payer.name': name, 'payer.userId': 'u-1' }, verification },
      });
      await world.commit(order);
      const deps = { ...world, clock: { nowMs: Date.now } };
      const photo = {
        type: 'image/jpeg',
        width: 640,
        height: 400,
        bytes: jpegOf(640, 400),
      } as const;
      for (const part of ['front', 'selfie'] as const) {
        assert.equal(await addPhoto(deps, await now(world, order), part, photo), 'done');
      }
      assert.equal(await submitVerification(deps, await now(world, order)), 'done');
      await work(order.shard);
      return await now(world, order);
    },
    /** What time alone brings about, in so many minutes. */
    async expires(order: Order): Promise<void> {
      await world.query('update orders set expires_at = now() where id = $1', [order.id]);
      assert.ok(await expireOrder(world, order.id));
    },
  };
}

async function now(world: World, { id }: Order): Promise<Order> {
  const order = await world.reader.orderById(id);
  assert.ok(order !== null);
  return order;
}

const ANY = { minMinor: null, maxMinor: null, single: false };

test('a code is made, paid twice into payins of its own, closed upstream, and paid too late', async (t) => {
  const { sent, pay, payments, closed, statusThere } = await open(t);
  const code = await sent({ kind: 'code', amountMinor: 0n, code: ANY });
  assert.deepEqual([code.state, code.instructions?.kind], ['active', 'qr']);
  for (const amountMinor of ['500', '600']) await pay(code, { amountMinor });
  const paid = await payments(code);
  assert.deepEqual(
    paid.map(({ state, paidMinor }) => [state, paidMinor]),
    [
      ['paid', 600n],
      ['paid', 500n],
    ],
  );
  await closed(code);
  assert.equal(await statusThere(code), 'closed');
  await pay(code, { amountMinor: '700', late: true });
  assert.equal((await payments(code)).length, 3);
});

test('a mandate is agreed to, debited, ended upstream, and debits nothing more', async (t) => {
  const { sent, pay, until, closed, statusThere } = await open(t);
  const channel = DEBIT_CHANNEL.code;
  const mandate = await sent({ kind: 'mandate', channel, amountMinor: 0n });
  assert.deepEqual([mandate.state, mandate.instructions?.kind], ['pending', 'redirect']);
  await pay(mandate);
  const active = await until(mandate, ({ state }) => state === 'active');
  assert.ok((active.expiresAt?.getTime() ?? 0) > Date.now());
  const parent = {
    parentId: mandate.id,
    parent: { kind: 'mandate', ref: mandate.merchantRef },
  } as const;
  const debit = await sent({ channel, amountMinor: 900n, ...parent });
  assert.equal((await until(debit, ({ state }) => state === 'paid')).paidMinor, 900n);
  await closed(active);
  assert.equal(await statusThere(mandate), 'revoked');
  const late = await sent({ channel, amountMinor: 800n, ...parent });
  assert.equal((await until(late, ({ state }) => state === 'failed')).paidMinor, 0n);
});

test('a payin that is closed here is closed there', async (t) => {
  const { sent, closed, statusThere } = await open(t);
  const payin = await sent({ amountMinor: 500n });
  assert.equal(payin.state, 'pending');
  await closed(payin);
  assert.equal(await statusThere(payin), 'expired');
});

test('a bill is paid when its merchant says yes, refused when it does not, and both are kept', async (t) => {
  const { sent, pay, payments, fault, world, asked } = await open(t);
  const channel = BILL_CHANNEL.code;
  const rule = { minMinor: 500n, maxMinor: 90_000n, single: false };
  const bill = await sent({ kind: 'code', channel, amountMinor: 0n, code: rule });
  assert.equal(bill.instructions?.kind, 'bill');
  const questions: PaymentQuestion[] = [];
  const answers: CheckCall[] = [
    YES,
    { ...YES, collect: false, detail: 'The amount exceed limit' },
    { ...YES, collect: false, reason: 'no_answer', detail: 'timeout', status: null },
    YES,
  ];
  asked.answer = async (question) => {
    questions.push(question);
    return answers[questions.length - 1] as CheckCall;
  };
  const code = async (amountMinor: string, more: object = {}) => {
    const { error, paid } = await pay(bill, { amountMinor, ...more });
    return paid === true ? 'paid' : (error as { code: string }).code;
  };
  assert.equal(await code('1500', { phone: '09171234567' }), 'paid');
  assert.equal(await code('1600'), 'not_collected');
  assert.equal(await code('1700'), 'not_collected');
  await fault(bill, 'decline_later');
  assert.equal(await code('1800'), 'insufficient_funds', 'a yes is no payment yet');
  assert.equal(await code('100', { force: true }), 'not_collected', 'less than the bill takes');
  assert.deepEqual(
    questions.map(({ order, amount, payerPhone }) => [order.id, amount.minor, payerPhone]),
    [1500n, 1600n, 1700n, 1800n].map((minor, n) => [bill.id, minor, n === 0 ? '09171234567' : '']),
  );
  assert.deepEqual(
    (await payments(bill)).map(({ paidMinor }) => paidMinor),
    [1500n],
  );
  const kept = await createPaymentChecks(world.pool, world.lanes.shardCount).ofOrder(bill.id);
  assert.deepEqual(
    kept.map(({ amount, collect, reason, status }) => [amount.minor, collect, reason, status]),
    [
      [100n, false, 'not_payable', null],
      [1800n, true, 'answered', 200],
      [1700n, false, 'no_answer', null],
      [1600n, false, 'answered', 200],
      [1500n, true, 'answered', 200],
    ],
  );
});

test('a debit fails when its payer has just ended the mandate, and the mandate ends', async (t) => {
  const { sent, pay, until } = await open(t);
  const channel = DEBIT_CHANNEL.code;
  const mandate = await sent({ kind: 'mandate', channel, amountMinor: 0n });
  await pay(mandate);
  await until(mandate, ({ state }) => state === 'active');
  const parent = {
    parentId: mandate.id,
    parent: { kind: 'mandate', ref: mandate.merchantRef },
  } as const;
  // 9,027.00: the amount of the fault `token_revoked`.
  const debit = await sent({ channel, amountMinor: 902_700n, ...parent });
  assert.equal((await until(debit, ({ state }) => state === 'failed')).paidMinor, 0n);
  assert.equal((await until(mandate, ({ state }) => state === 'closed')).failure?.by, 'payer');
});

test('a payer who refuses fails the payin, and a mandate', async (t) => {
  const { sent, pay, until } = await open(t);
  const payin = await sent({ amountMinor: 500n });
  assert.equal((await pay(payin, { refuse: true })).refused, true);
  assert.equal((await until(payin, ({ state }) => state === 'failed')).paidMinor, 0n);
  const mandate = await sent({ kind: 'mandate', channel: DEBIT_CHANNEL.code, amountMinor: 0n });
  await pay(mandate, { refuse: true });
  assert.equal((await until(mandate, ({ state }) => state === 'failed')).kind, 'mandate');
});

const stageOf = (order: Order) => order.verification?.stage;

test('a provider that looks at pictures passes, rejects with a reason, or leaves it to a person', async (t) => {
  const { shown, until, world } = await open(t);
  for (const [name, stage, reason, faceScore] of [
    ['Maria Santos', 'passed', null, [90, 100]],
    ['Maria Mismatch', 'failed', 'face_mismatch', [0, 50]],
    ['Maria Blurred', 'failed', 'document_unreadable', [90, 100]],
    ['Maria Review', 'review', null, [90, 100]],
  ] as const) {
    const order = await shown(name);
    const ended = await until(order, (found) => stageOf(found) === stage);
    assert.equal(ended.verification?.reason, reason, name);
    const reading = await world.verifications.readingOf(order.id);
    assert.equal(reading?.fullName, name.toUpperCase());
    const [least, most] = faceScore;
    assert.ok((reading?.faceScore ?? -1) >= least && (reading?.faceScore ?? -1) <= most, name);
  }
});

test('a provider that says nothing leaves it to a person, and is believed when it reports after all', async (t) => {
  const { shown, until, pay, expires } = await open(t);
  const silent = await shown('Maria Silent');
  assert.deepEqual([silent.state, stageOf(silent)], ['pending', 'submitted']);
  await expires(silent);
  assert.equal(stageOf(await until(silent, () => true)), 'review');
  await pay(silent);
  const late = await until(silent, (found) => stageOf(found) === 'passed');
  assert.equal(late.verification?.decidedBy, 'provider');
});

test('a provider that answers late, against a person’s word, is shown to a person', async (t) => {
  const { shown, until, pay, expires, world } = await open(t);
  const order = await shown('Maria Silent');
  await expires(order);
  const decided = await decideVerification(world, order.id, true, null);
  assert.ok(decided.ok);
  await pay(order, { refuse: true });
  const { rows } = await world.pool.query(
    "select kind from case_file where kind = 'contradiction'",
  );
  assert.equal(rows.length, 1);
  assert.equal(stageOf(await until(order, () => true)), 'passed');
});
