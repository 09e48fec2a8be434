import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { REQUESTS_SETTING } from '../domain/app-setting.ts';
import { createCallerLimits } from './caller-limits.ts';

function appOf(merchantId: bigint, settings: Readonly<Record<string, string>> = {}) {
  return { id: merchantId * 10n, merchantId, settings };
}

describe('requests under way', () => {
  test('of one merchant leave capacity for the others, and come back when they end', () => {
    const limits = createCallerLimits(2, 3);
    const ends = [1, 2].map(() => limits.enter(appOf(1n), 0, 1));
    assert.ok(ends.every((end) => end !== null));
    assert.equal(limits.enter(appOf(1n), 0, 1), null);
    assert.notEqual(limits.enter(appOf(2n), 0, 1), null);
    assert.equal(limits.enter(appOf(3n), 0, 1), null, 'all of the process');
    ends[0]?.();
    assert.notEqual(limits.enter(appOf(1n), 0, 1), null);
  });
});

describe('requests a minute of an app that has them set', () => {
  test('are counted by their cost, and those of others are not', () => {
    const limits = createCallerLimits();
    const fenced = appOf(1n, { [REQUESTS_SETTING]: '5' });
    for (const cost of [1, 4]) assert.notEqual(limits.enter(fenced, 0, cost), null);
    assert.equal(limits.enter(fenced, 59_999, 1), null);
    assert.notEqual(limits.enter(appOf(2n), 59_999, 1), null);
    assert.notEqual(limits.enter(fenced, 60_000, 1), null);
  });
});
