import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { lineOf, type Movement } from '../../domain/report.ts';
import { sampleOrder, at as timeOf } from './fixtures/sample.ts';
import { REPORTS } from './members-report.ts';

/** A row as an object, by the names of its columns. */
function rowOf(
  way: 'payin' | 'payout',
  changes: Parameters<typeof sampleOrder>[0],
  moved: Pick<Movement, 'netMinor' | 'feeMinor'>,
) {
  const { columns, row } = REPORTS[way];
  const order = sampleOrder(changes);
  const at = { at: timeOf('2025-01-06 10:22:11'), asset: order.asset };
  const cells = row(lineOf(order, { ...at, ...moved }));
  assert.equal(cells.length, columns.length);
  return Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]]));
}

describe('a report', () => {
  test('shows a payment with what came and its fee, in major units and UTC+8', () => {
    const paid = { netMinor: 48_760n, feeMinor: 1_250n };
    assert.deepEqual(rowOf('payin', {}, paid), {
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
    const row = rowOf('payin', { merchantRef: 'U-1', parent }, { netMinor: 1n, feeMinor: 0n });
    assert.equal(row.mchOrderId, 'SHOP12QR');
  });

  test('takes off what went back, with the fee that came back', () => {
    const refund = { kind: 'refund', paidMinor: 20_010n } as const;
    const gone = rowOf('payin', refund, { netMinor: -19_510n, feeMinor: -500n });
    assert.deepEqual(
      [gone.amount, gone.fee, gone.transactionStatus],
      ['-200.10', '-5.00', 'COMPLETE'],
    );
    const taken = rowOf('payin', { state: 'reversed' }, { netMinor: -48_760n, feeMinor: -1_250n });
    assert.deepEqual(
      [taken.amount, taken.fee, taken.transactionStatus, taken.failedCode],
      ['-500.10', '-12.50', 'FAILED', '-10000'],
    );
  });

  test('says of what failed why, and what had been ordered', () => {
    const failure = { code: 'declined', text: 'no' } as const;
    const held = { kind: 'payout', state: 'failed', amountMinor: 5_000n, failure } as const;
    const failed = rowOf('payout', held, { netMinor: 0n, feeMinor: 0n });
    assert.deepEqual(
      [failed.amount, failed.fee, failed.failedCode, failed.failedMessage],
      ['50.00', '0.00', '-10004', 'Transaction Channel Rejected'],
    );
  });

  test('shows a payout with its way, whole rupiah without a point', () => {
    const metadata = { payMethodCode: 'BANK', transferCode: 'CIMB', remark: 'salary' };
    const payout = { kind: 'payout', asset: 'IDR/0', metadata } as const;
    const row = rowOf('payout', payout, { netMinor: -252_500n, feeMinor: 2_500n });
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
});
