import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Batcher } from './batcher.ts';

describe('collecting writes', () => {
  test('what comes while a write is under way goes into the next one', async () => {
    const writes: number[][] = [];
    let end: () => void = () => undefined;
    const batcher = new Batcher<number, number>(async (rows) => {
      writes.push([...rows]);
      if (writes.length === 1) await new Promise<void>((resolve) => (end = resolve));
      return rows.map((row) => row * 10);
    }, 3);
    const first = batcher.add(1);
    await Promise.resolve();
    await Promise.resolve();
    const rest = [2, 3, 4, 5].map((row) => batcher.add(row));
    end();
    assert.deepEqual(await Promise.all([first, ...rest]), [10, 20, 30, 40, 50]);
    assert.deepEqual(writes, [[1], [2, 3, 4], [5]]);
  });

  test('a write that fails rejects its rows and no others', async () => {
    const batcher = new Batcher<number, number>(async (rows) => {
      if (rows.includes(1)) throw new Error('refused');
      return [...rows];
    }, 1);
    const results = await Promise.allSettled([1, 2].map((row) => batcher.add(row)));
    assert.deepEqual(
      results.map(({ status }) => status),
      ['rejected', 'fulfilled'],
    );
  });
});
