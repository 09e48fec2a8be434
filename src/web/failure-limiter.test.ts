import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createFailureLimiter } from './failure-limiter.ts';

const MINUTE_MS = 60_000;

describe('failures of a key', () => {
  test('are limited by what they cost, for a minute from the first one', () => {
    const limiter = createFailureLimiter(10);
    limiter.count('a', 0, { cost: 9 });
    assert.equal(limiter.isBlocked('a', 1), false);
    limiter.count('a', 1);
    assert.equal(limiter.isBlocked('a', MINUTE_MS - 1), true);
    assert.equal(limiter.isBlocked('b', 1), false);
    assert.equal(limiter.isBlocked('a', 1, { share: 2 }), false);
    assert.equal(limiter.isBlocked('a', MINUTE_MS), false);
    limiter.count('a', MINUTE_MS);
    assert.equal(limiter.isBlocked('a', MINUTE_MS), false, 'the window began anew');
  });

  test('are not forgotten because others bring many keys', () => {
    const limiter = createFailureLimiter(10, 100);
    limiter.count('guilty', 1_000, { cost: 10 });
    for (let n = 0; n < 99; n += 1) limiter.count(`other ${n}`, 1_001);
    assert.equal(limiter.isBlocked('guilty', 1_002), true);
    limiter.count('one more', 1_003);
    assert.equal(limiter.isBlocked('guilty', 1_004), false, 'the oldest one is forgotten');
    assert.equal(limiter.hasFailedOften('other 1', 1_004), false);
  });
});
