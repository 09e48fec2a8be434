import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACCOUNTS, type Balance, ZERO_BALANCE } from './ledger.ts';
import {
  type DaySums,
  type MainLeg,
  rolledFrom,
  rollUp,
  UnknownPlatformCode,
} from './main-book.ts';

function sums(amounts: Partial<Balance>, changes: Partial<DaySums> = {}): DaySums {
  return {
    mode: 'live',
    asset: 'PHP/2',
    connector: 'airwallex',
    account: 'main',
    purse: 'collect',
    platformCode: null,
    caseKind: null,
    subject: 'payin',
    ...changes,
    sums: { ...ZERO_BALANCE, ...amounts },
  };
}

const legs = (...day: DaySums[]) => rollUp(day).get('live') ?? [];
const text = ({ account, of, asset, minor }: MainLeg) => `${account}[${of}] ${minor} ${asset}`;

describe('a day rolled up', () => {
  test('of a payin, is what a finance person books', () => {
    const day = sums({ pending: 9_720n, fees: 250n, tax: 30n, upstream: -10_000n });
    assert.deepEqual(legs(day).map(text), [
      'provider_collect[airwallex/main] -10000 PHP/2',
      'merchants_pending[] 9720 PHP/2',
      'output_tax[] 30 PHP/2',
      'fee_income[payin] 250 PHP/2',
    ]);
  });

  test('adds up what is alike, and keeps purses, fees and cases apart', () => {
    const day = [
      sums({ available: 970n, fees: 30n, upstream: -1_000n }),
      sums(
        { available: -10n, fees: 10n },
        { connector: null, account: null, purse: null, subject: 'payout' },
      ),
      sums({ reserved: -500n, upstream: 500n }, { purse: 'wallet', subject: 'payout' }),
      sums({ suspense: 70n, upstream: -70n }, { caseKind: 'late_payment' }),
      sums({ disputed: -20n, upstream: 20n }, { purse: 'frozen', subject: 'dispute' }),
      sums({ available: 1n, upstream: -1n }),
    ];
    assert.deepEqual(legs(...day).map(text), [
      'provider_collect[airwallex/main] -1071 PHP/2',
      'provider_wallet[airwallex/main] 500 PHP/2',
      'provider_frozen[airwallex/main] 20 PHP/2',
      'merchants_available[] 961 PHP/2',
      'merchants_reserved[] -500 PHP/2',
      'merchants_disputed[] -20 PHP/2',
      'suspense[late_payment] 70 PHP/2',
      'fee_income[payin] 30 PHP/2',
      'fee_income[payout] 10 PHP/2',
    ]);
  });

  test('has an account for each code of the platform, and stops at one it does not know', () => {
    const accountOf = (platformCode: string) =>
      text(legs(sums({ debt: 5n, platform: -5n }, { platformCode }))[1] as MainLeg);
    assert.equal(accountOf('write_off'), 'write_off[] -5 PHP/2');
    assert.equal(accountOf('adjust:goodwill of May'), 'goodwill[goodwill of May] -5 PHP/2');
    assert.equal(accountOf('split:12'), 'splits[12] -5 PHP/2');
    assert.throws(() => accountOf('mystery'), UnknownPlatformCode);
    assert.throws(() => accountOf('constructor'), UnknownPlatformCode);
  });

  test('keeps modes and assets apart, and leaves nothing out', () => {
    const day = [
      sums({ available: 5n, upstream: -5n }),
      sums({ available: 7n, upstream: -7n }, { mode: 'test' }),
      sums({ available: 9n, upstream: -9n }, { asset: 'USD/2' }),
    ];
    const rolled = rollUp(day);
    assert.deepEqual([...rolled.keys()], ['live', 'test']);
    for (const [mode, journal] of rolled) {
      for (const asset of ['PHP/2', 'USD/2']) {
        for (const account of ACCOUNTS) {
          const of = (row: { mode: string; asset: string }) =>
            row.mode === mode && row.asset === asset;
          const due = day.filter(of).reduce((sum, row) => sum + row.sums[account], 0n);
          const rows = journal.filter((leg) => leg.asset === asset);
          const there = rows.filter((leg) => rolledFrom(leg.account) === account);
          assert.equal(
            there.reduce((sum, { minor }) => sum + minor, 0n),
            due,
          );
        }
      }
    }
  });
});
