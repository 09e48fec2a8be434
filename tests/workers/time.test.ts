import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAuditQueries } from '../../src/store/queues/audit.ts';
import { createDispatchQueue } from '../../src/store/queues/dispatches.ts';
import { createSweepQueue } from '../../src/store/queues/sweeps.ts';
import { auditAll, isBalanced } from '../../src/workers/audit.ts';
import { expireRound, settleRound } from '../../src/workers/sweeps.ts';
import { WATCH_STEPS, Watcher } from '../../src/workers/watch.ts';
import { openDispatching, orderState, payin } from './dispatching.ts';
import { addApp, openWorld, orderOf, SHARDS, type World } from './world.ts';

const sweepsOf = (world: World) => ({ ...world, queue: createSweepQueue(world.pool), events: {} });

const LIMITS = { overdueMs: 60_000, doubtMs: 60_000 };
const MINUTE_MS = 60_000;

describe('what time alone brings about', () => {
  test('unpaid orders expire when their time is over, once, and no others', async (t) => {
    const world = await openWorld(t);
    const app = addApp(world, 5);
    const over = orderOf(world, app, { expiresAt: new Date(Date.now() - 1_000) });
    const open = orderOf(world, app, { expiresAt: new Date(Date.now() + 60_000) });
    await Promise.all([over, open].map((order) => world.commit(order)));
    const swept: number[] = [];
    const events = { swept: (_what: string, count: number) => swept.push(count) };
    const deps = { ...sweepsOf(world), events };
    await expireRound(deps, over.shard);
    await expireRound(deps, over.shard);
    assert.equal(await orderState(world, over.id), 'expired');
    assert.equal(await orderState(world, open.id), 'created');
    assert.deepEqual(swept, [1]);
  });

  test('paid money becomes available on its day, and the books still agree', async (t) => {
    const world = await openWorld(t);
    const app = addApp(world, 5);
    const order = orderOf(world, app, {
      ...{ state: 'paid', paidMinor: 10_000n, feeMinor: 100n },
      ...{ settleAt: new Date(Date.now() - 1_000), pendingMinor: 9_900n },
    });
    await world.commit(order);
    await world.lanes.submit({
      shard: order.shard,
      balanceKeys: () => [order],
      decide: () => ({
        changes: {
          entries: [
            {
              ...{ subjectId: order.id, name: 'payin.paid', mode: order.mode, asset: 'PHP/2' },
              ...{ connector: 'fake', account: 'main', purse: 'collect' },
              ...{ platformCode: null, caseKey: null },
              merchantId: order.merchantId,
              legs: [
                { account: 'upstream', minor: -10_000n },
                { account: 'pending', minor: 9_900n },
                { account: 'fees', minor: 100n },
              ],
            },
          ],
        },
        answer: true,
      }),
    });
    await settleRound(sweepsOf(world), order.shard);
    const [held] = await world.reader.balances(order.merchantId);
    assert.equal(held?.balance.available, 9_900n);
    assert.equal(held?.balance.pending, 0n);
    const reports = await auditAll(createAuditQueries(world.pool), SHARDS, LIMITS);
    assert.deepEqual(reports.map(isBalanced), [true, true, true, true]);
  });
});

describe('watching pending orders', () => {
  test('an order whose callback was lost is healed at the next age', async (t) => {
    const { world, fake, deps, send } = await openDispatching(t);
    const order = await payin(world);
    await send(order.shard);
    assert.equal(await orderState(world, order.id), 'pending');
    fake.states.set(`${order.id}`, 'paid');
    let nowMs = Date.now();
    const watcher = new Watcher({ ...deps, nowMs: () => nowMs });
    await watcher.round(order.shard);
    assert.deepEqual(fake.queries, [], 'it is too young');
    nowMs += 2 * MINUTE_MS + 1_000;
    await watcher.round(order.shard);
    assert.equal(await orderState(world, order.id), 'paid');
  });

  test('each order is asked about once per age, whoever watches, and never more', async (t) => {
    const { world, fake, deps, send } = await openDispatching(t);
    const orders = await Promise.all(Array.from({ length: 100 }, () => payin(world)));
    const shard = orders[0]?.shard as number;
    await send(shard);
    for (const { id } of orders) fake.states.set(`${id}`, 'pending');
    let nowMs = Date.now();
    // Two processes: each has a queue of its own.
    const watchers = [0, 1].map(
      () => new Watcher({ ...deps, queue: createDispatchQueue(world.pool), nowMs: () => nowMs }),
    );
    const watchAll = async () => {
      for (let more = true; more; ) {
        more = (await Promise.all(watchers.map((w) => w.round(shard)))).some(Boolean);
      }
    };
    const payinAges = WATCH_STEPS.filter(({ kinds }) => kinds.includes('payin'));
    const beginMs = nowMs;
    for (const [index, { ageMs }] of payinAges.entries()) {
      nowMs = beginMs + ageMs + 1_000;
      await watchAll();
      await watchAll();
      assert.equal(fake.queries.length, (index + 1) * orders.length);
    }
    nowMs += 30 * 24 * 60 * MINUTE_MS;
    await watchAll();
    assert.equal(fake.queries.length, payinAges.length * orders.length);
  });
});
