import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { LeasedDispatch } from '../ports/workers.ts';
import { AccountSemaphore } from './semaphore.ts';

const A = { connector: 'x', account: 'a' };

describe('permits of an account', () => {
  test('a freed permit goes to who has waited longest, and only then is it free', async () => {
    const semaphore = new AccountSemaphore(1);
    semaphore.acquire(A);
    const order: string[] = [];
    const waiting = ['first', 'second'].map((name) =>
      semaphore.acquireWithin(A, 10_000).then(() => order.push(name)),
    );
    semaphore.release(A);
    await waiting[0];
    assert.deepEqual(order, ['first']);
    semaphore.release(A);
    await waiting[1];
    semaphore.release(A);
    assert.equal(semaphore.free(A), 1);
  });

  test('who waited in vain holds nothing', async () => {
    const semaphore = new AccountSemaphore(1);
    semaphore.acquire(A);
    assert.equal(await semaphore.acquireWithin(A, 1), false);
    semaphore.release(A);
    assert.equal(semaphore.free(A), 1);
  });

  test('a lease keeps what its rows use, also when it fails', async () => {
    const semaphore = new AccountSemaphore(4);
    const capacities = [{ ...A, free: 4, leaseMs: 1, version: 1 }];
    const row = { dispatch: { ...A }, sentAgoMs: 0 } as LeasedDispatch;
    await semaphore.lease(capacities, async () => {
      assert.equal(semaphore.free(A), 0);
      return [row];
    });
    assert.equal(semaphore.free(A), 3);
    await assert.rejects(
      semaphore.lease([{ ...A, free: 3, leaseMs: 1, version: 1 }], () =>
        Promise.reject(new Error('gone')),
      ),
    );
    assert.equal(semaphore.free(A), 3);
  });
});
