import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { sampleOrder } from '../../tests/support/order.ts';
import { countIn, type ReportTotal, reportedMinor, reportSettingsOf } from './report.ts';

const PAID = { state: 'paid', paidMinor: 9_950n, feeMinor: 100n } as const;

describe('the amount that a report shows', () => {
  test('is what moved, or else what was ordered, and negative for a refund', () => {
    assert.equal(reportedMinor(sampleOrder(PAID)), 9_950n);
    assert.equal(reportedMinor(sampleOrder({ state: 'expired' })), 10_000n);
    assert.equal(reportedMinor(sampleOrder({ state: 'reversed', paidMinor: 9_950n })), 10_000n);
    assert.equal(reportedMinor(sampleOrder({ ...PAID, kind: 'payout' })), 9_950n);
    assert.equal(reportedMinor(sampleOrder({ ...PAID, kind: 'refund' })), -9_950n);
  });

  test('is added up exactly, of the orders that are paid', () => {
    const none: ReportTotal = { asset: 'PHP/2', count: 0, amountMinor: 0n, feeMinor: 0n };
    const large = sampleOrder({ ...PAID, paidMinor: 2n ** 62n + 1n });
    const orders = [
      ...[large, large, sampleOrder({ ...PAID, kind: 'refund' })],
      ...[sampleOrder({ state: 'failed' }), sampleOrder({ state: 'reversed', paidMinor: 5n })],
    ];
    assert.deepEqual(orders.reduce(countIn, none), {
      asset: 'PHP/2',
      count: 3,
      amountMinor: 2n ** 63n + 2n - 9_950n,
      feeMinor: 300n,
    });
  });
});

describe("an app's settings of its reports", () => {
  test('are a workbook, as it is, behind a link of an hour, unless they say otherwise', () => {
    const usual = { format: 'xlsx', packing: 'plain', pgpKey: null, linkMinutes: 60 };
    assert.deepEqual(reportSettingsOf({}), usual);
    const wrong = { reportFormat: 'pdf', reportZip: 'maybe', reportPgpKey: '' };
    for (const minutes of ['0', '-1', '1.5', '10081', '99999', '1e3', ' 5', '']) {
      assert.deepEqual(reportSettingsOf({ ...wrong, reportLinkMinutes: minutes }), usual, minutes);
    }
    const csv = { reportFormat: 'csv', reportZip: 'yes', reportLinkMinutes: '10080' };
    assert.deepEqual(reportSettingsOf(csv), {
      ...usual,
      ...{ format: 'csv', packing: 'zip', linkMinutes: 10_080 },
    });
  });

  test('are encrypted wherever there is a key', () => {
    const { packing, pgpKey } = reportSettingsOf({ reportZip: 'no', reportPgpKey: 'KEY' });
    assert.deepEqual([packing, pgpKey], ['pgp', 'KEY']);
  });
});
