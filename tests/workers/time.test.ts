import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createAuditQueries } from '../../src/store/queues/audit.ts';
import { createSweepQueue } from '../../src/store/queues/sweeps.ts';
import { auditAll, isBalanced } from '../../src/workers/audit.ts';
import { expireRound, settleRound } from '../../src/workers/sweeps.ts';
import { orderState } from './dispatching.ts';
import { addApp, openWorld, orderOf, SHARDS, type World } from './world.ts';

/** Nobody is to be asked: these orders were sent nowhere. */
const asker = { ask: async () => 'failed' as const };
const sweepsOf = (world: World) => {
  return { ...world, queue: createSweepQueue(world.pool), events: {}, asker };
};

const LIMITS = { overdueMs: 60_000, doubtMs: 60_000 };

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
