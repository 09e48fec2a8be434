import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSweepQueue } from '../../src/store/queues/sweeps.ts';
import { expireRound } from '../../src/workers/sweeps.ts';
import { orderState } from './dispatching.ts';
import { addApp, openWorld, orderOf, type World } from './world.ts';

/** Nobody is to be asked: these orders were sent nowhere. */
const asker = { ask: async () => 'failed' as const };
const sweepsOf = (world: World) => {
  return { ...world, queue: createSweepQueue(world.pool), events: {}, asker };
};

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
});
