import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type AmountForm,
  MAJOR_SHORTEST,
  MAJOR_TEXT,
  MAJOR_TWO_DECIMALS,
  MAJOR_WITHOUT_POINT,
  MINOR_INTEGER,
  parseAmount,
  printAmount,
  readAmount,
  writeAmount,
} from './amount.ts';
import { JSON_NULL, jsonNumber, jsonString } from './json-value.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';

const MAX = 2n ** 63n - 1n;
const ASSETS = ['IDR/0', 'XTS/1', 'PHP/2', 'KWD/3'] as const;
const FORMS: Readonly<Record<string, AmountForm>> = {
  MAJOR_TEXT,
  MAJOR_SHORTEST,
  MAJOR_WITHOUT_POINT,
  MAJOR_TWO_DECIMALS,
  MINOR_INTEGER,
};

function minorOf(text: string, asset: string, form: AmountForm): bigint {
  const money = accepted(parseAmount(text, asset, form));
  assert.equal(money.asset, asset);
  return money.minor;
}

describe('reading amounts', () => {
  for (const [text, asset, form, minor] of [
    ['100.00', 'PHP/2', MAJOR_TEXT, 10000n],
    ['100.0', 'PHP/2', MAJOR_TEXT, 10000n],
    ['100', 'PHP/2', MAJOR_TEXT, 10000n],
    ['0.05', 'PHP/2', MAJOR_TEXT, 5n],
    ['0', 'PHP/2', MAJOR_TEXT, 0n],
    ['0.00', 'PHP/2', MAJOR_TEXT, 0n],
    ['1.005', 'KWD/3', MAJOR_TEXT, 1005n],
    ['15000', 'IDR/0', MAJOR_TEXT, 15000n],
    ['99.5', 'PHP/2', MAJOR_SHORTEST, 9950n],
    ['600', 'PHP/2', MAJOR_SHORTEST, 60000n],
    ['1000', 'IDR/0', MAJOR_WITHOUT_POINT, 1000n],
    ['1000', 'IDR/2', MAJOR_WITHOUT_POINT, 100000n],
    ['10.00', 'JPY/0', MAJOR_TWO_DECIMALS, 10n],
    ['50000', 'PHP/2', MINOR_INTEGER, 50000n],
    ['50000', 'IDR/0', MINOR_INTEGER, 50000n],
    ['9223372036854775807', 'PHP/2', MINOR_INTEGER, MAX],
    ['92233720368547758.07', 'PHP/2', MAJOR_TEXT, MAX],
  ] as const) {
    test(`${text} as ${asset} is ${minor} minor units`, () => {
      assert.equal(minorOf(text, asset, form), minor);
    });
  }

  // What no form reads, for any asset.
  for (const [text, reason] of [
    ['', /empty/],
    ['-1', /negative/],
    ['-0', /negative/],
    ['-1.00', /negative/],
    ['1e2', /exponent/],
    ['1E2', /exponent/],
    ['1.5e+3', /exponent/],
    ['1e400', /exponent/],
    ['01', /leading zeros/],
    ['00', /leading zeros/],
    ['00.50', /leading zeros/],
    ['+1', /must be a number/],
    ['1.', /must be a number/],
    ['.5', /must be a number/],
    ['.', /must be a number/],
    ['-', /must be a number/],
    ['--1', /must be a number/],
    ['1,000', /must be a number/],
    ['1_000', /must be a number/],
    ["1'000", /must be a number/],
    ['1 000', /must be a number/],
    [' 1', /must be a number/],
    ['1 ', /must be a number/],
    ['1\n', /must be a number/],
    ['1\u00a0', /must be a number/],
    ['0x10', /must be a number/],
    ['1.2.3', /must be a number/],
    ['١٠', /must be a number/],
    ['１０', /must be a number/],
    ['NaN', /must be a number/],
    ['Infinity', /must be a number/],
    ['-Infinity', /must be a number/],
    ['1n', /must be a number/],
    ['₱1', /must be a number/],
    ['null', /must be a number/],
    ['9223372036854775808', /too large/],
    ['9'.repeat(32), /too large/],
    ['1'.repeat(33), /at most 32 characters/],
  ] as const) {
    test(`${JSON.stringify(text)} is refused in every form`, () => {
      for (const form of [MAJOR_TEXT, MAJOR_SHORTEST, MAJOR_WITHOUT_POINT, MINOR_INTEGER]) {
        for (const asset of ASSETS) {
          assert.match(refused(parseAmount(text, asset, form)).reason, reason);
        }
      }
    });
  }

  for (const [text, asset, form, reason, at] of [
    ['1.005', 'PHP/2', MAJOR_TEXT, /at most 2 decimals/, 4],
    ['1.000', 'PHP/2', MAJOR_TEXT, /at most 2 decimals/, 4],
    ['1000.00', 'IDR/0', MAJOR_TEXT, /decimal point/, 4],
    ['1000.00', 'IDR/2', MAJOR_WITHOUT_POINT, /decimal point/, 4],
    ['10', 'PHP/2', MAJOR_TWO_DECIMALS, /at least 2 decimals/, 2],
    ['10.5', 'PHP/2', MAJOR_TWO_DECIMALS, /at least 2 decimals/, 2],
    ['10.50', 'JPY/0', MAJOR_TWO_DECIMALS, /smallest unit/, 3],
    ['10.05', 'XTS/1', MAJOR_TWO_DECIMALS, /smallest unit/, 4],
    ['1.0', 'PHP/2', MINOR_INTEGER, /whole number/, 1],
    ['92233720368547758.08', 'PHP/2', MAJOR_TEXT, /too large/, 0],
  ] as const) {
    test(`${text} as ${asset} is refused at its place`, () => {
      const error = refused(parseAmount(text, asset, form));
      assert.match(error.reason, reason);
      assert.equal(error.at, at);
    });
  }
});

describe('printing amounts', () => {
  for (const [minor, asset, form, text] of [
    [10000n, 'PHP/2', MAJOR_TEXT, '100.00'],
    [5n, 'PHP/2', MAJOR_TEXT, '0.05'],
    [0n, 'PHP/2', MAJOR_TEXT, '0.00'],
    [15000n, 'IDR/0', MAJOR_TEXT, '15000'],
    [1005n, 'KWD/3', MAJOR_TEXT, '1.005'],
    [60000n, 'PHP/2', MAJOR_SHORTEST, '600'],
    [9950n, 'PHP/2', MAJOR_SHORTEST, '99.5'],
    [9905n, 'PHP/2', MAJOR_SHORTEST, '99.05'],
    [0n, 'PHP/2', MAJOR_SHORTEST, '0'],
    [1000n, 'IDR/0', MAJOR_TWO_DECIMALS, '1000.00'],
    [1500n, 'KWD/3', MAJOR_TWO_DECIMALS, '1.50'],
    [100000n, 'IDR/2', MAJOR_WITHOUT_POINT, '1000'],
    [50000n, 'PHP/2', MINOR_INTEGER, '50000'],
    [-150n, 'PHP/2', MAJOR_TEXT, '-1.50'],
    [-5n, 'PHP/2', MAJOR_SHORTEST, '-0.05'],
  ] as const) {
    test(`${minor} minor units of ${asset} are ${text}`, () => {
      assert.equal(printAmount({ asset, minor }, form), text);
    });
  }

  test('an amount that the form cannot hold is a defect, never rounded', () => {
    const cases = [
      ['PHP/2', 150n, MAJOR_WITHOUT_POINT],
      ['KWD/3', 1005n, MAJOR_TWO_DECIMALS],
    ] as const;
    for (const [asset, minor, form] of cases) {
      assert.throws(() => printAmount({ asset, minor }, form), RangeError);
    }
  });

  for (const [name, form] of Object.entries(FORMS)) {
    test(`what ${name} prints is read back, for scales 0 to 3`, () => {
      const money = fc.record({
        asset: fc.constantFrom(...ASSETS),
        minor: fc.oneof(fc.bigInt(0n, MAX), fc.bigInt(0n, 100_000n)),
      });
      const numRuns = runs(20_000, 1_000_000) / Object.keys(FORMS).length;
      let printed = 0;
      fc.assert(
        fc.property(money, (given) => {
          let text: string;
          try {
            text = printAmount(given, form);
          } catch (error) {
            assert.ok(error instanceof RangeError);
            return;
          }
          printed += 1;
          const read = accepted(parseAmount(text, given.asset, form));
          assert.equal(read.minor, given.minor);
          assert.equal(printAmount(read, form), text);
          if (given.minor > 0n) {
            assert.match(refused(parseAmount(`-${text}`, given.asset, form)).reason, /negative/);
          }
        }),
        { numRuns },
      );
      assert.ok(printed > numRuns / 5, 'the form must hold a fair part of the amounts');
    });
  }

  test('two texts that are read as the same money differ only in closing zeros', () => {
    const text = fc.stringMatching(/^(0|[1-9][0-9]{0,6})(\.[0-9]{1,2})?$/);
    fc.assert(
      fc.property(text, (given) => {
        const shortest = printAmount(accepted(parseAmount(given, 'PHP/2', MAJOR_TEXT)), {
          ...MAJOR_SHORTEST,
        });
        assert.equal(given.replace(/\.0+$|(\.[0-9]*[1-9])0+$/, '$1'), shortest);
      }),
      { numRuns: runs(5_000, 100_000) },
    );
  });
});

describe('amounts as JSON tokens', () => {
  test('the form says which tokens are read, and which is written', () => {
    const money = { asset: 'PHP/2', minor: 9950n };
    assert.deepEqual(writeAmount(money, MAJOR_TEXT), jsonString('99.50'));
    assert.deepEqual(writeAmount(money, MAJOR_SHORTEST), jsonNumber('99.5'));
    assert.deepEqual(accepted(readAmount(jsonString('99.5'), 'PHP/2', MAJOR_TEXT)), money);
    assert.deepEqual(accepted(readAmount(jsonNumber('99.50'), 'PHP/2', MAJOR_TEXT)), money);
  });

  test('a token that the form does not take is refused', () => {
    assert.match(
      refused(readAmount(jsonNumber('99.50'), 'PHP/2', MAJOR_TWO_DECIMALS)).reason,
      /must be a JSON string, not a number/,
    );
    assert.match(
      refused(readAmount(JSON_NULL, 'PHP/2', MAJOR_TEXT)).reason,
      /must be a JSON string or/,
    );
  });
});
