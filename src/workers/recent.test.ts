import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from './recent.ts';

test('counts what began within the span that ends now, and knows when the count falls', () => {
  const recent = new Recent(1_000);
  assert.equal(recent.nextInMs(0), 0);
  for (const at of [0, 100, 100, 900]) recent.add(at);
  assert.equal(recent.count(900), 4);
  assert.equal(recent.nextInMs(900), 100);
  assert.equal(recent.count(1_000), 3);
  assert.equal(recent.count(1_100), 1);
  assert.equal(recent.nextInMs(1_100), 800);
  assert.equal(recent.count(1_900), 0);
});

test('counts the same over many seconds', () => {
  const recent = new Recent(1_000);
  for (let at = 0; at < 20_000; at += 1) {
    recent.add(at);
    assert.equal(recent.count(at), Math.min(at + 1, 1_000));
  }
});
