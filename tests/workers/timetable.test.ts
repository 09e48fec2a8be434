import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Order } from '../../src/domain/order.ts';
import { notificationWrites } from '../../src/store/privileged/notifications.ts';
import {
  createNotificationQueries,
  createNotificationQueue,
  EVERY_NOTIFICATION,
} from '../../src/store/queues/notifications.ts';
import { notifierOf } from './notifying.ts';
import { EIGHT_ATTEMPTS_MS, type PlainOptions, plainDialect } from './plain-dialect.ts';
import { addApp, eventOf, openReceiver, openWorld, orderOf, SHARDS } from './world.ts';

const EVENT_MS = Date.parse('2026-03-01T12:00:00.000Z');

/** One notification of an event at `EVENT_MS`, and a clock that is moved by hand. */
async function setUp(t: TestContext, random: () => number, options: PlainOptions = {}) {
  const world = await openWorld(t);
  let nowMs = EVENT_MS;
  let reply = 'busy';
  const receiver = await openReceiver(t, () => [200, reply]);
  const now = () => new Date(nowMs);
  const dialect = plainDialect(options);
  const queue = createNotificationQueue(world.pool, now);
  const queries = {
    ...createNotificationQueries(world.pool, SHARDS),
    ...notificationWrites(world.pool, SHARDS, now),
  };
  const { notifier, rounds } = notifierOf(t, world, { queue, dialect, random });
  const order: Order = orderOf(world, addApp(world, 5));
  const event = eventOf(order, receiver.url, new Date(EVENT_MS));
  await world.commit(order, { events: [event] });
  /** Lets the worker look at a moment; resolves with how many attempts were made by then. */
  const lookAt = async (ms: number) => {
    nowMs = ms;
    const before = receiver.calls.length;
    await rounds(order.shard);
    await notifier.idle();
    return receiver.calls.length - before;
  };
  return {
    world,
    receiver,
    dialect,
    queries,
    order,
    lookAt,
    acknowledge: () => {
      reply = 'success';
    },
    view: async () => (await queries.ofOrder(order.id))[0],
  };
}

describe('the timetable of attempts', () => {
  test('eight attempts within forty minutes, each exactly at its slot, then dead-lettered', async (t) => {
    const { receiver, dialect, queries, order, lookAt, view } = await setUp(t, () => 0);
    for (const [index, afterMs] of EIGHT_ATTEMPTS_MS.entries()) {
      if (index > 0) assert.equal(await lookAt(EVENT_MS + afterMs - 1), 0, `before slot ${index}`);
      assert.equal(await lookAt(EVENT_MS + afterMs), 1, `at slot ${index}`);
    }
    assert.equal((await view())?.state, 'parked');
    assert.equal(await lookAt(EVENT_MS + 30 * 86_400_000), 0);
    assert.equal(receiver.calls.length, 8);
    assert.equal((EIGHT_ATTEMPTS_MS.at(-1) as number) < 40 * 60_000, true);
    const attempts = await queries.attemptsOf(order.id);
    assert.deepEqual(
      attempts.map(({ attempt }) => attempt),
      [1, 2, 3, 4, 5, 6, 7, 8],
    );
    assert.equal(dialect.made(), 1);
    assert.equal(new Set(receiver.calls.map(({ body }) => body)).size, 1);
    assert.equal(new Set(receiver.calls.map(({ headers }) => JSON.stringify(headers))).size, 1);
  });

  test('jitter comes later only, by at most a fifth of the step, and not at first', async (t) => {
    const { lookAt } = await setUp(t, () => 0.999_999);
    assert.equal(await lookAt(EVENT_MS), 1);
    for (let index = 1; index < EIGHT_ATTEMPTS_MS.length; index += 1) {
      const slotMs = EVENT_MS + (EIGHT_ATTEMPTS_MS[index] as number);
      const stepMs =
        (EIGHT_ATTEMPTS_MS[index] as number) - (EIGHT_ATTEMPTS_MS[index - 1] as number);
      assert.equal(await lookAt(slotMs + stepMs * 0.19), 0, `slot ${index}`);
      assert.equal(await lookAt(slotMs + stepMs * 0.2), 1, `slot ${index}`);
    }
  });

  test('a first slot after the event is waited for', async (t) => {
    const { lookAt } = await setUp(t, () => 0, { attemptAfterMs: [30_000, 60_000] });
    assert.equal(await lookAt(EVENT_MS), 0);
    assert.equal(await lookAt(EVENT_MS + 29_999), 0);
    assert.equal(await lookAt(EVENT_MS + 30_000), 1);
    assert.equal(await lookAt(EVENT_MS + 60_000), 1);
  });

  test('after an outage of ours the missed attempts do not bunch', async (t) => {
    const { lookAt } = await setUp(t, () => 0);
    assert.equal(await lookAt(EVENT_MS), 1);
    const backMs = EVENT_MS + 3_600_000;
    assert.equal(await lookAt(backMs), 1);
    const stepMs = (EIGHT_ATTEMPTS_MS[2] as number) - (EIGHT_ATTEMPTS_MS[1] as number);
    assert.equal(await lookAt(backMs + stepMs - 1), 0);
    assert.equal(await lookAt(backMs + stepMs), 1);
  });

  test('an event that is attempted once is dead-lettered when it was not acknowledged', async (t) => {
    const { lookAt, view } = await setUp(t, () => 0, { attemptedOnce: ['payin.paid'] });
    assert.equal(await lookAt(EVENT_MS), 1);
    assert.equal((await view())?.state, 'parked');
    assert.equal(await lookAt(EVENT_MS + 86_400_000), 0);
  });

  test('a late acknowledgement ends it', async (t) => {
    const { lookAt, acknowledge, view } = await setUp(t, () => 0);
    await lookAt(EVENT_MS);
    acknowledge();
    assert.equal(await lookAt(EVENT_MS + 15_000), 1);
    assert.equal((await view())?.state, 'delivered');
    assert.equal(await lookAt(EVENT_MS + 86_400_000), 0);
  });
});

describe('sending again what was dead-lettered', () => {
  const DEAD_MS = EVENT_MS + 86_400_000;

  test('one by one: due at once, the same bytes, a whole new timetable', async (t) => {
    const { receiver, queries, order, lookAt, acknowledge, view } = await setUp(t, () => 0);
    for (const afterMs of EIGHT_ATTEMPTS_MS) await lookAt(EVENT_MS + afterMs);
    assert.equal(await lookAt(DEAD_MS), 0);
    assert.equal(await queries.resend(order.id, 1), true);
    assert.equal(await queries.resend(order.id, 1), false, 'it is due already');
    assert.equal(await lookAt(DEAD_MS), 1);
    assert.equal(await lookAt(DEAD_MS + 14_999), 0);
    acknowledge();
    assert.equal(await lookAt(DEAD_MS + 15_000), 1);
    assert.equal((await view())?.state, 'delivered');
    assert.equal((await view())?.attemptCount, 10);
    assert.equal(new Set(receiver.calls.map(({ body }) => body)).size, 1);
    assert.equal(await queries.resend(order.id, 1), true, 'a delivered one can be asked for again');
    assert.equal(await lookAt(DEAD_MS + 20_000), 1);
  });

  test('by filter: only what it names', async (t) => {
    const { world, queries, order, lookAt } = await setUp(t, () => 0);
    for (const afterMs of EIGHT_ATTEMPTS_MS) await lookAt(EVENT_MS + afterMs);
    await lookAt(DEAD_MS);
    const other = addApp(world, 7).merchantId;
    const filters = [
      { ...EVERY_NOTIFICATION, merchantId: other },
      { ...EVERY_NOTIFICATION, event: 'payout.paid' as const },
      { ...EVERY_NOTIFICATION, from: new Date(EVENT_MS + 1) },
      { ...EVERY_NOTIFICATION, before: new Date(EVENT_MS) },
      { ...EVERY_NOTIFICATION, endpoint: 'elsewhere' },
    ];
    for (const filter of filters) {
      assert.equal(await queries.resendDeadLettered(filter, 100), 0);
      assert.deepEqual(await queries.list('parked', filter, 10), []);
    }
    const matching = { ...EVERY_NOTIFICATION, merchantId: order.merchantId };
    const [listed] = await queries.list('parked', matching, 10);
    assert.equal(listed?.orderId, order.id);
    assert.equal((await queries.list('parked', EVERY_NOTIFICATION, 10)).length, 1);
    assert.equal(await queries.resendDeadLettered(matching, 100), 1);
    assert.equal(await lookAt(DEAD_MS), 1);
  });
});
