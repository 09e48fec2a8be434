import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LeasedDispatch } from '../ports/workers.ts';
import { Slots } from './slots.ts';

const A = { connector: 'x', account: 'a' };

describe('slots of an account', () => {
  test('a freed slot goes to who has waited longest, and only then to the queue', async () => {
    let freed = 0;
    const slots = new Slots(1, () => {
      freed += 1;
    });
    slots.take(A);
    const order: string[] = [];
    const waiting = ['first', 'second'].map((name) =>
      slots.takeWithin(A, 10_000).then(() => order.push(name)),
    );
    slots.giveBack(A);
    await waiting[0];
    assert.deepEqual(order, ['first']);
    assert.equal(freed, 0);
    slots.giveBack(A);
    await waiting[1];
    slots.giveBack(A);
    assert.equal(freed, 1);
    assert.equal(slots.free(A), 1);
  });

  test('who waited in vain holds nothing', async () => {
    const slots = new Slots(1, () => undefined);
    slots.take(A);
    assert.equal(await slots.takeWithin(A, 1), false);
    slots.giveBack(A);
    assert.equal(slots.free(A), 1);
  });

  test('a lease keeps what its rows use, also when it fails', async () => {
    const slots = new Slots(4, () => undefined);
    const rooms = [{ ...A, free: 4, leaseMs: 1, version: 1 }];
    const row = { dispatch: { ...A }, sentAgoMs: 0 } as LeasedDispatch;
    await slots.lease(rooms, async () => {
      assert.equal(slots.free(A), 0);
      return [row];
    });
    assert.equal(slots.free(A), 3);
    await assert.rejects(
      slots.lease([{ ...A, free: 3, leaseMs: 1, version: 1 }], () =>
        Promise.reject(new Error('gone')),
      ),
    );
    assert.equal(slots.free(A), 3);
  });
});
