import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { at, sampleOrder } from './fixtures/sample.ts';
import { REPORTS } from './members-report.ts';

/** A row as an object, by the names of its columns. */
function rowOf(way: 'payin' | 'payout', changes: Parameters<typeof sampleOrder>[0]) {
  const { columns, row } = REPORTS[way];
  const cells = row(sampleOrder({ finalAt: at('2025-01-06 10:22:11'), ...changes }));
  assert.equal(cells.length, columns.length);
  return Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]]));
}

describe('a report', () => {
  test('shows a payment with what came and its fee, in major units and UTC+8', () => {
    const paid = { state: 'paid', paidMinor: 50_010n, feeMinor: 1_250n } as const;
    assert.deepEqual(rowOf('payin', paid), {
      mchOrderId: 'PH20250106000001',
      transactionId: 'C1874300000000000456',
      channelCode: 'PH_GCASH_URL',
      currency: 'PHP',
      amount: '500.10',
      fee: '12.50',
      transactionStatus: 'COMPLETED',
      createTime: '2025-01-06 10:20:30',
      returnTime: '2025-01-06 10:22:11',
      failedCode: '',
      failedMessage: '',
      remark: '',
    });
  });

  test('shows a payment that arrived at a code under the code’s id', () => {
    const parent = { kind: 'code', ref: 'SHOP12QR' } as const;
    const row = rowOf('payin', { state: 'paid', merchantRef: 'U-1', parent });
    assert.equal(row.mchOrderId, 'SHOP12QR');
  });

  test('takes refunds off, and says of failures why', () => {
    const refund = { kind: 'refund', state: 'paid', paidMinor: 20_010n } as const;
    const { amount, transactionStatus } = rowOf('payin', refund);
    assert.deepEqual([amount, transactionStatus], ['-200.10', 'COMPLETE']);
    const failure = { code: 'declined', text: 'no' } as const;
    const failed = rowOf('payin', { state: 'failed', failure });
    assert.deepEqual(
      [failed.failedCode, failed.failedMessage],
      ['-10004', 'Transaction Channel Rejected'],
    );
  });

  test('shows a payout with its way, whole rupiah without a point', () => {
    const metadata = { payMethodCode: 'BANK', transferCode: 'CIMB', remark: 'salary' };
    const row = rowOf('payout', {
      kind: 'payout',
      asset: 'IDR/0',
      amountMinor: 250_000n,
      metadata,
    });
    assert.deepEqual(
      [row.payMethodCode, row.transferCode, row.currency, row.amount, row.remark],
      ['BANK', 'CIMB', 'IDR', '250000', 'salary'],
    );
  });

  for (const way of ['payin', 'payout'] as const) {
    test(`of ${way}s closes with count, amount and fee under their columns`, () => {
      const { columns, summary } = REPORTS[way];
      const total = { asset: 'PHP/2', count: 2, amountMinor: 30_000n, feeMinor: 100n };
      const cells = summary(total);
      const under = (name: string) => cells[columns.findIndex((column) => column.name === name)];
      assert.equal(cells.length, columns.length);
      assert.deepEqual([cells[0], cells[1]], ['TOTAL', '2']);
      assert.deepEqual([under('amount'), under('fee')], ['300.00', '1.00']);
    });
  }

  test('has days of UTC+8', () => {
    assert.equal(REPORTS.zoneMinutes, 480);
  });
});
