import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type Found, mergePages } from './pages.ts';

const newest = (a: number, b: number) => b - a;
const itself = (row: number) => row;

/** A shard of numbers that answers at most `limit` and looks at no more than `looked` of them. */
function ask(
  shard: readonly number[],
  before: number,
  limit: number,
  looked: number,
  fits: (row: number) => boolean,
): Found<number, number> {
  const below = shard.filter((row) => row < before).sort(newest);
  const window = below.slice(0, looked);
  const stoppedAt = window.length === looked ? (window.at(-1) ?? null) : null;
  return { rows: window.filter(fits).slice(0, limit), stoppedAt };
}

test('paging through shards finds each row that fits once, newest first', () => {
  const shards = fc.array(fc.uniqueArray(fc.nat(500)), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      shards,
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 30 }),
      fc.integer({ min: 1, max: 4 }),
      (drawn, limit, looked, nth) => {
        // A row lives in one shard.
        const rows = [...new Set(drawn.flat())];
        const split = drawn.map((_, at) => rows.filter((row) => row % drawn.length === at));
        const fits = (row: number) => row % nth === 0;
        const seen: number[] = [];
        let before: number | null = 1000;
        while (before !== null) {
          const found = split.map((shard) => ask(shard, before ?? 0, limit, looked, fits));
          const page: { rows: readonly number[]; next: number | null } = mergePages(
            found,
            itself,
            newest,
            limit,
          );
          assert.ok(page.rows.length <= limit);
          assert.ok(page.next === null || page.next < before, 'each page goes on');
          seen.push(...page.rows);
          before = page.next;
        }
        assert.deepEqual(seen, rows.filter(fits).sort(newest));
      },
    ),
  );
});
