import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MainLeg } from '../main-book.ts';
import { equationOf, holds } from './equation.ts';
import { choicesFor, type LineSums, legsOf, lineLegs, RESOLUTIONS, reversed } from './posting.ts';

const AT = 'simulator/main';

/** `collect 2.00 Cr`, as a table of journals has it. */
const said = (legs: readonly MainLeg[]) =>
  legs.map(({ account, of, minor }) => `${account}[${of}] ${minor}`).toSorted();

const sums = (more: Partial<LineSums>): LineSums => ({
  ...{ type: 'payment', purse: 'collect', transit: null, asset: 'PHP/2' },
  ...{ grossMinor: 0n, feeMinor: 0n, taxMinor: 0n },
  ...more,
});

const of = (legs: readonly MainLeg[]) => legs.reduce((sum, { minor }) => sum + minor, 0n);

describe('journals of reconciliation', () => {
  test('a fee with its tax leaves the purse that it was taken from', () => {
    const charged = sums({ grossMinor: 10_000n, feeMinor: -180n, taxMinor: -20n });
    assert.deepEqual(said(lineLegs(AT, [charged], 'main')), [
      'input_tax[] -20',
      'provider_collect[simulator/main] 200',
      'provider_cost[simulator/main] -180',
    ]);
    const paidOut = sums({ type: 'payout', purse: 'wallet', feeMinor: -100n });
    assert.deepEqual(said(lineLegs(AT, [paidOut], 'main')), [
      'provider_cost[simulator/main] -100',
      'provider_wallet[simulator/main] 100',
    ]);
  });

  test('a dispute, a batch and what goes to the bank move between purses', () => {
    const taken = sums({ type: 'dispute', purse: 'frozen', grossMinor: -10_000n });
    assert.deepEqual(said(lineLegs(AT, [taken], 'main')), [
      'provider_collect[simulator/main] 10000',
      'provider_frozen[simulator/main] -10000',
    ]);
    const batch = sums({ type: 'settlement', purse: null, grossMinor: 9_300n });
    assert.deepEqual(said(lineLegs(AT, [batch], 'main')), [
      'provider_collect[simulator/main] 9300',
      'provider_wallet[simulator/main] -9300',
    ]);
    const sent = sums({ type: 'to_bank', purse: null, grossMinor: -9_300n });
    assert.deepEqual(said(lineLegs(AT, [sent], 'main')), [
      'in_transit[simulator/main>main] -9300',
      'provider_collect[simulator/main] 9300',
    ]);
  });

  test('a bank shows a batch, and its charge is a decision', () => {
    const transit = `${AT}>main`;
    const shown = sums({ type: 'bank', purse: null, transit, grossMinor: 9_300n });
    assert.deepEqual(said(lineLegs('bank:main', [shown], '')), [
      'bank[main] -9300',
      'in_transit[simulator/main>main] 9300',
    ]);
    const differences = [{ asset: 'PHP/2', minor: -50n }];
    assert.equal(choicesFor({ state: 'amount_differs', type: 'bank', differences })[0], 'cost');
    assert.deepEqual(said(legsOf('bank:main', 'bank', differences, 'cost')), [
      'bank[main] 50',
      'provider_cost[main] -50',
    ]);
  });

  test('every decision of every item balances, and can be turned', () => {
    const differences = [{ asset: 'PHP/2', minor: -3n }];
    for (const resolution of Object.keys(RESOLUTIONS) as (keyof typeof RESOLUTIONS)[]) {
      const legs = legsOf(AT, 'payment', differences, resolution);
      assert.equal(of(legs), 0n, resolution);
      assert.equal(legs.length, resolution === 'none' ? 0 : 2, resolution);
      assert.equal(of([...legs, ...reversed(legs)]), 0n);
    }
    assert.deepEqual(said(legsOf(AT, 'payment', differences, 'difference')), [
      'differences[] -3',
      'provider_collect[simulator/main] 3',
    ]);
  });

  test('what nobody knows is unallocated where it came, and claimed where it left', () => {
    const item = (state: 'missing_here' | 'missing_there', minor: bigint) =>
      choicesFor({ state, type: 'payment', differences: [{ asset: 'PHP/2', minor }] })[0];
    assert.equal(item('missing_here', 100n), 'unallocated');
    assert.equal(item('missing_here', -100n), 'claim');
    assert.equal(item('missing_there', -100n), 'claim');
  });
});

test('the equation says what is not listed, and what nobody can explain', () => {
  const day = { openingMinor: 100n, closingMinor: 150n, linesMinor: 50n };
  const right = equationOf({ ...day, booksMinor: 120n, openMinor: 30n });
  assert.deepEqual([right, holds(right)], [{ unlistedMinor: 0n, unexplainedMinor: 0n }, true]);
  const wrong = equationOf({ ...day, linesMinor: 43n, booksMinor: 120n, openMinor: 23n });
  assert.deepEqual([wrong, holds(wrong)], [{ unlistedMinor: 7n, unexplainedMinor: 7n }, false]);
  const first = equationOf({ ...day, openingMinor: null, booksMinor: 120n, openMinor: 30n });
  assert.equal(holds(first), true);
});
