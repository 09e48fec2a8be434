/** The table of postings in docs/books.md, row by row against what the program books. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ACCOUNTS, type Entry, post, ZERO_BALANCE } from '../../src/domain/ledger.ts';
import { PENDING } from './pending.ts';
import { PLAYS } from './plays.ts';
import { postings, type Sums } from './table.ts';

/** No tax is charged yet: what the table has as fee and tax is one fee here. */
function withoutTax(sums: Sums): Sums {
  return { ...sums, fees: sums.fees + sums.tax, tax: 0n };
}

const sumsOf = (entries: readonly Entry[]) => entries.reduce(post, ZERO_BALANCE);

describe('the table of postings', () => {
  test('has rows that sum to zero, each under a name of its own', async () => {
    const rows = await postings();
    assert.ok(rows.length > 50);
    for (const { event, sums } of rows) {
      const total = ACCOUNTS.reduce((sum, account) => sum + sums[account], 0n);
      assert.equal(total, 0n, event);
    }
    assert.equal(new Set(rows.map(({ event }) => event)).size, rows.length);
  });

  test('has each row played, or named among those that nothing books yet', async () => {
    const events = (await postings()).map(({ event }) => event);
    const known = [...Object.keys(PLAYS), ...PENDING];
    assert.deepEqual([...known].sort(), [...events].sort());
  });

  for (const [event, play] of Object.entries(PLAYS)) {
    test(`books "${event}" as it says`, async () => {
      const row = (await postings()).find((one) => one.event === event);
      assert.ok(row !== undefined);
      const entries = play();
      assert.deepEqual(sumsOf(entries), { ...ZERO_BALANCE, ...withoutTax(row.sums) });
      for (const { purse } of entries) assert.equal(purse ?? row.purse, row.purse);
    });
  }
});
