import type { TestContext } from 'node:test';
import type { AccountLimit } from '../../src/domain/account-limit.ts';
import type { Dispatch } from '../../src/domain/dispatch.ts';
import type { Order } from '../../src/domain/order.ts';
import { hold } from '../../src/domain/payout.ts';
import type { Routing } from '../../src/ports/core.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createWatchQueue } from '../../src/store/queues/watch.ts';
import { Asker } from '../../src/workers/asker.ts';
import { Dispatcher } from '../../src/workers/dispatch.ts';
import { Resolver } from '../../src/workers/resolve-doubt.ts';
import type { Upstream } from '../../src/workers/upstream.ts';
import { watchRound } from '../../src/workers/watch.ts';
import { gatesOf } from '../support/gates.ts';
import { type FakeOptions, type FakeUpstream, openUpstream, upstreamOf } from './fake-upstream.ts';
import { addApp, dispatchOf, openEgress, openWorld, orderOf, type World } from './world.ts';

/** A world with a provider, and workers that are moved by hand. */
export async function openDispatching(
  t: TestContext,
  options: FakeOptions & { readonly routing?: Routing } = {},
) {
  const world = await openWorld(t);
  const fake = await openUpstream(t);
  const egress = openEgress(t);
  const queue = createDispatchQueue(world.pool);
  const upstream = upstreamOf(egress, fake, options);
  const payLinks = { urlOf: () => 'https://pay.example/', read: () => null };
  const deps = {
    ...world,
    routing: options.routing ?? world.routing,
    payLinks,
    publicUrl: 'https://causeway.example',
    queue,
    upstream,
    events: {},
  };
  /** Another process, with gates of its own. */
  const dispatcherOf = (limit: Partial<AccountLimit> = {}) =>
    started(upstreamOf(egress, fake, options, gatesOf(limit)));
  const started = (own: Upstream) => {
    const dispatcher = new Dispatcher({ ...deps, upstream: own });
    t.after(() => dispatcher.stop());
    return dispatcher;
  };
  const dispatcher = started(upstream);
  const resolver = new Resolver(deps, () => undefined);
  t.after(() => resolver.stop());
  /** Sends all that is due in a shard and waits for the verdicts. */
  const send = async (shard: number) => {
    while (await dispatcher.round(shard)) await dispatcher.idle();
  };
  /** Asks about all that is due in a shard and waits for what comes of it. */
  const resolve = async (shard: number) => {
    await resolver.round(shard);
    await resolver.idle();
  };
  /** A watcher with a queue and a budget of its own, as each process has; its round of a shard. */
  const watcherOf = (nowMs: () => number) => {
    const asker = new Asker({ ...deps, ticks: nowMs });
    const watch = { queue: createWatchQueue(world.pool, () => ['fake']), asker, nowMs };
    return { asker, round: (shard: number) => watchRound(watch, shard) };
  };
  return {
    world,
    watcherOf,
    fake,
    queue,
    upstream,
    deps,
    dispatcher,
    dispatcherOf,
    resolver,
    send,
    resolve,
  };
}

/** A committed payin with its ready dispatch. */
export async function payin(world: World, account = 'main'): Promise<Order> {
  const order = orderOf(world, addApp(world, 5), { account });
  await world.commit(order, { dispatches: [dispatchOf(order, { account })] });
  return order;
}

/** A committed payout with its hold and its ready dispatch, out of a balance of 1,000.00. */
export const payout = (world: World) => outgoing(world, { kind: 'payout' });

/** The same for whatever leaves. */
export async function outgoing(world: World, changes: Partial<Order>): Promise<Order> {
  const app = addApp(world, 5);
  const order = orderOf(world, app, changes);
  await giveMoney(world, order.shard, order.merchantId);
  await world.lanes.submit({
    shard: order.shard,
    claim: order,
    balanceKeys: () => [order],
    decide: (rows) => {
      const held = hold(order, rows.balance(order));
      if (held === null) throw new Error('the balance does not cover it');
      return { changes: { entries: [held], dispatches: [dispatchOf(order)] }, answer: true };
    },
  });
  return order;
}

/** 1,000.00 to pay out. */
export async function giveMoney(world: World, shard: number, merchantId: bigint): Promise<void> {
  await world.query(
    `insert into balance (shard, merchant_id, mode, asset, available, pending, reserved, fees,
       upstream, suspense) values ($1, $2, 'live', 'PHP/2', 100000, 0, 0, 0, -100000, 0)`,
    [shard, merchantId],
  );
}

export async function dispatchRow(world: World, orderId: bigint): Promise<Dispatch> {
  const [row] = await world.reader.dispatchesOf(orderId);
  if (row === undefined) throw new Error('no dispatch');
  return row;
}

export const orderState = async (world: World, id: bigint) =>
  (await world.reader.orderById(id))?.state;

/** What is held for open payouts. */
export async function reserved(world: World, order: Order): Promise<bigint | undefined> {
  return (await world.reader.balances(order.merchantId))[0]?.balance.reserved;
}

/** Makes every row of the dispatch queue due: the passing of time. */
export async function letTimePass(world: World): Promise<void> {
  await world.query("update dispatch set next_at = now() - interval '1 ms' where state <> 'done'");
}

export const createsOf = (fake: FakeUpstream, order: Order) => fake.creates.get(`${order.id}`) ?? 0;
