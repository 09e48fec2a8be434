/** Airwallex's twin beside our core, workers and database: what is booked, what is stored. */
import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import fastify from 'fastify';
import { airwallex } from '../../src/connectors/airwallex/connector.ts';
import type { Credentials } from '../../src/connectors/contract.ts';
import type { Order } from '../../src/domain/order.ts';
import { registerHooks } from '../../src/http/hooks.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { Resolver } from '../../src/workers/resolve-doubt.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { startTwin } from '../../tools/twins/airwallex/server.ts';
import { letTimePass } from './dispatching.ts';
import { addApp, dispatchOf, openEgress, openWorld, orderOf, type World } from './world.ts';

const ALWAYS = '4035501000000008';
const VISA = '4012000300001003';
const SECRETS = { clientId: 'client', apiKey: 'key', webhookSecret: 'whsec' };
const BY = { connector: 'airwallex', account: 'main' };
const TIMEOUT_MS = 1_000;

/** A world, Airwallex's twin, and our workers and door between them. */
async function open(t: TestContext) {
  const world = await openWorld(t);
  const connector = { ...airwallex, timeoutMs: TIMEOUT_MS };
  const door = fastify();
  const accounts: Credentials[] = [];
  registerHooks(door, {
    ...world,
    clock: { nowMs: Date.now },
    connector: (name) => (name === connector.name ? connector : null),
    credentials: () => accounts,
    onCallback: () => undefined,
  });
  const publicUrl = await door.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => door.close());
  const webhookUrl = `${publicUrl}/hooks/airwallex/main`;
  const twin = await startTwin({ ...SECRETS, webhookUrl, webhookWaitsMs: [20, 20] });
  t.after(() => twin.stop());
  accounts.push({ account: 'main', version: 1, baseUrl: twin.url, secrets: SECRETS });
  const upstream = new Upstream({
    connectors: new Map([[connector.name, connector]]),
    accounts: { credentials: () => accounts },
    egress: openEgress(t),
    nowMs: Date.now,
    heard: () => undefined,
  });
  const payLinks = { urlOf: () => `${publicUrl}/pay/x`, read: () => null };
  const queue = createDispatchQueue(world.pool);
  const deps = { ...world, payLinks, publicUrl, queue, upstream, events: {} };
  const dispatcher = new Dispatcher({ ...deps, sendsPerAccount: 4 });
  const resolver = new Resolver(deps, () => undefined);
  t.after(() => Promise.all([dispatcher.stop(), resolver.stop()]));

  const call = async (path: string, body: object, bearer = '') => {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
    const init = { method: 'POST', headers, body: JSON.stringify(body) };
    return (await (await fetch(`${twin.url}${path}`, init)).json()) as Record<string, unknown>;
  };
  return { world, call, ...handsOf(world, call, dispatcher, resolver) };
}

type Call = (path: string, body: object, bearer?: string) => Promise<Record<string, unknown>>;

/** What a test does with one payin. */
function handsOf(world: World, call: Call, dispatcher: Dispatcher, resolver: Resolver) {
  return {
    /** A committed payin, sent upstream once. */
    async sent(amountMinor: bigint): Promise<Order> {
      const order = orderOf(world, addApp(world, 5), { ...BY, amountMinor });
      await world.commit(order, { dispatches: [dispatchOf(order, BY)] });
      while (await dispatcher.round(order.shard)) await dispatcher.idle();
      await dispatcher.idle();
      return order;
    },
    async resolved({ shard }: Order): Promise<void> {
      await letTimePass(world);
      await resolver.round(shard);
      await resolver.idle();
    },
    /** The payer types a card on the page that the order shows. */
    async pay({ id }: Order, number: string): Promise<Record<string, unknown>> {
      const instructions = (await world.reader.orderById(id))?.instructions;
      assert.ok(instructions?.kind === 'redirect');
      const facts = new URLSearchParams(instructions.url.split('?')[1]);
      const card = { number, expiry_month: '12', expiry_year: '2030', cvc: '123' };
      const body = { request_id: crypto.randomUUID(), payment_method: { type: 'card', card } };
      const path = `/api/v1/pa/payment_intents/${facts.get('intent_id')}/confirm`;
      return await call(path, body, facts.get('client_secret') ?? '');
    },
    async until(order: Order, state: Order['state']): Promise<Order> {
      for (const end = Date.now() + 5_000; ; await new Promise((r) => setTimeout(r, 10))) {
        const now = await world.reader.orderById(order.id);
        if (now?.state === state) return now;
        assert.ok(Date.now() < end, `still ${now?.state}`);
      }
    },
  };
}

test('a refused card leaves the order open, the next one pays it, and no number is stored', async (t) => {
  const { world, sent, pay, until } = await open(t);
  const order = await sent(8_059n);
  const refused = await pay(order, VISA);
  // The twin’s orders are in pesos here: the amount decides, not the currency.
  assert.equal(refused.code, 'issuer_declined');
  assert.equal((await world.reader.orderById(order.id))?.state, 'pending');
  await pay(order, ALWAYS);
  const paid = await until(order, 'paid');
  assert.equal(paid.paidMinor, 8_059n);
  const stored = await everythingStored(world);
  assert.ok(stored.includes(`ref-${order.id}`));
  for (const number of [ALWAYS, VISA]) assert.ok(!stored.includes(number));
  for (const secret of Object.values(SECRETS)) assert.ok(!stored.includes(`"${secret}"`));
});

test('a payment in doubt is found by asking, without a second one', async (t) => {
  const { call, world, sent, resolved } = await open(t);
  const on = 'POST /api/v1/pa/payment_intents/create';
  await call('/twin/faults', { on, kind: 'drop', when: 'after' });
  const order = await sent(5_000n);
  assert.equal((await world.reader.orderById(order.id))?.state, 'created');
  await resolved(order);
  const found = await world.reader.orderById(order.id);
  assert.equal(found?.state, 'pending');
  assert.match(found?.upstreamId ?? '', /^int_/);
});

test('a payment that never arrived is sent again with the same request_id', async (t) => {
  const { call, sent, resolved, pay, until } = await open(t);
  const on = 'POST /api/v1/pa/payment_intents/create';
  await call('/twin/faults', { on, kind: 'drop', when: 'before' });
  const order = await sent(5_000n);
  await resolved(order);
  await pay(order, ALWAYS);
  assert.equal((await until(order, 'paid')).paidMinor, 5_000n);
});

/** Every row of every table as text. */
async function everythingStored({ query }: World): Promise<string> {
  const tables = await query<{ name: string }>(
    "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
  );
  const texts: string[] = [];
  for (const { name } of tables) {
    const rows = await query<{ text: string }>(`select t::text as text from ${name} t`);
    texts.push(...rows.map(({ text }) => text));
  }
  return texts.join('\n');
}
