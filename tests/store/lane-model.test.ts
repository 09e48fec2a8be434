/** The lanes against one-at-a-time execution in memory: same commands, same answers, same rows. */
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { Lanes } from '../../src/ports/core.ts';
import { BALANCES_THAT_DIFFER } from '../../src/store/statements/ledger.ts';
import { runs } from '../../src/wire/test-support/runs.ts';
import { connectTo, openLanes } from '../support/lanes.ts';
import { merchantOf, shopOf } from '../support/shop.ts';
import { pictureOfDatabase, pictureOfMemory, withoutMoments } from './hot-rows.ts';
import { POISONS, poisoned, seeded } from './poison.ts';
import { happen, type Reported, SHARDS, type Step, type Story, stories } from './story.ts';

/** Submits all at once, or in parts that wait for each other only by a turn of the event loop. */
async function reportAll(lanes: Lanes, reported: readonly Reported[], part: number) {
  const answers: Promise<unknown>[] = [];
  for (const [index, { command }] of reported.entries()) {
    answers.push(lanes.submit(command));
    answers.at(-1)?.catch(() => undefined);
    if (index % part === part - 1) await new Promise((resolve) => setImmediate(resolve));
  }
  return (await Promise.allSettled(answers)).map((one) =>
    one.status === 'fulfilled' ? { value: one.value } : { refused: true },
  );
}

/** One commit that books a payment, settles it, and gives it back. */
const PAID_AND_SETTLED: [Step[], number][] = [3, 1_000].map((part) => [
  [
    ...(['b', 'a'] as const).map((ref): Step => {
      return { kind: 'payin', m: 1, ref, minor: 1n, digest: 'd0', usd: false, late: false };
    }),
    { kind: 'events', m: 1, of: 'a', fact: 1, key: 'E1' },
    { kind: 'settle', m: 1, of: 'a' },
    { kind: 'refund', m: 1, ref: 'c', of: 'a', minor: 1n, operation: 'refund' },
  ],
  part,
]);

function assertSameAnswers(
  answers: readonly unknown[],
  { reported }: Pick<Story, 'reported'>,
): void {
  for (const [index, { answer }] of reported.entries()) {
    assert.deepEqual(withoutMoments(answers[index]), withoutMoments(answer), `command ${index}`);
  }
}

describe('the lanes and one-at-a-time execution', () => {
  test('come to the same answers and the same rows', async (t) => {
    const { lanes, pool } = await openLanes(t);
    const part = fc.constantFrom(1, 3, 1_000);
    await fc.assert(
      fc.asyncProperty(stories, part, async (steps, size) => {
        const story = await happen(steps);
        assertSameAnswers(await reportAll(lanes, story.reported, size), story);
        const ids = story.merchants.map(({ id }) => id);
        assert.deepEqual(await pictureOfDatabase(pool, ids), pictureOfMemory(story.lanes.rows));
      }),
      { numRuns: runs(80, 2_000), examples: PAID_AND_SETTLED },
    );
    await assertBalanced(pool);
  });

  test('differ in the picture when one command was left out', async (t) => {
    const { lanes, pool } = await openLanes(t);
    const story = await happen([{ kind: 'payout', m: 0, ref: 'a', minor: 1n }]);
    await reportAll(lanes, story.reported.slice(0, -1), 1_000);
    const ids = story.merchants.map(({ id }) => id);
    assert.notDeepEqual(await pictureOfDatabase(pool, ids), pictureOfMemory(story.lanes.rows));
  });
});

async function assertBalanced(pool: Awaited<ReturnType<typeof openLanes>>['pool']): Promise<void> {
  for (let shard = 0; shard < SHARDS; shard += 1) {
    const { rows } = await pool.query(BALANCES_THAT_DIFFER.text, [shard]);
    assert.deepEqual(rows, [], 'a balance is the sum of its entries');
  }
}

describe('a command that fails', () => {
  test('sinks alone', async (t) => {
    const { pool, lanes, reader } = await openLanes(t);
    for (const [n, poison] of POISONS.entries()) {
      const merchant = merchantOf(1 + 4 * n);
      const deps = shopOf({ lanes, reader, merchants: [merchant], nowMs: Date.now, node: n });
      const command = poisoned(poison, deps, merchant, 1);
      const around = Array.from({ length: 20 }, () => seeded(deps, merchant, SHARDS));
      const first = lanes.submit(seeded(deps, merchant, SHARDS));
      const all = [...around.slice(0, 13), command, ...around.slice(13)];
      const results = await Promise.allSettled(all.map((one) => lanes.submit(one)));
      await first;
      const failed = results.flatMap(({ status }, i) => (status === 'rejected' ? [i] : []));
      assert.deepEqual(failed, [13], poison);
      const { rows } = await pool.query('select available from balance where merchant_id = $1', [
        merchant.id,
      ]);
      assert.deepEqual(rows, [{ available: 21n * 20_000n }], poison);
    }
    const left = await pool.query(
      `select from entry where name <> 'seed'
       union all select from orders union all select from news`,
    );
    assert.equal(left.rowCount, 0);
  });

  test('gets the reason, and does not make the others wait for a database that is there', async (t) => {
    const { lanes, deps, merchant } = await openShop(t);
    const errors = await Promise.all(
      POISONS.map((poison) =>
        lanes.submit(poisoned(poison, deps, merchant, 1)).catch((error: Error) => error.name),
      ),
    );
    assert.ok(!errors.includes('Unavailable'), `${errors}`);
  });
});

async function openShop(t: TestContext) {
  const open = await openLanes(t);
  const merchant = merchantOf(5);
  const { lanes, reader } = open;
  const deps = shopOf({ lanes, reader, merchants: [merchant], nowMs: Date.now });
  return { ...open, deps, merchant };
}

describe('the ledger in the database', () => {
  test('is append-only: no update, no delete, no truncate', async (t) => {
    const { lanes, deps, merchant, connection } = await openShop(t);
    await lanes.submit(seeded(deps, merchant, SHARDS));
    const client = await connectTo(t, connection);
    for (const sql of [
      'update entry set available = available + 1, upstream = upstream - 1',
      'update entry set name = name',
      'delete from entry',
      'truncate entry',
      'truncate entry cascade',
      "insert into entry select * from entry on conflict (shard, subject_id, name) do update set name = 'x'",
    ]) {
      await assert.rejects(client.query(sql), /never changed/, sql);
    }
    assert.equal((await client.query('select from entry')).rowCount, 1);
  });

  test('holds only entries and balances that sum to zero, and no balance below zero', async (t) => {
    const { lanes, deps, merchant, connection } = await openShop(t);
    await lanes.submit(seeded(deps, merchant, SHARDS));
    const client = await connectTo(t, connection);
    for (const sql of [
      `insert into entry values (1, 1, 'x', 1, 'live', 'PHP/2', 9, 1, 0, 0, 0, 0, 0)`,
      'update balance set debt = -1, platform = 1',
      'update balance set available = 0, debt = 1, upstream = upstream + available - 1',
      'update balance set rolling = -1, platform = platform + 1',
      'update balance set disputed = -1, platform = platform + 1',
      'update balance set available = available + 1',
      'update balance set available = -1, upstream = 1',
      'update balance set pending = -1, fees = fees + 1',
      'update balance set reserved = -1, fees = fees + 1',
    ]) {
      await assert.rejects(client.query(sql), { code: '23514' }, sql);
    }
  });
});
