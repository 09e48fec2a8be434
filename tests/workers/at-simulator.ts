/** The simulator beside our core, workers and database, in a test's hand. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import fastify from 'fastify';
import { startSimulator } from '../../emulators/simulator/server.ts';
import { changeTerms } from '../../src/app/change-terms.ts';
import { createPaymentChecker } from '../../src/app/check-payment.ts';
import { expireOrder } from '../../src/app/sweeps.ts';
import { addPhoto, submitVerification } from '../../src/app/verify.ts';
import type { Credentials } from '../../src/connectors/contract.ts';
import { simulator } from '../../src/connectors/simulator/connector.ts';
import { closingDispatches, createOperationOf } from '../../src/domain/dispatch.ts';
import type { Order } from '../../src/domain/order.ts';
import type { PaymentQuestion } from '../../src/domain/payment-check.ts';
import type { CodeTerms } from '../../src/domain/terms-change.ts';
import { NEW_VERIFICATION } from '../../src/domain/verification.ts';
import { registerHooks } from '../../src/merchant-api/callbacks.ts';
import type { CheckCall } from '../../src/ports/payment-check.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createPaymentChecks } from '../../src/store/queues/payment-checks.ts';
import { createProviderReports } from '../../src/store/queues/provider-reports.ts';
import { createQuestions } from '../../src/store/queues/questions.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { Resolver } from '../../src/workers/resolve-doubt.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { gatesOf } from '../support/gates.ts';
import { jpegOf } from '../support/images.ts';
import { until } from '../support/until.ts';
import { letTimePass } from './dispatching.ts';
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
export const BILL_CHANNEL = { ...CHANNEL, code: 'PH_TEST_BILL', method: 'bill' } as const;
const EKYC_CHANNEL = {
  ...CHANNEL,
  ...({ code: 'PH_TEST_EKYC', kind: 'verification', method: 'id_face' } as const),
};
export const DEBIT_CHANNEL = { ...CHANNEL, code: 'PH_TEST_DEBIT', method: 'direct_debit' } as const;

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

export const YES: CheckCall = {
  ...{ collect: true, reason: 'answered', detail: 'Success' },
  ...{ tookMs: 3, status: 200 },
};

/** The merchant, as it is asked before money is taken. */
interface Asked {
  answer: (question: PaymentQuestion) => Promise<CheckCall>;
}

/** A world, the simulator, and our dispatcher and callbacks between them. */
export async function open(t: TestContext) {
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
  const resolver = new Resolver(deps, () => undefined);
  t.after(() => Promise.all([dispatcher.stop(), resolver.stop()]));
  const changed = async (code: Order, terms: CodeTerms) => {
    const clock = { nowMs: Date.now };
    const outcome = await changeTerms({ ...deps, clock, dispatchNow: dispatcher }, code, terms);
    return outcome.ok ? 'changed' : (outcome.refusal.reason ?? outcome.refusal.detail);
  };
  /** What is in doubt is looked at again. */
  const resolved = async ({ shard }: Order) => {
    await letTimePass(world);
    await resolver.round(shard);
    await resolver.idle();
  };
  const hands = handsOf(world, provider.url, dispatcher);
  return { ...hands, providerUrl: provider.url, world, asked, changed, resolved };
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
  const there = async ({ id }: Order) => {
    const { orders } = await call('GET', '/admin/state');
    return (orders as Record<string, unknown>[]).find(({ order }) => order === id.toString());
  };
  return {
    ...payersOf(world, work),
    /** A committed order, sent upstream once. */
    async sent(changes: Partial<Order>): Promise<Order> {
      const order = orderOf(world, addApp(world, 5), { ...BY, ...changes });
      const dispatch = dispatchOf(order, { ...BY, operation: createOperationOf(order.kind) });
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
    statusThere: async (order: Order) => (await there(order))?.status,
    /** The limits and the end of a code at the provider. */
    async termsThere(order: Order) {
      const code = await there(order);
      return [code?.minAmountMinor, code?.maxAmountMinor, code?.expiresAtMs];
    },
    async until(order: Order, holds: (now: Order) => boolean): Promise<Order> {
      return await until(async () => {
        const found = await now(world, order);
        return holds(found) && found;
      });
    },
    /** What is wrong from now on with the order at the provider, or with the next such call. */
    fault: ({ id }: Order, fault: string, operation?: string, options: object = {}) =>
      call('POST', '/admin/faults', { match: { order: `${id}`, operation }, fault, options }),
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
