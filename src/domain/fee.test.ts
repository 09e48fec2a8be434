import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { FeeRule, TermsRow } from './channel.ts';
import { FREE, feeOn, payinFee, termsAt } from './fee.ts';

const rule = (changes: Partial<FeeRule>): FeeRule => ({ ...FREE, ...changes });
const minor = fc.bigInt({ min: 0n, max: 10n ** 15n });
const anyRule: fc.Arbitrary<FeeRule> = fc.record({
  ratePpm: fc.bigInt({ min: 0n, max: 1_000_000n }),
  fixedMinor: fc.bigInt({ min: 0n, max: 10_000n }),
  minMinor: fc.option(fc.bigInt({ min: 0n, max: 5_000n })),
  maxMinor: fc.option(fc.bigInt({ min: 5_000n, max: 50_000n })),
});

describe('a fee', () => {
  const CASES: readonly (readonly [what: string, FeeRule, amount: bigint, fee: bigint])[] = [
    ['nothing agreed is free', FREE, 10_000n, 0n],
    ['2.5 % of 100.00', rule({ ratePpm: 25_000n }), 10_000n, 250n],
    ['a fixed fee whatever the amount', rule({ fixedMinor: 300n }), 1n, 300n],
    ['percentage and fixed add up', rule({ ratePpm: 25_000n, fixedMinor: 300n }), 10_000n, 550n],
    ['a floor', rule({ ratePpm: 10_000n, minMinor: 200n }), 100n, 200n],
    ['above its floor', rule({ ratePpm: 10_000n, minMinor: 200n }), 100_000n, 1_000n],
    ['a ceiling', rule({ ratePpm: 10_000n, maxMinor: 500n }), 1_000_000n, 500n],
    ['below its ceiling', rule({ ratePpm: 10_000n, maxMinor: 500n }), 1_000n, 10n],
    ['half a unit is rounded up', rule({ ratePpm: 5_000n }), 100n, 1n],
    ['less than half is rounded down', rule({ ratePpm: 4_999n }), 100n, 0n],
    ['one and a half is two', rule({ ratePpm: 15_000n }), 100n, 2n],
  ];
  for (const [what, of, amount, fee] of CASES) {
    test(what, () => assert.equal(feeOn(of, amount), fee));
  }

  test('is the exact share rounded half up, without floor and ceiling', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1_000_000n }), minor, (ratePpm, amount) => {
        const twice = 2n * (feeOn(rule({ ratePpm }), amount) * 1_000_000n - amount * ratePpm);
        assert.ok(-1_000_000n < twice && twice <= 1_000_000n);
      }),
    );
  });

  test('grows with the amount and stays between floor and ceiling', () => {
    fc.assert(
      fc.property(anyRule, minor, minor, (of, a, b) => {
        const [small, large] = a < b ? [a, b] : [b, a];
        assert.ok(feeOn(of, small) <= feeOn(of, large));
        assert.ok(of.minMinor === null || feeOn(of, a) >= of.minMinor);
        assert.ok(of.maxMinor === null || feeOn(of, a) <= of.maxMinor);
      }),
    );
  });

  test('of a payin is never more than what was paid, and never negative', () => {
    fc.assert(
      fc.property(anyRule, minor, (of, amount) => {
        const fee = payinFee(of, amount);
        assert.ok(0n <= fee && fee <= amount);
        if (feeOn(of, amount) <= amount) assert.equal(fee, feeOn(of, amount));
      }),
    );
  });
});

const MERCHANT = 5n;
const day = (n: number) => new Date(Date.UTC(2026, 0, n));
const row = (merchantId: bigint | null, fromDay: number, fixedMinor: bigint): TermsRow => ({
  merchantId,
  channelCode: 'A',
  effectiveFrom: day(fromDay),
  fee: rule({ fixedMinor }),
  settle: 0,
});
const feeAt = (rows: readonly TermsRow[], at: Date, merchantId = MERCHANT) =>
  termsAt(rows, merchantId, 'A', at)?.fee.fixedMinor;

describe('terms', () => {
  test('nothing agreed is null, also when it only begins later', () => {
    assert.equal(termsAt([], MERCHANT, 'A', day(1)), null);
    assert.equal(termsAt([row(null, 2, 1n)], MERCHANT, 'A', day(1)), null);
  });

  test('begin at their very moment', () => {
    assert.equal(feeAt([row(null, 2, 1n)], day(2)), 1n);
  });

  test('the latest that has begun wins, wherever it stands', () => {
    const rows = [row(null, 1, 1n), row(null, 3, 3n), row(null, 2, 2n)];
    assert.equal(feeAt(rows, day(2)), 2n);
    assert.equal(feeAt(rows, day(9)), 3n);
    assert.equal(feeAt(rows.toReversed(), day(9)), 3n);
  });

  test("a merchant's own row wins over a later general one", () => {
    const rows = [row(MERCHANT, 1, 7n), row(null, 5, 1n)];
    assert.equal(feeAt(rows, day(9)), 7n);
    assert.equal(feeAt(rows.toReversed(), day(9)), 7n);
  });

  test('of another merchant or channel do not count', () => {
    assert.equal(feeAt([row(6n, 1, 9n), row(null, 1, 1n)], day(9)), 1n);
    assert.equal(termsAt([row(null, 1, 1n)], MERCHANT, 'B', day(9)), null);
  });
});
