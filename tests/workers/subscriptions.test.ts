/** Events sent to an app's subscriptions: each signed for itself, in order, apart from others. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppKey, Subscription } from '../../src/domain/merchant.ts';
import type { Order } from '../../src/domain/order.ts';
import { createNotificationQueries } from '../../src/store/queues/notifications.ts';
import { until } from '../support/until.ts';
import { notifierOf } from './notifying.ts';
import { plainDialect } from './plain-dialect.ts';
import { addApp, eventOf, openReceiver, openWorld, orderOf, SHARDS } from './world.ts';

const keyOf = (material: string): AppKey => ({
  ...{ id: material, purpose: 'notification', material },
  ...{ notBefore: new Date(0), notAfter: null },
});

/** A dialect that shows whose keys it was given. */
const SHOWING = {
  ...plainDialect(),
  async notification(
    { type, n }: { type: string; n: number },
    _app: unknown,
    keys: readonly AppKey[],
  ) {
    const body = JSON.stringify({ type, n, keys: keys.map(({ material }) => material) });
    return { method: 'POST' as const, headers: {}, body };
  },
};

test('each address hears what it wants, with its own key, whatever becomes of others', async (t) => {
  const world = await openWorld(t);
  const calls: string[] = [];
  const receiver = await openReceiver(t, ({ path, body }) => {
    const { type, n, keys } = JSON.parse(`${body}`) as { type: string; n: number; keys: string[] };
    calls.push(`${path} ${type} ${n} ${keys.join()}`);
    return path === '/broken' ? [500, 'no'] : [200, 'success'];
  });
  const subscription = (slot: number, path: string, changes: Partial<Subscription> = {}) => ({
    ...{ slot, url: `${receiver.url}${path}`, events: [], enabled: true, key: keyOf(`s${slot}`) },
    ...changes,
  });
  const app = addApp(world, 5);
  const subscriptions = [
    subscription(1, '/books'),
    subscription(2, '/broken'),
    subscription(3, '/refunds', { events: ['refund.paid'] }),
    subscription(4, '/off', { enabled: false }),
  ];
  world.apps.set(app.id, { ...app, keys: [keyOf('own')], subscriptions });
  const order = orderOf(world, app);
  const events = [1, 2].map((n) => ({ ...eventOf(order, `${receiver.url}/own`), n }));
  await world.commit(order, { events });
  const { rounds, notifier } = notifierOf(t, world, { dialect: SHOWING });
  await until(async () => {
    await rounds(order.shard);
    return calls.filter((line) => !line.startsWith('/broken')).length === 4;
  }, 'both events are sent to both');
  const reported = (path: string) => calls.filter((line) => line.startsWith(path));
  assert.deepEqual(reported('/own'), ['/own payin.paid 1 own', '/own payin.paid 2 own']);
  assert.deepEqual(reported('/books'), ['/books payin.paid 1 s1', '/books payin.paid 2 s1']);
  assert.deepEqual(
    reported('/broken'),
    ['/broken payin.paid 1 s2'],
    'the second waits for the first',
  );
  assert.deepEqual([reported('/refunds'), reported('/off')], [[], []]);
  await notifier.idle();
  const rows = await createNotificationQueries(world.pool, SHARDS).ofOrder(order.id);
  assert.deepEqual(
    rows.map(({ n, state }) => `${n} ${state}`),
    ['1 delivered', '2 delivered', '1001 delivered', '1002 delivered', '2001 due', '2002 due'],
  );
});

test('an order without an address is reported to subscriptions; one that is gone is a dead letter', async (t) => {
  const world = await openWorld(t);
  const receiver = await openReceiver(t, () => [200, 'success']);
  const app = addApp(world, 5);
  const subscription = {
    ...{ slot: 1, url: receiver.url, events: [], enabled: true, key: keyOf('s1') },
  };
  world.apps.set(app.id, { ...app, subscriptions: [subscription] });
  const order = orderOf(world, app);
  await world.commit(order, { events: [{ ...eventOf(order, receiver.url), url: null }] });
  world.apps.set(app.id, app);
  const { rounds } = notifierOf(t, world);
  const state = async () => {
    await rounds(order.shard);
    const [row] = await createNotificationQueries(world.pool, SHARDS).ofOrder(order.id);
    return row?.state === 'parked' && row.n;
  };
  assert.equal(await until(state, 'dead-lettered'), 1_001);
  assert.equal(receiver.calls.length, 0);
});

test('of a merchant’s orders in both modes each is reported to the addresses of its own app', async (t) => {
  const world = await openWorld(t);
  const calls: string[] = [];
  const receiver = await openReceiver(t, ({ path }) => {
    calls.push(path);
    return [200, 'success'];
  });
  const live = addApp(world, 5);
  const testing = { ...live, id: world.ids.next(5), publicId: 'T', mode: 'test' } as const;
  const orders: Order[] = [];
  for (const app of [live, testing]) {
    const address = (path: string) => `${receiver.url}/${app.mode}/${path}`;
    const key = keyOf('s1');
    const subscription = { ...{ slot: 1, events: [], enabled: true, key }, url: address('books') };
    world.apps.set(app.id, { ...app, subscriptions: [subscription] });
    const order = orderOf(world, app, { mode: app.mode, merchantRef: 'A' });
    await world.commit(order, { events: [eventOf(order, address('own'))] });
    orders.push(order);
  }
  const { rounds, notifier } = notifierOf(t, world, { dialect: SHOWING });
  await until(async () => {
    for (const { shard } of orders) await rounds(shard);
    return calls.length === 4;
  }, 'both events are sent to both addresses of their app');
  await notifier.idle();
  assert.deepEqual(calls.sort(), ['/live/books', '/live/own', '/test/books', '/test/own']);
});
