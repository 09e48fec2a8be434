import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleOrder } from '../../tests/support/order.ts';
import { ACCOUNTS, type Account, entry, post, totalOf, ZERO_BALANCE } from './ledger.ts';

const minor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const legs = fc
  .record(Object.fromEntries(ACCOUNTS.map((a) => [a, minor])) as Record<Account, typeof minor>)
  .map((all) => {
    const sum = ACCOUNTS.reduce((total, account) => total + all[account], 0n);
    return { ...all, suspense: all.suspense - sum };
  });

describe('an entry', () => {
  test('that does not sum to zero is refused as a defect', () => {
    fc.assert(
      fc.property(legs, fc.bigInt({ min: 1n, max: 99n }), (balanced, off) => {
        const broken = { ...balanced, fees: balanced.fees + off };
        assert.throws(() => entry(sampleOrder(), 'x', broken), /does not balance/);
      }),
    );
  });

  test('keeps each leg that is not zero, once, and they sum to zero', () => {
    fc.assert(
      fc.property(legs, (balanced) => {
        const kept = entry(sampleOrder(), 'x', balanced).legs;
        assert.equal(new Set(kept.map(({ account }) => account)).size, kept.length);
        assert.equal(
          kept.reduce((sum, leg) => sum + leg.minor, 0n),
          0n,
        );
        for (const account of ACCOUNTS) {
          const leg = kept.find((one) => one.account === account);
          assert.equal(leg?.minor ?? 0n, balanced[account]);
          assert.notEqual(leg?.minor, 0n);
        }
      }),
    );
  });

  test('names the provider only where one of its legs is upstream', () => {
    assert.equal(entry(sampleOrder(), 'x', { upstream: -5n, available: 5n }).connector, 'fake');
    assert.equal(entry(sampleOrder(), 'x', { available: -5n, reserved: 5n }).connector, null);
  });
});

describe('a balance', () => {
  test('after any entries sums to zero, and is their sum per account', () => {
    fc.assert(
      fc.property(fc.array(legs, { maxLength: 20 }), (many) => {
        const entries = many.map((one) => entry(sampleOrder(), 'x', one));
        const balance = entries.reduce(post, ZERO_BALANCE);
        assert.equal(
          ACCOUNTS.reduce((sum, account) => sum + balance[account], 0n),
          0n,
        );
        for (const account of ACCOUNTS) {
          assert.equal(
            balance[account],
            many.reduce((sum, one) => sum + one[account], 0n),
          );
        }
      }),
    );
  });

  test('is a value: posting makes another one', () => {
    const before = { ...ZERO_BALANCE };
    post(ZERO_BALANCE, entry(sampleOrder(), 'x', { upstream: -5n, available: 5n }));
    assert.deepEqual(ZERO_BALANCE, before);
  });

  test('has pending, available and reserved as its total', () => {
    const balance = { ...ZERO_BALANCE, pending: 1n, available: 10n, reserved: 100n, fees: 1_000n };
    assert.equal(totalOf(balance), 111n);
  });
});
