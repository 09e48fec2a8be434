/** The report of a day (1.2 Report Download). Columns are ours; the words are those of the API. */
import { currencyOf } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import type { ReportTotal } from '../../domain/report.ts';
import { MAJOR_TEXT, printAmount } from '../../wire/amount.ts';
import type { ReportColumn, Reports, ReportTable } from '../contract.ts';
import { referenceOf } from '../kit/order-members.ts';
import { timeText, transactionIdOf } from './codec.ts';
import { failedOf, refundStatusOf, transactionStatusOf } from './status.ts';

function text(name: string): ReportColumn {
  return { name, holds: 'text' };
}

function amount(name: string): ReportColumn {
  return { name, holds: 'amount' };
}

/** What differs between payments and payouts: by which way the money went. */
interface Way {
  readonly columns: readonly string[];
  cells(order: Order): readonly string[];
}

const CHANNEL: Way = {
  columns: ['channelCode'],
  cells: ({ metadata, channel }) => [metadata.channelCode ?? channel],
};

const TRANSFER: Way = {
  columns: ['payMethodCode', 'transferCode'],
  cells: ({ metadata }) => [metadata.payMethodCode ?? '', metadata.transferCode ?? ''],
};

/** Amounts in major units, as a person reads them; what went back is negative. */
function tableOf(title: string, way: Way): ReportTable {
  return {
    title,
    columns: [
      text('mchOrderId'),
      text('transactionId'),
      ...way.columns.map(text),
      text('currency'),
      amount('amount'),
      amount('fee'),
      text('transactionStatus'),
      text('createTime'),
      text('returnTime'),
      text('failedCode'),
      text('failedMessage'),
      text('remark'),
    ],
    row({ order, asset, amountMinor, feeMinor }) {
      const { finalAt, createdAt, metadata, kind } = order;
      const why = failedOf(order);
      return [
        referenceOf(order),
        transactionIdOf(order),
        ...way.cells(order),
        currencyOf(asset),
        printAmount({ asset, minor: amountMinor }, MAJOR_TEXT),
        printAmount({ asset, minor: feeMinor }, MAJOR_TEXT),
        kind === 'refund' ? refundStatusOf(order) : transactionStatusOf(order),
        timeText(createdAt, 'v1'),
        finalAt === null ? '' : timeText(finalAt, 'v1'),
        why === null ? '' : String(why.code),
        why?.message ?? '',
        metadata.remark ?? metadata.refundReason ?? '',
      ];
    },
    summary: (total) => summaryOf(total, way),
  };
}

/** `TOTAL`, how many, then amount and fee under their columns. */
function summaryOf({ asset, count, amountMinor, feeMinor }: ReportTotal, way: Way) {
  return [
    'TOTAL',
    String(count),
    ...way.columns.map(() => ''),
    currencyOf(asset),
    printAmount({ asset, minor: amountMinor }, MAJOR_TEXT),
    printAmount({ asset, minor: feeMinor }, MAJOR_TEXT),
    ...Array<string>(6).fill(''),
  ];
}

export const REPORTS: Reports = {
  payin: tableOf('payment', CHANNEL),
  payout: tableOf('disbursement', TRANSFER),
};
