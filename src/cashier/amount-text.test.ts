import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { amountText, plainAmount } from './amount-text.ts';
import { LOCALES } from './locale.ts';

/** Intl parts words with no-break spaces; for the eye they are spaces. */
function shown(asset: string, minor: bigint, language: string, country: string): string {
  return amountText({ asset, minor }, language, country).replace(/[\u00a0\u202f]/g, ' ');
}

test('rupees are grouped by lakh in India, for English and Hindi readers', () => {
  assert.equal(shown('INR/2', 12_345_678n, 'en', 'IN'), '₹1,23,456.78');
  assert.equal(shown('INR/2', 12_345_678n, 'hi', 'IN'), '₹1,23,456.78');
  assert.equal(shown('INR/2', 1_234_567_800n, 'en', 'IN'), '₹1,23,45,678.00');
});

test('rupiah have no decimals, and points between the thousands', () => {
  assert.equal(shown('IDR/0', 1_250_000n, 'id', 'ID'), 'Rp 1.250.000');
  assert.equal(shown('IDR/0', 1_250_000n, 'en', 'ID'), 'Rp 1.250.000');
  assert.equal(shown('IDR/0', 1_250_000n, 'zh-CN', 'ID'), 'IDR 1,250,000');
});

test('dinars have three decimals', () => {
  assert.equal(shown('KWD/3', 1_500n, 'en', 'KW'), 'KWD 1.500');
  assert.equal(shown('KWD/3', 1n, 'en', 'KW'), 'KWD 0.001');
});

test('the scale of the asset counts, not the habit of the currency', () => {
  assert.equal(shown('IDR/2', 15_000_050n, 'id', 'ID'), 'Rp 150.000,50');
  assert.equal(shown('VND/0', 1_250_000n, 'en', 'VN'), '₫1,250,000');
});

test('every reader sees the marks of the own language', () => {
  assert.equal(shown('BRL/2', 125_050n, 'pt-BR', 'BR'), 'R$ 1.250,50');
  assert.equal(shown('PHP/2', 125_050n, 'fil', 'PH'), '₱1,250.50');
  assert.equal(shown('THB/2', 125_050n, 'th', 'TH'), '฿1,250.50');
  assert.equal(shown('MYR/2', 125_050n, 'ms', 'MY'), 'RM 1,250.50');
  assert.equal(shown('RUB/2', 125_050n, 'ru', 'RU'), '1 250,50 ₽');
});

test('an amount beyond what a float can hold is exact', () => {
  assert.equal(
    shown('PHP/2', 9_223_372_036_854_775_807n, 'en', 'PH'),
    '₱92,233,720,368,547,758.07',
  );
  assert.equal(
    plainAmount({ asset: 'PHP/2', minor: 9_223_372_036_854_775_807n }),
    '92233720368547758.07',
  );
});

test('in no language does an amount lose or gain a digit', () => {
  const assets = ['PHP/2', 'INR/2', 'IDR/0', 'KWD/3', 'BRL/2', 'THB/2', 'CLF/4'];
  const languages = LOCALES.map((locale) => locale.tag);
  fc.assert(
    fc.property(
      fc.constantFrom(...assets),
      fc.constantFrom(...languages),
      fc.constantFrom('PH', 'IN', 'ID', 'KW', 'BR', 'TH', 'US'),
      fc.bigInt(0n, 2n ** 63n - 1n),
      (asset, language, country, minor) => {
        const digits = amountText({ asset, minor }, language, country).replace(/[^0-9]/g, '');
        assert.equal(BigInt(digits), minor);
      },
    ),
  );
});

test('the amount for a bank field is bare digits with a point', () => {
  assert.equal(plainAmount({ asset: 'IDR/0', minor: 1_250_000n }), '1250000');
  assert.equal(plainAmount({ asset: 'THB/2', minor: 349_000n }), '3490.00');
  assert.equal(plainAmount({ asset: 'KWD/3', minor: 5n }), '0.005');
});
