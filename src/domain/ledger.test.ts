import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { sampleOrder } from '../../tests/support/order.ts';
import { net } from '../../tests/support/sample.ts';
import { ACCOUNTS, type Account, entry, post, totalOf, ZERO_BALANCE } from './ledger.ts';
import { creditAvailable, debitByFact, type Netted, takeAvailable } from './netting.ts';

const minor = fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n });
const legs = fc
  .record(Object.fromEntries(ACCOUNTS.map((a) => [a, minor])) as Record<Account, typeof minor>)
  .map((all) => {
    const sum = ACCOUNTS.reduce((total, account) => total + all[account], 0n);
    const { available, debt, ...rest } = { ...all, suspense: all.suspense - sum };
    return { ...rest, net: net(available, debt) };
  });

/** What an entry may have to say of its legs. */
const said = { caseKey: 'k', platformCode: 'write_off', purse: 'frozen' } as const;
const amountOf = (one: { net: Netted }, account: Account) =>
  ({ ...one, ...one.net })[account as 'debt'];

describe('an entry', () => {
  test('that does not sum to zero is refused as a defect', () => {
    fc.assert(
      fc.property(legs, fc.bigInt({ min: 1n, max: 99n }), (balanced, off) => {
        const broken = { ...balanced, fees: balanced.fees + off };
        assert.throws(() => entry(sampleOrder(), 'x', broken, said), /does not balance/);
      }),
    );
  });

  test('keeps each leg that is not zero, once, and they sum to zero', () => {
    fc.assert(
      fc.property(legs, (balanced) => {
        const kept = entry(sampleOrder(), 'x', balanced, said).legs;
        assert.equal(new Set(kept.map(({ account }) => account)).size, kept.length);
        assert.equal(
          kept.reduce((sum, leg) => sum + leg.minor, 0n),
          0n,
        );
        for (const account of ACCOUNTS) {
          const leg = kept.find((one) => one.account === account);
          assert.equal(leg?.minor ?? 0n, amountOf(balanced, account));
          assert.notEqual(leg?.minor, 0n);
        }
      }),
    );
  });

  test('says which part of an account it moves, exactly where it moves one', () => {
    fc.assert(
      fc.property(legs, (balanced) => {
        const made = entry(sampleOrder(), 'x', balanced, said);
        const has = (account: Account) => amountOf(balanced, account) !== 0n;
        assert.equal(made.connector, has('upstream') ? 'fake' : null);
        assert.equal(made.account, has('upstream') ? 'main' : null);
        assert.equal(made.purse, has('upstream') ? 'frozen' : null);
        assert.equal(made.platformCode, has('platform') ? 'write_off' : null);
        assert.equal(made.caseKey, has('suspense') ? 'k' : null);
      }),
    );
  });

  test('that leaves it out is refused as a defect', () => {
    const make = (moved: Parameters<typeof entry>[2], changes = {}) =>
      entry(sampleOrder(changes), 'x', moved);
    const refusal = /does not say which part/;
    assert.throws(() => make({ upstream: -5n, suspense: 5n }), refusal);
    assert.throws(() => make({ platform: -5n, fees: 5n }), refusal);
    assert.throws(() => make({ upstream: -5n, fees: 5n }, { connector: null }), refusal);
    assert.equal(make({ upstream: -5n, fees: 5n }).purse, 'collect');
  });
});

describe('what a merchant has and owes', () => {
  const before = fc.oneof(
    minor.map((one) => ({ available: one < 0n ? -one : one, debt: 0n })),
    minor.map((one) => ({ available: 0n, debt: one < 0n ? one : -one })),
  );
  const amount = fc.bigInt({ min: 0n, max: 10n ** 12n });

  test('is never both there, and moves by what is reported', () => {
    fc.assert(
      fc.property(before, amount, fc.boolean(), (held, by, isCredit) => {
        const balance = { ...ZERO_BALANCE, ...held };
        const moved = isCredit ? creditAvailable(balance, by) : debitByFact(balance, by);
        const available = held.available + moved.available;
        const debt = held.debt + moved.debt;
        assert.ok(available >= 0n && debt <= 0n && (available === 0n || debt === 0n));
        assert.equal(moved.available + moved.debt, isCredit ? by : -by);
      }),
    );
  });

  test('is not taken below zero by a command', () => {
    const balance = { ...ZERO_BALANCE, available: 10n };
    assert.equal(takeAvailable(balance, 11n), null);
    assert.deepEqual(takeAvailable(balance, 10n), { available: -10n, debt: 0n });
  });
});

describe('a balance', () => {
  test('after any entries sums to zero, and is their sum per account', () => {
    fc.assert(
      fc.property(fc.array(legs, { maxLength: 20 }), (many) => {
        const entries = many.map((one) => entry(sampleOrder(), 'x', one, said));
        const balance = entries.reduce(post, ZERO_BALANCE);
        assert.equal(
          ACCOUNTS.reduce((sum, account) => sum + balance[account], 0n),
          0n,
        );
        for (const account of ACCOUNTS) {
          assert.equal(
            balance[account],
            many.reduce((sum, one) => sum + amountOf(one, account), 0n),
          );
        }
      }),
    );
  });

  test('is a value: posting makes another one', () => {
    const before = { ...ZERO_BALANCE };
    post(ZERO_BALANCE, entry(sampleOrder(), 'x', { upstream: -5n, net: net(5n) }));
    assert.deepEqual(ZERO_BALANCE, before);
  });

  test('has pending, available and reserved as its total', () => {
    const balance = { ...ZERO_BALANCE, pending: 1n, available: 10n, reserved: 100n, fees: 1_000n };
    assert.equal(totalOf(balance), 111n);
  });
});
