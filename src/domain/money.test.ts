import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { currencyOf, isAsset, scaleOf } from './money.ts';

describe('an asset', () => {
  test('tells its currency and its number of decimals', () => {
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
