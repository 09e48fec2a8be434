import type { Reports, ReportTable } from '../../src/dialects/contract.ts';
import { currencyOf } from '../../src/domain/money.ts';
import { MAJOR_TEXT, printAmount } from '../../src/wire/amount.ts';

function tableOf(title: string): ReportTable {
  const text = (asset: string, minor: bigint) => printAmount({ asset, minor }, MAJOR_TEXT);
  return {
    title,
    columns: [
      { name: 'ref', holds: 'text' },
      { name: 'id', holds: 'text' },
      { name: 'currency', holds: 'text' },
      { name: 'amount', holds: 'amount' },
      { name: 'fee', holds: 'amount' },
      { name: 'state', holds: 'text' },
      { name: 'final', holds: 'text' },
    ],
    row: ({ order, asset, amountMinor, feeMinor }) => [
      order.merchantRef,
      `T${order.id}`,
      currencyOf(asset),
      text(asset, amountMinor),
      text(asset, feeMinor),
      order.state,
      order.finalAt?.toISOString() ?? '',
    ],
    summary: ({ asset, count, amountMinor, feeMinor }) => [
      'TOTAL',
      '',
      currencyOf(asset),
      text(asset, amountMinor),
      text(asset, feeMinor),
      `${count}`,
      '',
    ],
  };
}

/** The reports of a plain dialect. */
export const PLAIN_REPORTS: Reports = {
  payin: tableOf('payment'),
  payout: tableOf('payout'),
};
