import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { distanceBetween, nearest } from './nearest.ts';

describe('the nearest name', () => {
  const names = ['merchant', 'merchant list', 'app', 'notify-url', 'public-key'];

  test('is found over one slip, a missing dash, other case, or the beginning alone', () => {
    assert.equal(nearest('mercahnt', names), 'merchant');
    assert.equal(nearest('notifyurl', names), 'notify-url');
    assert.equal(nearest('Public-Key', names), 'public-key');
    assert.equal(nearest('publ', names), 'public-key');
    assert.equal(nearest('ap', names), 'app');
  });

  test('is none when nothing is near', () => {
    assert.equal(nearest('frobnicate', names), null);
    assert.equal(nearest('x', names), null);
  });

  test('distance is zero for equals only, symmetric, and never more than the longer word', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (a, b) => {
        const distance = distanceBetween(a, b);
        assert.equal(distance === 0, a === b);
        assert.equal(distance, distanceBetween(b, a));
        assert.ok(distance <= Math.max(a.length, b.length));
      }),
    );
  });

  test('two letters swapped are one slip', () => {
    assert.equal(distanceBetween('abcd', 'abdc'), 1);
    assert.equal(distanceBetween('kitten', 'sitting'), 3);
  });
});
