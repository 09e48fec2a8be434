import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parsePercent, printPercent } from './percent.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

test('a percentage is read to the millionth', () => {
  for (const [text, ppm] of [
    ['0', 0n],
    ['2.5', 25_000n],
    ['0.0001', 1n],
    ['100', 1_000_000n],
    ['3.0500', 30_500n],
  ] as const) {
    assert.equal(accepted(parsePercent(text)), ppm, text);
  }
});

test('what is no percentage is refused', () => {
  for (const text of ['', '-1', '+1', '1,5', '.5', '5.', '1e2', '0.00001', '100.0001', '２']) {
    refused(parsePercent(text));
  }
});

test('what is printed is read back', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 1_000_000n), (ppm) => {
      assert.equal(accepted(parsePercent(printPercent(ppm))), ppm);
    }),
  );
});
