import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { createNotificationQueries } from '../../src/store/queues/notifications.ts';
import { until } from '../support/until.ts';
import { notifierOf, queueRows, settledIn } from './notifying.ts';
import { plainDialect } from './plain-dialect.ts';
import { addApp, eventOf, openReceiver, openWorld, orderOf, SHARDS, type World } from './world.ts';

const ACKNOWLEDGED = [200, 'success'] as const;

/** One due notification of a fresh order. */
async function oneDue(world: World, url: string) {
  const order = orderOf(world, addApp(world, 5));
  await world.commit(order, { events: [eventOf(order, url)] });
  return order;
}

const attemptsOf = (world: World, orderId: bigint) =>
  createNotificationQueries(world.pool, SHARDS).attemptsOf(orderId);

async function stateOf(world: World, orderId: bigint) {
  const [row] = await createNotificationQueries(world.pool, SHARDS).ofOrder(orderId);
  return { state: row?.state, attemptCount: row?.attemptCount, note: row?.note };
}

describe('delivering notifications', () => {
  test('an acknowledged attempt is delivered, once, with one recorded attempt', async (t) => {
    const world = await openWorld(t);
    const receiver = await openReceiver(t, () => ACKNOWLEDGED);
    const order = await oneDue(world, `${receiver.url}/hook`);
    const { rounds } = notifierOf(t, world);
    await rounds(order.shard);
    await until(settledIn(world, 'delivered'), 'delivered');
    await rounds(order.shard);
    assert.equal(receiver.calls.length, 1);
    assert.equal(receiver.calls[0]?.path, '/hook');
    const attempts = await attemptsOf(world, order.id);
    assert.equal(attempts.length, 1);
    assert.deepEqual(
      { ...attempts[0], at: null, tookMs: null },
      { n: 1, attempt: 1, at: null, tookMs: null, status: 200, error: null, reply: 'success' },
    );
    assert.deepEqual(world.logged, []);
  });

  test('a reply that is no acknowledgement is recorded, printable and short', async (t) => {
    const world = await openWorld(t);
    const receiver = await openReceiver(t, () => [200, `no\u0000\u001b[31m\n${'é'.repeat(600)}`]);
    const order = await oneDue(world, receiver.url);
    const { rounds } = notifierOf(t, world);
    await rounds(order.shard);
    await until(async () => (await attemptsOf(world, order.id)).length === 1, 'an attempt');
    const [attempt] = await attemptsOf(world, order.id);
    assert.equal(attempt?.status, 200);
    assert.equal(attempt?.error, 'the reply is not an acknowledgement');
    assert.equal(attempt?.reply, `no [31m ${'é'.repeat(492)}`);
    assert.equal((await stateOf(world, order.id)).state, 'due');
  });

  test('a refused address is an attempt that says so, and nothing is called', async (t) => {
    const world = await openWorld(t);
    const order = await oneDue(world, 'http://10.0.0.1/hook');
    const { rounds } = notifierOf(t, world);
    await rounds(order.shard);
    await until(async () => (await attemptsOf(world, order.id)).length === 1, 'an attempt');
    const [attempt] = await attemptsOf(world, order.id);
    assert.match(attempt?.error ?? '', /^address refused: /);
    assert.equal(attempt?.status, null);
  });

  test('an event that the dialect does not send is done without an attempt, and noted', async (t) => {
    const world = await openWorld(t);
    const receiver = await openReceiver(t, () => ACKNOWLEDGED);
    const order = await oneDue(world, receiver.url);
    const { rounds } = notifierOf(t, world, { dialect: plainDialect({ silent: ['payin.paid'] }) });
    await rounds(order.shard);
    await until(settledIn(world, 'delivered'), 'done');
    assert.deepEqual(await stateOf(world, order.id), {
      state: 'delivered',
      attemptCount: 0,
      note: 'plain does not send payin.paid',
    });
    assert.deepEqual(await attemptsOf(world, order.id), []);
    assert.equal(receiver.calls.length, 0);
  });

  test('what cannot be encoded is a failed attempt, not a lost one', async (t) => {
    const world = await openWorld(t);
    const order = await oneDue(world, 'http://127.0.0.1:1/');
    const broken = { ...plainDialect(), notification: () => Promise.reject(new Error('no key')) };
    const { rounds } = notifierOf(t, world, { dialect: broken });
    await rounds(order.shard);
    await until(async () => (await attemptsOf(world, order.id)).length === 1, 'an attempt');
    const [attempt] = await attemptsOf(world, order.id);
    assert.equal(attempt?.error, 'not encoded: no key');
    assert.equal((await stateOf(world, order.id)).state, 'due');
  });

  test('a change that was rolled back is never reported', async (t) => {
    const world = await openWorld(t);
    const receiver = await openReceiver(t, () => ACKNOWLEDGED);
    const app = addApp(world, 5);
    const refused = orderOf(world, app, { amountMinor: 0n });
    const kept = orderOf(world, app);
    const outcomes = await Promise.allSettled(
      [refused, kept].map((order) =>
        world.commit(order, { events: [eventOf(order, receiver.url)] }),
      ),
    );
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
    const { rounds } = notifierOf(t, world);
    await rounds(kept.shard);
    await until(settledIn(world, 'delivered'), 'the kept one is delivered');
    assert.deepEqual(
      receiver.calls.map(({ body }) => JSON.parse(body).order),
      [`${kept.id}`],
    );
  });
});

describe('fairness between endpoints', () => {
  test('an endpoint that hangs with 20,000 due rows delays no other', async (t) => {
    const world = await openWorld(t);
    const hanging = await openReceiver(t, () => null);
    const healthy = await openReceiver(t, () => ACKNOWLEDGED);
    const bad = await oneDue(world, hanging.url);
    await queueRows(world, bad.id, 20_000);
    const good = await Promise.all(
      Array.from({ length: 100 }, () => oneDue(world, `${healthy.url}/${world.ids.next(0)}`)),
    );
    const { notifier, rounds, wakes } = notifierOf(t, world, {
      dialect: plainDialect({ attemptTimeoutMs: 8_000 }),
    });
    await rounds(bad.shard);
    await until(async () => {
      if (wakes.length > 0) await rounds(wakes.pop() as number);
      return healthy.calls.length === good.length;
    }, 'all healthy ones are notified');
    // Before any attempt at the bad endpoint has even timed out, all the others were made.
    assert.equal(hanging.calls.length, 2);
    assert.deepEqual(await attemptsOf(world, bad.id), []);
    hanging.release();
    await notifier.stop();
  });

  test('one endpoint gets more at once while it acknowledges, and one after a failure', async (t) => {
    const world = await openWorld(t);
    const waiting: (() => void)[] = [];
    let reply = 'success';
    const egress = {
      async send() {
        await new Promise<void>((resolve) => waiting.push(resolve));
        const body = Buffer.from(reply);
        return {
          kind: 'response',
          status: 200,
          headers: {},
          body,
          truncated: false,
          ms: 5,
        } as const;
      },
    };
    const order = await oneDue(world, 'http://shop.example/');
    await queueRows(world, order.id, 400);
    const { rounds, notifier } = notifierOf(t, world, { egress });
    const recorded = async () => (await world.query('select 1 from notification_attempt')).length;
    /** Answers all that is under way; resolves with how much is then, when nothing moves on. */
    const wave = async () => {
      const before = await recorded();
      const answered = waiting.length;
      for (const answer of waiting.splice(0)) answer();
      await until(async () => (await recorded()) === before + answered, 'they are recorded');
      await rounds(order.shard);
      await until(() => waiting.length > 0, 'more is under way');
      for (let seen = 0; seen !== waiting.length; ) {
        seen = waiting.length;
        await rounds(order.shard);
      }
      return waiting.length;
    };
    const sizes = [await wave()];
    while ((sizes.at(-1) as number) < 16) sizes.push(await wave());
    assert.equal(sizes[0], 2);
    assert.equal(await wave(), 16);
    reply = 'no';
    assert.equal(await wave(), 1);
    assert.equal(await wave(), 1);
    reply = 'success';
    assert.equal(await wave(), 2);
    const stopped = notifier.stop();
    for (const answer of waiting.splice(0)) answer();
    await stopped;
  });
});

describe('several workers', () => {
  test('two notifiers attempt each row once between them', async (t) => {
    const world = await openWorld(t);
    const receiver = await openReceiver(t, () => ACKNOWLEDGED);
    const order = await oneDue(world, receiver.url);
    await queueRows(world, order.id, 300);
    const notifiers = [notifierOf(t, world), notifierOf(t, world)];
    await until(async () => {
      await Promise.all(notifiers.map(({ rounds }) => rounds(order.shard)));
      return await settledIn(world, 'delivered')();
    }, 'all are delivered');
    assert.equal(receiver.calls.length, 301);
    assert.equal(new Set(receiver.calls.map(({ body }) => JSON.parse(body).order)).size, 301);
    const attempts = await world.query('select 1 from notification_attempt');
    assert.equal(attempts.length, 301);
  });

  test('stopping ends what is under way and gives the rest back at once', async (t) => {
    const world = await openWorld(t);
    const answers: (() => void)[] = [];
    const egress = {
      async send() {
        await new Promise<void>((resolve) => answers.push(resolve));
        const body = Buffer.from('success');
        return {
          kind: 'response',
          status: 200,
          headers: {},
          body,
          truncated: false,
          ms: 5,
        } as const;
      },
    };
    const order = await oneDue(world, 'http://shop.example/');
    await queueRows(world, order.id, 10);
    const { notifier, rounds } = notifierOf(t, world, { egress });
    await rounds(order.shard);
    await until(() => answers.length === 2, 'two attempts are under way');
    const stopped = notifier.stop();
    for (const answer of answers) answer();
    await stopped;
    const rows = await world.query<{ state: string; is_due: boolean }>(
      'select state, next_at <= now() as is_due from notification',
    );
    assert.equal(rows.filter(({ state }) => state === 'delivered').length, 2);
    assert.equal(rows.filter(({ state, is_due }) => state === 'due' && is_due).length, 9);
  });
});

test('the fixture multiplies a row', async (t: TestContext) => {
  const world = await openWorld(t);
  const order = await oneDue(world, 'http://shop.example/');
  await queueRows(world, order.id, 3);
  const rows = await world.query<{ shard: number }>('select shard from notification');
  assert.deepEqual(
    rows.map(({ shard }) => shard),
    Array.from({ length: 4 }, () => order.shard),
  );
});
