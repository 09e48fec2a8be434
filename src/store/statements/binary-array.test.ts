import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binaryArray } from './binary-array.ts';

test('numbers beyond their column are refused before anything is sent', () => {
  assert.throws(() => binaryArray('bigint', [2n ** 63n]), RangeError);
  assert.throws(() => binaryArray('bigint', [1n, -(2n ** 63n) - 1n]), RangeError);
  assert.throws(() => binaryArray('integer', [2 ** 31]), RangeError);
  assert.throws(() => binaryArray('smallint', [32_768]), RangeError);
  assert.throws(() => binaryArray('bigint', [1.5]), RangeError);
});

test('a moment that is none is refused before anything is sent', () => {
  assert.throws(() => binaryArray('timestamptz', [new Date(Number.NaN)]), RangeError);
});

test('a null has no bytes and is announced in the head', () => {
  const head = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 16, 0, 0, 0, 2, 0, 0, 0, 1];
  const cells = [255, 255, 255, 255, 0, 0, 0, 1, 1];
  assert.deepEqual([...binaryArray('boolean', [null, true])], [...head, ...cells]);
});
