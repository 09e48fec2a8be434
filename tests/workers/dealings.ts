/** A provider's emulator beside our core, workers and database, and what a test does with them. */

import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import fastify from 'fastify';
import type { Emulator } from '../../emulators/shared/shell.ts';
import type { Connector, Credentials } from '../../src/connectors/contract.ts';
import { closingDispatches, type Dispatch } from '../../src/domain/dispatch.ts';
import type { Order } from '../../src/domain/order.ts';
import { registerHooks } from '../../src/merchant-api/callbacks.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createDisputeLists } from '../../src/store/queues/dispute-lists.ts';
import { createDisputes } from '../../src/store/queues/disputes.ts';
import {
  createProviderReports,
  createWaitingReports,
} from '../../src/store/queues/provider-reports.ts';
import { createQuestions } from '../../src/store/queues/questions.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { type DisputeListsDeps, disputeListsRound } from '../../src/workers/dispute-lists.ts';
import { openDisputesRound } from '../../src/workers/open-disputes.ts';
import { Questioner } from '../../src/workers/questions.ts';
import { Resolver } from '../../src/workers/resolve-doubt.ts';
import { Upstream } from '../../src/workers/upstream.ts';
import { type WaitingReportsDeps, waitingReportsRound } from '../../src/workers/waiting-reports.ts';
import { gatesOf } from '../support/gates.ts';
import { NO_CHECKS } from '../support/shop.ts';
import { until } from '../support/until.ts';
import { letTimePass } from './dispatching.ts';
import { addApp, dispatchOf, openEgress, openWorld, orderOf, type World } from './world.ts';

const TIMEOUT_MS = 1_000;

type Json = Readonly<Record<string, unknown>>;

/**
 * Starts the emulator that reports to this address; answers it with what our account says of it.
 */
export type Introduce = (hookUrl: string) => Promise<{
  readonly emulator: Emulator;
  readonly account: Pick<Credentials, 'baseUrl' | 'secrets'>;
}>;

export type Dealings = Awaited<ReturnType<typeof openDealings>>;

/** A world, the emulator, and our workers and callbacks between them. */
export async function openDealings(t: TestContext, provider: Connector, introduce: Introduce) {
  const world = await openWorld(t);
  const connector = { ...provider, timeoutMs: TIMEOUT_MS };
  const by = { connector: connector.name, account: 'main' };
  const server = fastify();
  const accounts: Credentials[] = [];
  registerHooks(server, {
    ...world,
    questions: createQuestions(world.pool, world.lanes.shardCount),
    checkPayment: NO_CHECKS,
    providerReports: createProviderReports(world.pool, world.lanes.shardCount, world.ids),
    clock: { nowMs: Date.now },
    connector: (name) => (name === connector.name ? connector : null),
    credentials: () => accounts,
    onCallback: () => undefined,
  });
  const publicUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  t.after(() => server.close());
  const hookUrl = `${publicUrl}/hooks/${connector.name}/main`;
  const { emulator, account } = await introduce(hookUrl);
  t.after(() => emulator.stop());
  accounts.push({ account: 'main', version: 1, ...account });
  const upstream = new Upstream({
    connectors: new Map([[connector.name, connector]]),
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
  const questionQueue = createQuestions(world.pool, world.lanes.shardCount);
  const questioner = new Questioner({ ...deps, questionQueue });
  t.after(() => Promise.all([dispatcher.stop(), resolver.stop()]));
  return {
    world,
    by,
    hookUrl,
    dispatcher,
    queue,
    /** Asks all that callbacks without proof have raised and that is due. */
    async questioned({ shard }: Pick<Order, 'shard'>): Promise<void> {
      while (await questioner.round(shard));
    },
    /** Asks about all open disputes there, as on the next day. */
    async disputesAsked({ shard }: Pick<Order, 'shard'>): Promise<void> {
      await world.query("update dispute set ask_at = now() - interval '1 second'");
      const disputes = createDisputes(world.pool, world.lanes.shardCount);
      await openDisputesRound({ ...deps, disputes, nowMs: Date.now }, shard);
    },
    waitingOffered: () => offerWaiting(deps, world),
    disputesListed: () => listDisputes(deps, connector),
    ...handsOf(world, by, emulator),
    /** Sends all that is due in the order's shard, and waits for the verdicts. */
    async send({ shard }: Pick<Order, 'shard'>): Promise<void> {
      while (await dispatcher.round(shard)) await dispatcher.idle();
      await dispatcher.idle();
    },
    /** Asks about all that is in doubt there, as if its time had come. */
    async resolved({ shard }: Order): Promise<void> {
      await letTimePass(world);
      await resolver.round(shard);
      await resolver.idle();
    },
  };
}

/** Reads the account's list of disputes, as an hour later. */
async function listDisputes(
  deps: Omit<DisputeListsDeps, 'connectors' | 'disputeLists' | 'nowMs'> & World,
  connector: Connector,
): Promise<void> {
  await deps.query(
    `insert into dispute_list (connector, account, read_upto) values ($1, 'main', now())
     on conflict (connector, account) do update set next_at = now()`,
    [connector.name],
  );
  const connectors = new Map([[connector.name, connector]]);
  const disputeLists = createDisputeLists(deps.pool);
  while (await disputeListsRound({ ...deps, connectors, disputeLists, nowMs: Date.now }));
}

/** Offers what came too early again, as often as a day would. */
async function offerWaiting(
  deps: Omit<WaitingReportsDeps, 'waitingReports' | 'nowMs' | 'clock'>,
  world: World,
): Promise<void> {
  await world.query('update provider_report set next_at = now() where next_at is not null');
  const clock = { nowMs: Date.now };
  const waitingReports = createWaitingReports(world.pool);
  const round = { ...deps, clock, waitingReports, nowMs: Date.now };
  for (let shard = 0; shard < world.lanes.shardCount; shard += 1) {
    await waitingReportsRound(round, shard);
  }
}

function handsOf(world: World, by: Pick<Dispatch, 'connector' | 'account'>, emulator: Emulator) {
  return {
    url: emulator.url,
    /** Resolves once the emulator has been answered so often to notifications of this name. */
    async untilTaken(name: string, count: number): Promise<void> {
      await until(async () => {
        const journal = (await (await fetch(`${emulator.url}/emulator/journal`)).json()) as Json;
        const all = journal.deliveries as { name: string; taken: boolean }[];
        return all.filter((one) => one.name === name && one.taken).length >= count;
      }, `${name}, taken ${count} times`);
    },
    /** Sets a knob of the emulator. */
    async set(path: string, body: object): Promise<void> {
      const headers = { 'content-type': 'application/json' };
      const init = { method: 'PUT', headers, body: JSON.stringify(body) };
      assert.equal((await fetch(`${emulator.url}${path}`, init)).status, 200);
    },
    /** A call to the emulator: by the payer's page, its sandbox, or of its own. */
    async call(path: string, body: object, bearer = ''): Promise<Json> {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      return (await (await fetch(`${emulator.url}${path}`, init)).json()) as Json;
    },
    /** What the provider's books say of a reference. */
    async movements(reference: string): Promise<readonly string[]> {
      const journal = (await (await fetch(`${emulator.url}/emulator/journal`)).json()) as Json;
      const all = journal.movements as { reference: string; what: string; amount: string }[];
      const own = all.filter((movement) => movement.reference === reference);
      return own.map(({ what, amount }) => `${what} ${amount}`);
    },
    /** A committed order with its ready dispatch. */
    async made(changes: Partial<Order>): Promise<Order> {
      const order = orderOf(world, addApp(world, 5), { ...by, ...changes });
      await world.commit(order, { dispatches: [dispatchOf(order, by)] });
      return order;
    },
    /** Leaves the dispatch that closes the order at the provider. */
    async closed(order: Order): Promise<void> {
      const dispatches = closingDispatches(order, new Date(Date.now() - 1_000));
      assert.equal(dispatches.length, 1);
      await world.lanes.submit({
        shard: order.shard,
        balanceKeys: () => [],
        decide: () => ({ changes: { dispatches }, answer: true }),
      });
    },
    async now({ id }: Order): Promise<Order> {
      const order = await world.reader.orderById(id);
      assert.ok(order !== null);
      return order;
    },
    /** The address that the order sends its payer to. */
    async pageOf({ id }: Order): Promise<string> {
      const instructions = (await world.reader.orderById(id))?.instructions;
      assert.ok(instructions?.kind === 'redirect');
      return instructions.url;
    },
    async until(order: Order, state: Order['state']): Promise<Order> {
      return await until(async () => {
        const now = await world.reader.orderById(order.id);
        return now?.state === state && now;
      }, `an order that is ${state}`);
    },
  };
}

/** Every row of every table as text. */
export async function everythingStored({ query }: World): Promise<string> {
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
