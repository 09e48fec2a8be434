import type { Reports, ReportTable } from '../../src/dialects/contract.ts';
import { currencyOf } from '../../src/domain/money.ts';
import { reportedMinor } from '../../src/domain/report.ts';
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
    row: (order) => [
      order.merchantRef,
      `T${order.id}`,
      currencyOf(order.asset),
      text(order.asset, reportedMinor(order)),
      text(order.asset, order.feeMinor),
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

/** The reports of a plain dialect, whose days are those of UTC+8. */
export const PLAIN_REPORTS: Reports = {
  zoneMinutes: 480,
  payin: tableOf('payment'),
  payout: tableOf('payout'),
};
