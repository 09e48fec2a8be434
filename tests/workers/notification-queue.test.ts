import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Completion, LeasedNotification } from '../../src/ports/workers.ts';
import { notificationWrites } from '../../src/store/privileged/notifications.ts';
import {
  createNotificationQueue,
  EVERY_NOTIFICATION,
} from '../../src/store/queues/notifications.ts';
import { until } from '../support/until.ts';
import { notifierOf, queueRows, settledIn } from './notifying.ts';
import { plainDialect } from './plain-dialect.ts';
import { addApp, eventOf, openReceiver, openWorld, orderOf, SHARDS } from './world.ts';

const LEASE_MS = 60_000;
const BYTES = { method: 'POST', headers: { 'x-a': '1' }, body: 'signed' } as const;

/** `count` due rows of one endpoint, and a queue whose clock is moved by hand. */
async function setUp(t: TestContext, count: number, url = 'http://shop.example/') {
  const world = await openWorld(t);
  let nowMs = Date.now() + 1_000;
  const now = () => new Date(nowMs);
  const queue = createNotificationQueue(world.pool, now);
  const order = orderOf(world, addApp(world, 5));
  await world.commit(order, { events: [eventOf(order, url)] });
  if (count > 1) await queueRows(world, order.id, count - 1);
  const [endpoint] = (await queue.dueEndpoints(order.shard, '', 10)).endpoints;
  const lease = (free: number) =>
    queue.lease(order.shard, [{ endpoint: endpoint as string, free }], LEASE_MS);
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { world, queue, order, lease, pass, now };
}

function delivered({ orderId, n, leaseNo }: LeasedNotification): Completion {
  const attempt = { tookMs: 3, status: 200, error: null, reply: 'success' };
  const next = { nextAfterMs: 0, elseInMs: 0, note: null };
  return { orderId, n, leaseNo, state: 'delivered', attempt, ...next };
}

describe('leases of notifications', () => {
  test('workers that ask at once are given different rows, and together all of them', async (t) => {
    const { lease } = await setUp(t, 200);
    const leased = await Promise.all(Array.from({ length: 8 }, () => lease(25)));
    const ids = leased.flat().map(({ orderId }) => orderId);
    // Rows that another worker was just locking are skipped, and are there the next time.
    const rest = await lease(200);
    assert.equal(ids.length + rest.length, 200);
    assert.equal(new Set([...ids, ...rest.map(({ orderId }) => orderId)]).size, 200);
  });

  test('a leased row is nobody else`s until the lease runs out', async (t) => {
    const { lease, pass } = await setUp(t, 1);
    assert.equal((await lease(5)).length, 1);
    assert.equal((await lease(5)).length, 0);
    pass(LEASE_MS - 1);
    assert.equal((await lease(5)).length, 0);
    pass(1);
    assert.equal((await lease(5))[0]?.leaseNo, 2);
  });

  test('who has lost the lease can neither store bytes nor complete', async (t) => {
    const { world, queue, order, lease, pass } = await setUp(t, 1);
    const [lost] = await lease(1);
    pass(LEASE_MS);
    const [held] = await lease(1);
    assert.ok(lost && held);
    assert.deepEqual(await queue.storeBytes(order.shard, [{ ...lost, bytes: BYTES }]), []);
    assert.deepEqual((await queue.complete(order.shard, [delivered(lost)])).kept, []);
    assert.equal(await settledIn(world, 'due')(), true);
    assert.deepEqual(await world.query('select 1 from notification_attempt'), []);
    assert.equal((await queue.storeBytes(order.shard, [{ ...held, bytes: BYTES }])).length, 1);
    assert.equal((await queue.complete(order.shard, [delivered(held)])).kept.length, 1);
    assert.equal(await settledIn(world, 'delivered')(), true);
    assert.deepEqual((await queue.complete(order.shard, [delivered(held)])).kept, [], 'only once');
  });

  test('bytes are stored once and never replaced', async (t) => {
    const { queue, order, lease, pass } = await setUp(t, 1);
    const [first] = await lease(1);
    assert.ok(first);
    const store = (body: string) =>
      queue.storeBytes(order.shard, [{ ...first, bytes: { ...BYTES, body } }]);
    assert.equal((await store('first')).length, 1);
    assert.equal((await store('second')).length, 0);
    pass(LEASE_MS);
    const [again] = await lease(1);
    assert.deepEqual(again?.bytes, { ...BYTES, body: 'first' });
  });

  test('a worker that dies after the attempt costs a repeat of the very same bytes', async (t) => {
    const receiver = await openReceiver(t, () => [200, 'success']);
    const { world, queue, order, pass } = await setUp(t, 1, receiver.url);
    const dialect = plainDialect();
    // The first worker's completions never reach the database; its process is gone at the end.
    let bury: () => void = () => undefined;
    const dead = new Promise<void>((resolve) => {
      bury = resolve;
    });
    const dying = { ...queue, complete: () => dead.then(() => ({ kept: [], nextDue: false })) };
    const first = notifierOf(t, world, { queue: dying, dialect });
    await first.rounds(order.shard);
    await until(() => receiver.calls.length === 1, 'the first attempt');
    const second = notifierOf(t, world, { queue, dialect });
    await second.rounds(order.shard);
    assert.equal(receiver.calls.length, 1);
    pass(100_000);
    await second.rounds(order.shard);
    await until(settledIn(world, 'delivered'), 'delivered');
    assert.equal(receiver.calls.length, 2);
    assert.deepEqual(receiver.calls[0], receiver.calls[1]);
    assert.equal(dialect.made(), 1);
    bury();
  });
});

describe('looking for endpoints', () => {
  test('all are met in turn, however many rows each has, and those not due are left out', async (t) => {
    const world = await openWorld(t);
    const queue = createNotificationQueue(world.pool);
    for (let i = 0; i < 7; i += 1) {
      const order = orderOf(world, addApp(world, 4 * i));
      const at = new Date(Date.now() + (i === 3 ? 3_600_000 : -1_000));
      await world.commit(order, { events: [eventOf(order, `http://shop${i}.example/`, at)] });
      await queueRows(world, order.id, 50);
    }
    const met: string[] = [];
    let after: string | null = '';
    for (let rounds = 0; after !== null; rounds += 1) {
      assert.ok(rounds < 10);
      const found = await queue.dueEndpoints(0, after, 2);
      met.push(...found.endpoints);
      after = found.next;
    }
    assert.deepEqual(
      met.map((endpoint) => /shop\d/.exec(endpoint)?.[0]),
      ['shop0', 'shop1', 'shop2', 'shop4', 'shop5', 'shop6'],
    );
  });
});

describe('the notifications of one order', () => {
  const failed = ({ orderId, n, leaseNo }: LeasedNotification): Completion => ({
    ...{ orderId, n, leaseNo, state: 'due', nextAfterMs: 300_000, elseInMs: 300_000, note: null },
    attempt: { tookMs: 3, status: 503, error: null, reply: '' },
  });
  const numbers = (rows: readonly LeasedNotification[]) => rows.map(({ n }) => n);

  /** Notifications 1 to 3 of one order at one endpoint, all due. */
  async function setUpThree(t: TestContext) {
    const setting = await setUp(t, 1);
    await setting.world.query(
      `insert into notification (shard, order_id, n, merchant_id, app_id, endpoint, event, url,
         payload, state, next_at, created_at)
       select shard, order_id, i, merchant_id, app_id, endpoint, event, url,
         payload, state, next_at, created_at
       from notification, generate_series(2, 3) as i`,
    );
    const { world, order, queue, now } = setting;
    const queries = notificationWrites(world.pool, SHARDS, now);
    const complete = (row: LeasedNotification | undefined, how = delivered) =>
      queue.complete(order.shard, [how(row as LeasedNotification)]);
    return { ...setting, queries, complete };
  }

  test('a newer one waits until the older one is delivered, and is due at once then', async (t) => {
    const { lease, complete } = await setUpThree(t);
    for (const n of [1, 2, 3]) {
      const rows = await lease(10);
      assert.deepEqual(numbers(rows), [n]);
      assert.deepEqual(numbers(await lease(10)), [], 'not while the older one is under way');
      assert.equal((await complete(rows[0])).nextDue, n < 3);
    }
  });

  test('a newer one does not overtake an older one that failed and will be repeated', async (t) => {
    const { lease, complete, pass } = await setUpThree(t);
    const [first] = await lease(10);
    assert.equal((await complete(first, failed)).nextDue, false);
    for (let waited = 0; waited < 300_000; waited += 10_000) {
      assert.deepEqual(numbers(await lease(10)), [], `after ${waited} ms`);
      pass(10_000);
    }
    const again = await lease(10);
    assert.deepEqual(numbers(again), [1]);
    await complete(again[0]);
    assert.deepEqual(numbers(await lease(10)), [2]);
  });

  test('a newer one goes out once the older one is dead-lettered', async (t) => {
    const { lease, complete } = await setUpThree(t);
    const [first] = await lease(10);
    await complete(first, (row) => ({ ...delivered(row), state: 'parked' }));
    assert.deepEqual(numbers(await lease(10)), [2]);
  });

  test('those that wait do not hold up the other orders of their endpoint', async (t) => {
    const { world, order, lease } = await setUpThree(t);
    await queueRows(world, order.id, 5);
    // Copied are all three of the order: of each of the six orders one may be under way.
    const seen = [];
    for (let rows = await lease(2); rows.length > 0; rows = await lease(2)) seen.push(...rows);
    assert.deepEqual(numbers(seen), [1, 1, 1, 1, 1, 1]);
    assert.equal(new Set(seen.map(({ orderId }) => orderId)).size, 6);
  });

  test('an older one is not sent again while a newer one may be under way', async (t) => {
    const { order, lease, complete, queries } = await setUpThree(t);
    await complete((await lease(10))[0], (row) => ({ ...delivered(row), state: 'parked' }));
    const [second] = await lease(10);
    assert.equal(await queries.resend(order.id, 1), false, 'the second one is under way');
    await complete(second, failed);
    assert.equal(await queries.resend(order.id, 1), true, 'the second one waits to be repeated');
    assert.deepEqual(numbers(await lease(10)), [1]);
  });

  test('what the API of the merchant has no word for has overtaken nothing', async (t) => {
    const { order, lease, complete, queries } = await setUpThree(t);
    await complete((await lease(10))[0], (row) => ({ ...delivered(row), state: 'parked' }));
    for (const _ of [2, 3]) {
      await complete((await lease(10))[0], (row) => ({ ...delivered(row), attempt: null }));
    }
    assert.equal(await queries.resend(order.id, 1), true);
  });

  test('what a newer one has overtaken is not sent again', async (t) => {
    const { order, lease, complete, queries } = await setUpThree(t);
    await complete((await lease(10))[0], (row) => ({ ...delivered(row), state: 'parked' }));
    await complete((await lease(10))[0]);
    await complete((await lease(10))[0], (row) => ({ ...delivered(row), state: 'parked' }));
    assert.equal(await queries.resend(order.id, 1), false, 'the second one was delivered after it');
    assert.equal(await queries.resendDeadLettered(EVERY_NOTIFICATION, 10), 1, 'the third one only');
    assert.deepEqual(numbers(await lease(10)), [3]);
  });
});
