/** A fee invoice or credit note as a file: a row for each line, and the totals. */
import {
  documentNumber,
  type FeeLine,
  type FeeSubject,
  type IssuedDocument,
  rateText,
} from '../domain/fee-invoice.ts';
import { currencyOf, decimalText } from '../domain/money.ts';
import { csvOf } from './csv.ts';
import { pdfOf } from './pdf.ts';
import type { StatementLanguage } from './statement-words.ts';
import type { Bytes, FileTable } from './table.ts';

interface InvoiceWords {
  readonly kinds: Readonly<Record<IssuedDocument['kind'], string>>;
  readonly subjects: Readonly<Record<FeeSubject, string>>;
  /** Number, document, month, merchant, currency, fee on, channel, rate, count. */
  readonly texts: readonly string[];
  /** Base, fee, tax, total. */
  readonly amounts: readonly string[];
  readonly total: string;
}

export const INVOICE_WORDS: Readonly<Record<StatementLanguage, InvoiceWords>> = {
  en: {
    kinds: { invoice: 'Fee invoice', credit_note: 'Credit note' },
    subjects: {
      ...{ payin: 'Payments', payout: 'Payouts', withdrawal: 'Withdrawals' },
      ...{ refund: 'Refunds', dispute: 'Disputes' },
    },
    texts: [
      ...['Number', 'Document', 'Month (UTC+8)', 'Merchant', 'Currency'],
      ...['Fee on', 'Channel', 'Rate', 'Count'],
    ],
    amounts: ['Base', 'Fee', 'Tax', 'Total'],
    total: 'Total',
  },
  'zh-CN': {
    kinds: { invoice: '手续费账单', credit_note: '红字账单' },
    subjects: {
      ...{ payin: '收款', payout: '付款', withdrawal: '提现', refund: '退款', dispute: '争议' },
    },
    texts: ['编号', '单据', '月份（UTC+8）', '商户', '币种', '收费项目', '通道', '费率', '笔数'],
    amounts: ['计费金额', '手续费', '税', '合计'],
    total: '合计',
  },
};

export const INVOICE_FORMATS = ['csv', 'pdf'] as const;
export type InvoiceFormat = (typeof INVOICE_FORMATS)[number];

/** The same rows in both. `merchant`: its name. */
export function invoiceFile(
  document: IssuedDocument,
  format: InvoiceFormat,
  merchant: string,
  language: StatementLanguage,
): Bytes {
  const table = tableOf(document, merchant, language);
  if (format === 'csv') return csvOf(table);
  const words = INVOICE_WORDS[language];
  // Number, document, month, merchant and currency are of every row: said once.
  const lines: FileTable = {
    ...table,
    columns: table.columns.slice(HEAD_COLUMNS),
    pages: (async function* () {
      for await (const rows of table.pages) yield rows.map((row) => row.slice(HEAD_COLUMNS));
    })(),
  };
  const [number = '', , month = '', whose = '', currency = ''] = words.texts;
  const facts = [
    [number, documentNumber(document)],
    [month, document.month],
    [whose, merchant],
    [currency, currencyOf(document.asset)],
  ] as const;
  return pdfOf(lines, { heading: words.kinds[document.kind], facts }, document.issuedAt);
}

/** Number, document, month, merchant, currency. */
const HEAD_COLUMNS = 5;

function tableOf(
  document: IssuedDocument,
  merchant: string,
  language: StatementLanguage,
): FileTable {
  const words = INVOICE_WORDS[language];
  const { asset, kind, month, lines } = document;
  const head = [documentNumber(document), words.kinds[kind], month, merchant, currencyOf(asset)];
  const sums = ({ feeMinor, taxMinor }: Pick<FeeLine, 'feeMinor' | 'taxMinor'>) =>
    [feeMinor, taxMinor, feeMinor + taxMinor].map((minor) => decimalText({ asset, minor }));
  const rows = [
    ...lines.map((line) => [
      ...[...head, words.subjects[line.of], line.channel],
      ...[line.rate === null ? '' : rateText(line.rate, asset), `${line.count}`],
      ...[decimalText({ asset, minor: line.baseMinor }), ...sums(line)],
    ]),
    [...head, words.total, '', '', '', '', ...sums(document)],
  ];
  return {
    title: 'invoice',
    columns: [
      ...words.texts.map((name) => ({ name, holds: 'text' as const })),
      ...words.amounts.map((name) => ({ name, holds: 'amount' as const })),
    ],
    pages: (async function* () {
      yield rows;
    })(),
  };
}
