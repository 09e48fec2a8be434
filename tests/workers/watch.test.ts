/** Payments whose callbacks were lost come to light, as long as money may still come. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Order } from '../../src/domain/order.ts';
import { createSweepQueue } from '../../src/store/queues/sweeps.ts';
import { createWatchQueue } from '../../src/store/queues/watch.ts';
import { expireRound } from '../../src/workers/sweeps.ts';
import { WATCH_STEPS } from '../../src/workers/watch.ts';
import { openDispatching, orderState, payin } from './dispatching.ts';
import { addApp, dispatchOf, orderOf } from './world.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1440 * MINUTE_MS;
/** Every question is answered here, also on a machine that is busy with other work. */
const PATIENT = { timeoutMs: 30_000 };

async function open(t: TestContext) {
  const hands = await openDispatching(t, PATIENT);
  const { world, watcherOf, send } = hands;
  const clock = { nowMs: Date.now() };
  const watcher = watcherOf(() => clock.nowMs);
  const sweeps = { ...world, queue: createSweepQueue(world.pool), events: {} };
  const expires = async (order: Order, at: string) =>
    await world.query('update orders set expires_at = now() + $2::interval where id = $1', [
      order.id,
      at,
    ]);
  return {
    ...hands,
    clock,
    watcher,
    /** A payin that the provider has taken, and that expires in half an hour. */
    async taken(): Promise<Order> {
      const order = await payin(world);
      await expires(order, '30 minutes');
      await send(order.shard);
      return order;
    },
    /** The order's time is over by so much, and the sweep comes. */
    async expire(order: Order, overBy = '1 second') {
      await expires(order, `-${overBy}`);
      await expireRound({ ...sweeps, asker: watcher.asker }, order.shard);
      return await orderState(world, order.id);
    },
    async watch(shard: number, atMs: number) {
      clock.nowMs = atMs;
      while (await watcher.round(shard));
    },
  };
}

describe('watching open orders', () => {
  test('an order whose callback was lost is healed at the next age', async (t) => {
    const { world, fake, taken, watch, clock } = await open(t);
    const order = await taken();
    assert.equal(await orderState(world, order.id), 'pending');
    fake.states.set(`${order.id}`, 'paid');
    await watch(order.shard, clock.nowMs);
    assert.deepEqual(fake.queries, [], 'it is too young');
    await watch(order.shard, clock.nowMs + 2 * MINUTE_MS + 1_000);
    assert.equal(await orderState(world, order.id), 'paid');
  });

  test('a payment that was reversed after it was paid is reversed here at the next age', async (t) => {
    const { world, fake, taken, watch, clock } = await open(t);
    const order = await taken();
    fake.states.set(`${order.id}`, 'paid');
    await watch(order.shard, clock.nowMs + 2 * MINUTE_MS + 1_000);
    assert.equal(await orderState(world, order.id), 'paid');
    fake.states.set(`${order.id}`, 'reversed');
    await watch(order.shard, clock.nowMs + 59 * MINUTE_MS);
    assert.equal(await orderState(world, order.id), 'reversed');
  });

  test('what a process took and did not ask about is asked about by the next one', async (t) => {
    const { world, taken, clock } = await open(t);
    const order = await taken();
    const step = WATCH_STEPS.find(({ name }) => name === 'payin 120 s');
    assert.ok(step !== undefined);
    const atMs = clock.nowMs + 3 * MINUTE_MS;
    const takeAs = async () => {
      const queue = createWatchQueue(world.pool, () => []);
      return await queue.take(order.shard, step, atMs, 64, MINUTE_MS);
    };
    assert.equal((await takeAs()).dispatches.length, 1);
    assert.equal((await takeAs()).dispatches.length, 0, 'it is leased');
    await world.query("update watch_mark set leased_until = now() - interval '1 second'");
    const again = await takeAs();
    assert.equal(again.dispatches.length, 1);
    await again.done();
    assert.equal((await takeAs()).dispatches.length, 0, 'once per age');
  });

  test('each order is asked about once per age, whoever watches, and never more', async (t) => {
    const { world, watcherOf, fake, send } = await openDispatching(t, PATIENT);
    const orders = await Promise.all(Array.from({ length: 100 }, () => payin(world)));
    const shard = orders[0]?.shard as number;
    await send(shard);
    for (const { id } of orders) fake.states.set(`${id}`, 'pending');
    let nowMs = Date.now();
    // Two processes: each has a queue of its own.
    const watchers = [0, 1].map(() => watcherOf(() => nowMs));
    const watchAll = async () => {
      for (let more = true; more; ) {
        more = (await Promise.all(watchers.map((w) => w.round(shard)))).some(Boolean);
      }
    };
    const once = WATCH_STEPS.filter((one) => one.of === 'open' && one.everyMs === null);
    const payinAges = once.filter(({ kinds }) => kinds.includes('payin'));
    const beginMs = nowMs;
    for (const [index, { ageMs }] of payinAges.entries()) {
      nowMs = beginMs + ageMs + 1_000;
      await watchAll();
      await watchAll();
      assert.equal(fake.queries.length, (index + 1) * orders.length);
    }
    // From then on once a day, for as long as they are open.
    for (let day = 1; day <= 3; day += 1) {
      nowMs += DAY_MS + MINUTE_MS;
      await watchAll();
      await watchAll();
      assert.equal(fake.queries.length, (payinAges.length + day) * orders.length);
    }
  });

  test('what stays open for long is asked about for as long: payins, payouts and codes', async (t) => {
    const { world, fake, watch, clock } = await open(t);
    const app = addApp(world, 5);
    const beginMs = clock.nowMs;
    for (const [kind, days] of [
      ['payin', 29],
      ['payout', 40],
      ['code', 300],
    ] as const) {
      const order = orderOf(world, app, { kind, state: kind === 'code' ? 'active' : 'pending' });
      await world.commit(order, { dispatches: [dispatchOf(order, { state: 'done' })] });
      await watch(order.shard, beginMs + days * DAY_MS);
      fake.queries.length = 0;
      await watch(order.shard, beginMs + (days + 8) * DAY_MS);
      assert.equal(fake.queries.length, 1, kind);
      await world.query("update orders set state = 'failed' where id = $1", [order.id]);
    }
  });

  test('every choice at a checkout is asked about: whichever was paid pays it', async (t) => {
    const { world, fake, watch, clock } = await open(t);
    const choices = ['A', 'B'];
    const changes = { state: 'pending', upstreamId: 'u1', choices, dispatchN: 2 } as const;
    const order = orderOf(world, addApp(world, 5), changes);
    const done = (n: number) => dispatchOf(order, { n, state: 'done' });
    await world.commit(order, { dispatches: [done(1), done(2)] });
    fake.states.set(`${order.id}`, 'paid');
    fake.states.set(`${order.id}_2`, 'pending');
    await watch(order.shard, clock.nowMs + 2 * MINUTE_MS + 1_000);
    assert.deepEqual(fake.queries.sort(), [`${order.id}`, `${order.id}_2`]);
    assert.equal(await orderState(world, order.id), 'paid');
  });

  test('an account is asked no more in a minute than its budget has', async (t) => {
    const { world, fake, taken, watcher, clock } = await open(t);
    const order = await taken();
    const [dispatch] = await world.reader.dispatchesOf(order.id);
    assert.ok(dispatch !== undefined);
    fake.states.set(`${order.id}`, 'pending');
    const asked = async () => {
      const answers = [];
      for (let i = 0; i < 80; i += 1) {
        const some = Array.from({ length: 20 }, () => watcher.asker.ask(dispatch, 10_000));
        answers.push(...(await Promise.all(some)));
      }
      return answers.filter((one) => one === 'asked').length;
    };
    assert.equal(await asked(), 1_200);
    assert.equal(fake.queries.length, 1_200);
    clock.nowMs += MINUTE_MS;
    assert.equal(await watcher.asker.ask(dispatch, 10_000), 'asked');
  });
});

describe('the end of an order', () => {
  test('paid in its last minute with the callback lost, it is paid and not expired', async (t) => {
    const { fake, taken, watch, expire, clock } = await open(t);
    const order = await taken();
    fake.states.set(`${order.id}`, 'pending');
    for (const minutes of [2, 10, 25]) {
      await watch(order.shard, clock.nowMs + minutes * MINUTE_MS + 1_000);
    }
    fake.states.set(`${order.id}`, 'paid');
    assert.equal(await expire(order), 'paid');
  });

  test('it expires once it was asked about; with nobody to ask, a little later', async (t) => {
    const { world, fake, taken, expire, watcher } = await open(t);
    const unpaid = await taken();
    fake.states.set(`${unpaid.id}`, 'pending');
    assert.equal(await expire(unpaid), 'expired');
    assert.deepEqual(fake.queries, [`${unpaid.id}`]);
    const other = await taken();
    const busy = t.mock.method(watcher.asker, 'ask', async () => 'busy' as const);
    assert.equal(await expire(other), 'pending');
    assert.equal(await expire(other, '3 minutes'), 'expired');
    busy.mock.restore();
    assert.deepEqual(world.logged, []);
  });

  test('paid afterwards with the callback lost, it is found and corrected', async (t) => {
    const { world, fake, taken, watch, expire, clock } = await open(t);
    const order = await taken();
    fake.states.set(`${order.id}`, 'pending');
    assert.equal(await expire(order), 'expired');
    fake.states.set(`${order.id}`, 'paid');
    await watch(order.shard, clock.nowMs + 6 * MINUTE_MS);
    const now = await world.reader.orderById(order.id);
    assert.deepEqual([now?.state, now?.corrected], ['paid', true]);
  });

  test('closed or expired, it is asked about at each age, once, for a week', async (t) => {
    const { world, fake, taken, watch, watcherOf, clock } = await open(t);
    const orders = [await taken(), await taken(), await taken()];
    for (const { id } of orders) fake.states.set(`${id}`, 'pending');
    const shard = orders[0]?.shard as number;
    // At one moment, as a sweep ends them: many more than one round takes.
    await world.query("update orders set state = 'closed', final_at = now()");
    const beginMs = clock.nowMs;
    const ages = WATCH_STEPS.filter(({ of }) => of === 'ended');
    for (const [index, { ageMs }] of ages.entries()) {
      await watch(shard, beginMs + ageMs + MINUTE_MS);
      const other = watcherOf(() => clock.nowMs);
      while (await other.round(shard));
      assert.equal(fake.queries.length, (index + 1) * orders.length);
    }
    await watch(shard, beginMs + 30 * DAY_MS);
    assert.equal(fake.queries.length, ages.length * orders.length);
    assert.equal(ages.at(-1)?.ageMs, 7 * DAY_MS);
  });

  test('orders that ended at one moment are all met, though one round does not take them', async (t) => {
    const { world, fake, watch, clock } = await open(t);
    const app = addApp(world, 5);
    const orders = Array.from({ length: 150 }, () => orderOf(world, app, { state: 'pending' }));
    for (const order of orders) {
      await world.commit(order, { dispatches: [dispatchOf(order, { state: 'done' })] });
      fake.states.set(`${order.id}`, 'pending');
    }
    await world.query("update orders set state = 'expired', final_at = now()");
    await watch((orders[0] as Order).shard, clock.nowMs + 6 * MINUTE_MS);
    assert.equal(new Set(fake.queries).size, 150);
    assert.equal(fake.queries.length, 150);
  });
});
