import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Log } from '../ports/workers.ts';
import { type Loop, startLoop } from './loop.ts';

const FOR_EVER_MS = 1_000_000;

function logOf(messages: string[]): Log {
  const say = (_fields: object, message: string) => messages.push(message);
  return { info: say, warn: say, error: say };
}

/** A loop whose rounds are counted; `rounds(n)` resolves when the n-th has begun. */
function counted(round: (n: number) => Promise<boolean>, messages: string[] = []) {
  let count = 0;
  const waiting = new Map<number, () => void>();
  const loop: Loop = startLoop({
    name: 'test',
    pollMs: FOR_EVER_MS,
    log: logOf(messages),
    round: async () => {
      count += 1;
      waiting.get(count)?.();
      return await round(count);
    },
  });
  const reached = (n: number) =>
    count >= n ? Promise.resolve() : new Promise<void>((resolve) => waiting.set(n, resolve));
  return { loop, reached, count: () => count };
}

describe('the loop of a worker', () => {
  test('goes on while there is more, then waits for a hint', async () => {
    const { loop, reached, count } = counted(async (n) => n < 5);
    await reached(5);
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(count(), 5);
    loop.wake();
    await reached(6);
    await loop.stop();
  });

  test('a hint during a round is not lost', async () => {
    let end: () => void = () => undefined;
    const { loop, reached } = counted(async (n) => {
      if (n === 1) await new Promise<void>((resolve) => (end = resolve));
      return false;
    });
    await reached(1);
    loop.wake();
    end();
    await reached(2);
    await loop.stop();
  });

  test('an error is logged and outlived', async () => {
    const messages: string[] = [];
    const { loop, reached } = counted(async (n) => {
      if (n === 1) throw new Error('the database is away');
      return false;
    }, messages);
    await reached(2);
    assert.equal(messages.length, 1);
    await loop.stop();
  });

  test('stopping waits for the round under way and begins no other', async () => {
    let end: () => void = () => undefined;
    let isOver = false;
    const { loop, reached, count } = counted(async () => {
      await new Promise<void>((resolve) => (end = resolve));
      isOver = true;
      return true;
    });
    await reached(1);
    const stopped = loop.stop();
    assert.equal(isOver, false);
    end();
    await stopped;
    assert.equal(isOver, true);
    assert.equal(count(), 1);
  });
});
