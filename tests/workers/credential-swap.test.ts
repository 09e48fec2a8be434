/** The drill of a swap of secrets: what is under way goes on, and nothing is lost. */

import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import fastify from 'fastify';
import { startSimulator } from '../../emulators/simulator/server.ts';
import { createRefund } from '../../src/app/create-refund.ts';
import { simulator } from '../../src/connectors/simulator/connector.ts';
import type { Order } from '../../src/domain/order.ts';
import { registerHooks } from '../../src/merchant-api/callbacks.ts';
import { openSnapshot } from '../../src/store/configuration/snapshot.ts';
import { accountWrites } from '../../src/store/privileged/accounts.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createProviderReports } from '../../src/store/queues/provider-reports.ts';
import { createQuestions } from '../../src/store/queues/questions.ts';
import { createVault } from '../../src/store/secrets/vault.ts';
import { hmacSha256 } from '../../src/wire/hmac.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { Resolver } from '../../src/workers/resolve-doubt.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { gatesOf } from '../support/gates.ts';
import { ANY_TEXT, GROUP_LINKS, NO_CHECKS, NO_REPORTS, refundRequest } from '../support/shop.ts';
import { until } from '../support/until.ts';
import { addApp, dispatchOf, openEgress, openWorld, orderOf } from './world.ts';

const BY = { connector: 'simulator', account: 'main' };
/** 9,013.00: an amount of which the simulated provider never reports by itself. */
const SILENT_MINOR = 901_300n;
const PAID_MINOR = 20_000n;

const secretsOf = (version: number) => ({
  apiSecret: `api secret of version ${version}`,
  callbackSecret: `callback secret of version ${version}`,
});

/** The provider's account while these versions are live there. */
const there = (...versions: number[]) => ({
  id: BY.account,
  name: 'Causeway',
  apiSecrets: versions.map((v) => ({ version: `${v}`, secret: secretsOf(v).apiSecret })),
  callbackSecrets: versions.map((v) => ({ version: `${v}`, secret: secretsOf(v).callbackSecret })),
});

async function openDrill(t: TestContext) {
  const world = await openWorld(t);
  const provider = await startSimulator({ port: 0, payoutDelayMs: 10, accounts: [there(1)] });
  t.after(() => provider.stop());
  const vault = createVault(randomBytes(32));
  const accounts = accountWrites(world.pool, vault);
  // It may look once more when the test's database is gone.
  const kept = await openSnapshot(world.pool, world.connection, vault, () => undefined);
  t.after(() => kept.close());
  const credentials = (name: string, account: string) => kept.current().credentials(name, account);
  const server = fastify();
  /** Bodies of callbacks, and how many signatures each had. */
  const received: { readonly body: Buffer; readonly signatures: number }[] = [];
  server.addHook('preHandler', async ({ body, headers }) => {
    const signatures = String(headers['x-sim-signature']).split(',').length;
    received.push({ body: body as Buffer, signatures });
  });
  registerHooks(server, {
    ...world,
    questions: createQuestions(world.pool, world.lanes.shardCount),
    checkPayment: NO_CHECKS,
    providerReports: createProviderReports(world.pool, world.lanes.shardCount, world.ids),
    clock: { nowMs: Date.now },
    connector: (name) => (name === simulator.name ? simulator : null),
    credentials,
    onCallback: () => undefined,
  });
  const publicUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const upstream = new Upstream({
    connectors: new Map([[simulator.name, simulator]]),
    accounts: { credentials },
    egress: openEgress(t),
    gates: gatesOf(),
    nowMs: Date.now,
    recordOutcome: () => undefined,
  });
  const payLinks = { urlOf: () => `${publicUrl}/pay/x`, read: () => null };
  const queue = createDispatchQueue(world.pool);
  const deps = { ...world, payLinks, publicUrl, queue, upstream, events: {} };
  const dispatcher = new Dispatcher(deps);
  const resolver = new Resolver(deps, () => undefined);
  t.after(() => Promise.all([dispatcher.stop(), resolver.stop()]));
  return {
    world,
    accounts,
    kept,
    received,
    deps: { ...deps, clock: { nowMs: Date.now }, dispatchNow: dispatcher },
    ...handsOf(provider.url, publicUrl),
    async send(order: Order): Promise<void> {
      while (await dispatcher.round(order.shard)) await dispatcher.idle();
      await dispatcher.idle();
    },
    async resolve(order: Order): Promise<void> {
      await world.query(
        `update dispatch set state = 'doubt', next_at = now() where order_id = $1`,
        [order.id],
      );
      await resolver.round(order.shard);
      await resolver.idle();
    },
    async save(version: number): Promise<void> {
      const secrets = secretsOf(version);
      const saved = { ...BY, mode: 'test', baseUrl: provider.url, secrets } as const;
      assert.equal(await accounts.save(saved), version);
      await kept.refresh();
    },
  };
}

/** What the provider and its payers do. */
function handsOf(provider: string, server: string) {
  const call = async (method: string, path: string, body?: object) => {
    const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const init = { method, ...(body === undefined ? {} : json) };
    return (await (await fetch(`${provider}${path}`, init)).json()) as Record<string, unknown>;
  };
  return {
    async pay({ id }: Order): Promise<void> {
      assert.equal((await call('POST', '/pay', { order: `${id}` })).paid, true);
    },
    /** The provider knows these versions of the secrets from now on, and no others. */
    async rotate(...versions: number[]): Promise<void> {
      await call('PUT', '/admin/accounts', there(...versions));
    },
    /** Minor units that came in, by the provider's own books. */
    async came(): Promise<bigint> {
      const { movements } = await call('GET', '/admin/journal');
      const all = movements as { effect: string; amountMinor: string }[];
      return all.reduce((sum, { effect, amountMinor }) => sum + BigInt(effect + amountMinor), 0n);
    },
    /** A callback as it comes when it was held up: signed with one secret, and now. */
    async callBack(body: Buffer, version: number): Promise<number> {
      const timestamp = `${Math.floor(Date.now() / 1000)}`;
      const mac = hmacSha256(secretsOf(version).callbackSecret, timestamp, '.', body);
      const headers = {
        'content-type': 'application/json',
        'x-sim-account': BY.account,
        'x-sim-timestamp': timestamp,
        'x-sim-signature': mac.toString('hex'),
      };
      const init = { method: 'POST', headers, body: new Uint8Array(body) };
      return (await fetch(`${server}/hooks/simulator/main`, init)).status;
    },
  };
}

/** Of no weight for a refund. */
const NOT_NEEDED = {
  groupLinks: GROUP_LINKS,
  signedTexts: ANY_TEXT,
  reports: NO_REPORTS,
  notifyUrlProblem: () => null,
};

const keyOf = ({ id }: Order) => ({ kind: 'id', id }) as const;

test('a swap of secrets loses nothing: what was sent before is reported, queried and refunded', async (t) => {
  const drill = await openDrill(t);
  const { world, accounts, kept, received, deps, pay, rotate, callBack } = drill;
  const app = addApp(world, 5);
  const sent = async (amountMinor: bigint): Promise<Order> => {
    const order = orderOf(world, app, { ...BY, amountMinor });
    await world.commit(order, { dispatches: [dispatchOf(order, BY)] });
    await drill.send(order);
    return order;
  };
  const stateOf = async ({ id }: Order) => (await world.reader.orderById(id))?.state;
  const versionOf = async (id: bigint) => (await world.reader.dispatchesOf(id))[0]?.version;

  // Version 1 alone, with orders of every kind under way.
  await drill.save(1);
  const old: Order[] = [];
  for (let i = 0; i < 4; i += 1) old.push(await sent(PAID_MINOR));
  const silent: Order[] = [];
  for (let i = 0; i < 4; i += 1) silent.push(await sent(SILENT_MINOR));
  const [first, second, third, late] = old as [Order, Order, Order, Order];
  await pay(first);
  assert.equal(await stateOf(first), 'paid');

  // The provider knows both; what is new goes out with the second.
  await rotate(1, 2);
  await drill.save(2);
  const fresh = await sent(PAID_MINOR);
  assert.deepEqual([await versionOf(first.id), await versionOf(fresh.id)], [1, 2]);
  await pay(second);
  assert.equal(received.at(-1)?.signatures, 2);
  assert.equal(await stateOf(second), 'paid');

  // The provider has forgotten the first: old orders are reported, queried and refunded all the
  // same.
  await rotate(2);
  for (const order of [third, fresh]) await pay(order);
  assert.deepEqual([await stateOf(third), await stateOf(fresh)], ['paid', 'paid']);
  for (const order of silent.slice(0, 3)) {
    await pay(order);
    assert.equal(await stateOf(order), 'pending', 'nothing has reported it');
    await drill.resolve(order);
    assert.equal(await stateOf(order), 'paid');
  }
  const refund = await createRefund(
    { ...deps, ...NOT_NEEDED },
    { appId: app.id, ip: '192.0.2.1' },
    refundRequest('back', keyOf(first), { scope: 'refund', amountMinor: PAID_MINOR }),
  );
  assert.ok(refund.ok && refund.kind === 'created');
  await drill.send(refund.order);
  await until(async () => (await stateOf(refund.order)) === 'paid', 'the refund is paid');
  assert.equal(await versionOf(refund.order.id), 2);

  // A callback that was signed before the swap and held up is still verified, until the end.
  const body = received[0]?.body as Buffer;
  assert.deepEqual([await callBack(body, 1), await callBack(body, 2)], [200, 200]);
  assert.ok(await accounts.end(BY, 1, 0));
  await kept.refresh();
  assert.deepEqual([await callBack(body, 1), await callBack(body, 2)], [401, 200]);
  const last = silent[3] as Order;
  for (const order of [last, late]) await pay(order);
  await drill.resolve(last);

  // Zero lost: every order is paid, once, and the books are the provider's.
  for (const order of [...old, ...silent, fresh]) assert.equal(await stateOf(order), 'paid');
  const [balance] = await world.reader.balances(app.merchantId);
  assert.equal(balance?.balance.available, await drill.came());
  assert.equal(balance?.balance.available, 4n * PAID_MINOR + 4n * SILENT_MINOR);
  assert.deepEqual(await world.query('select kind from case_file'), []);
});
