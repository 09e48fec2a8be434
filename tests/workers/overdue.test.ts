/** What does not end becomes a case by its age, and ends by a person's word. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { resolveDoubt } from '../../src/app/resolve-case.ts';
import type { Mode } from '../../src/domain/merchant.ts';
import { isResolvable } from '../../src/operator/commands/case-close.ts';
import { createCases } from '../../src/store/queues/cases.ts';
import { createSweepQueue } from '../../src/store/queues/sweeps.ts';
import { overdueRound } from '../../src/workers/sweeps.ts';
import { openDispatching, orderState, payout, reserved } from './dispatching.ts';
import { SHARDS } from './world.ts';

describe('a payout that is pending for days', () => {
  test('is a case once, which no words close, and is ended by a person', async (t) => {
    const { world, send, deps } = await openDispatching(t);
    const [old, young] = [await payout(world), await payout(world)];
    for (const { shard } of [old, young]) await send(shard);
    const age = "update orders set created_at = now() - interval '60 days' where id = $1";
    await world.query(age, [old.id]);
    const sweeps = { ...world, queue: createSweepQueue(world.pool), events: {} };
    for (const shard of [old.shard, young.shard, old.shard]) await overdueRound(sweeps, shard);
    const cases = createCases(world.pool, SHARDS);
    const open = await cases.list({ state: 'open', merchantId: null }, 10);
    assert.deepEqual(
      open.map(({ orderId, kind }) => [orderId, kind]),
      [[old.id, 'overdue']],
    );
    const ofMode = async (mode: Mode) =>
      (await cases.list({ state: 'open', merchantId: null, mode }, 10)).length;
    assert.deepEqual([await ofMode('live'), await ofMode('test')], [1, 0]);
    const [one] = open;
    assert.ok(one !== undefined);
    assert.match(one.detail, /^payout of 100\.00 PHP is \w+ since \d{4}-\d\d-\d\d$/);
    assert.equal(isResolvable(one, await world.reader.orderById(old.id)), true);

    const word = { kind: 'failed', proof: 'letter of the provider' } as const;
    const result = await resolveDoubt({ ...deps, cases } as never, old.id, word, 'ann');
    assert.deepEqual(result, { ok: true, state: 'failed' });
    assert.equal(await orderState(world, old.id), 'failed');
    assert.equal(await reserved(world, old), 0n);
    assert.equal((await cases.ofOrder(old.id))[0]?.state, 'closed');
    await overdueRound(sweeps, old.shard);
    assert.deepEqual(await cases.list({ state: 'open', merchantId: null }, 10), []);
  });
});
