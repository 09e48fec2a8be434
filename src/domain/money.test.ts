import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { currencyOf, isAsset, majorText, scaleOf } from './money.ts';

describe('an asset', () => {
  test('has its currency and its number of decimals', () => {
    for (const [asset, currency, scale] of [
      ['PHP/2', 'PHP', 2],
      ['IDR/0', 'IDR', 0],
      ['KWD/3', 'KWD', 3],
    ] as const) {
      assert.equal(currencyOf(asset), currency);
      assert.equal(scaleOf(asset), scale);
      assert.ok(isAsset(asset));
    }
  });

  test('is three capital letters and a scale from 0 to 4, and nothing else', () => {
    for (const text of ['php/2', 'PHP', 'PHP/', 'PHP/5', 'PHP/22', 'PHPX/2', ' PHP/2', 'PHP/2\n']) {
      assert.ok(!isAsset(text), text);
    }
  });
});

describe('an amount for people', () => {
  for (const [asset, minor, text] of [
    ['PHP/2', 2_000n, '20.00 PHP'],
    ['PHP/2', 5n, '0.05 PHP'],
    ['IDR/0', 15_000n, '15000 IDR'],
    ['KWD/3', 1_001n, '1.001 KWD'],
    ['PHP/2', -199n, '-1.99 PHP'],
  ] as const) {
    test(`is ${text}`, () => assert.equal(majorText({ asset, minor }), text));
  }
});
