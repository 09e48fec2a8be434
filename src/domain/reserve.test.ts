import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Balance, post, ZERO_BALANCE } from './ledger.ts';
import {
  type ReserveHold,
  type ReserveRule,
  releaseDay,
  releaseDue,
  reserveOf,
  takenFrom,
} from './reserve.ts';

const RULE: ReserveRule = {
  ...{ merchantId: 7n, asset: 'PHP/2', ppm: 100_000n, days: 90, capMinor: null, basis: 'gross' },
};
const DUE = { paidMinor: 10_000n, netMinor: 9_720n };
const AT = new Date('2026-11-20T15:59:59Z');

const hold = (name: string, minor: bigint, releaseOn: string | null): ReserveHold => ({
  ...{ merchantId: 7n, mode: 'live', asset: 'PHP/2', subjectId: 9n, name, releaseOn },
  ...{ minor, leftMinor: minor },
});
const sums = (holds: readonly ReserveHold[]) =>
  holds.map(({ name, leftMinor }) => `${name} ${leftMinor}`);

describe('what of a settlement is held', () => {
  test('is a share of what was paid, or of what is settled, rounded down', () => {
    assert.equal(reserveOf(RULE, DUE, ZERO_BALANCE), 1_000n);
    assert.equal(reserveOf({ ...RULE, basis: 'net' }, DUE, ZERO_BALANCE), 972n);
    assert.equal(reserveOf(null, DUE, ZERO_BALANCE), 0n);
    const one = { paidMinor: 9n, netMinor: 9n };
    assert.equal(reserveOf(RULE, one, ZERO_BALANCE), 0n);
  });

  test('is never more than the cap leaves, nor than what is settled', () => {
    const capped = { ...RULE, capMinor: 5_000n };
    const rolling = (minor: bigint) => ({ ...ZERO_BALANCE, rolling: minor });
    assert.equal(reserveOf(capped, DUE, rolling(4_400n)), 600n);
    assert.equal(reserveOf(capped, DUE, rolling(5_000n)), 0n);
    assert.equal(reserveOf(capped, DUE, rolling(6_000n)), 0n, 'frozen beyond the cap');
    assert.equal(reserveOf(RULE, { ...DUE, netMinor: 300n }, ZERO_BALANCE), 300n);
    assert.equal(reserveOf(RULE, { ...DUE, netMinor: 0n }, ZERO_BALANCE), 0n);
  });

  test('is released so many of the platform’s days later', () => {
    assert.equal(releaseDay(AT, { ...RULE, days: 1 }), '2026-11-21');
    assert.equal(releaseDay(new Date('2026-11-20T16:00:00Z'), { ...RULE, days: 1 }), '2026-11-22');
    assert.equal(releaseDay(AT, RULE), '2027-02-18');
  });
});

describe('a reserve', () => {
  const OWES: Balance = { ...ZERO_BALANCE, rolling: 1_500n, debt: -700n, upstream: -800n };

  test('is released on its day, all that is due by one entry, and fills a debt first', () => {
    const holds = [
      hold('a', 1_000n, '2026-11-20'),
      hold('b', 300n, '2026-11-19'),
      hold('c', 100n, '2026-11-21'),
      hold('frozen', 100n, null),
    ];
    const released = releaseDue(holds, OWES, AT);
    assert.deepEqual(sums(released?.holds ?? []), ['a 0', 'b 0']);
    const after = released === null ? OWES : post(OWES, released.entry);
    assert.deepEqual([after.rolling, after.debt, after.available], [200n, 0n, 600n]);
    assert.equal(releaseDue(holds.slice(2), OWES, AT), null);
  });

  test('that a person takes from goes by what is frozen, then by the earliest day', () => {
    const holds = [hold('late', 400n, '2027-01-02'), hold('soon', 500n, '2027-01-01')];
    const all = [...holds, hold('frozen', 300n, null)];
    assert.deepEqual(sums(takenFrom(all, 1_000n)), ['frozen 0', 'soon 0', 'late 200']);
    assert.deepEqual(sums(takenFrom(all, 100n)), ['frozen 200']);
  });
});
