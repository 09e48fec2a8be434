/**
 * An account statement as a file. The first row is the opening, the last the closing; a row between
 * has what its entry changed, and the total after it. What is read is written: a statement of any
 * length is a page of lines in memory.
 */
import {
  type AccountLine,
  type AccountStatement,
  assertCloses,
  grossOf,
  plus,
  STATEMENT_ACCOUNTS,
  type StatementSums,
  totalOf,
} from '../domain/account-statement.ts';
import { BOOK_ZONE_MINUTES } from '../domain/day.ts';
import { currencyOf, decimalText } from '../domain/money.ts';
import { csvOf } from './csv.ts';
import { PDF_ROWS_MAX, type PdfPage, pdfOf } from './pdf.ts';
import { STATEMENT_WORDS, type StatementLanguage, type StatementWords } from './statement-words.ts';
import type { Bytes, FileTable } from './table.ts';
import { xlsxOf } from './xlsx.ts';

export const STATEMENT_FORMATS = ['csv', 'xlsx', 'json', 'pdf'] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/** The media type of each. */
export const STATEMENT_TYPES: Readonly<Record<StatementFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
  pdf: 'application/pdf',
};

/** A line, and the accounts after it. */
interface SummedLine extends AccountLine {
  readonly after: StatementSums;
}

/** The lines with the accounts after each. At the end they are the closing, or it throws. */
async function* summing({ opening, closing, lineCount, pages }: AccountStatement) {
  let [after, count] = [opening, 0];
  for await (const lines of pages) {
    count += lines.length;
    yield lines.map((line): SummedLine => {
      after = plus(after, line.changes);
      return { ...line, after };
    });
  }
  assertCloses({ closing, lineCount }, after, count);
}

/** Whether a format can hold it. */
export function fitsFormat(
  { lineCount }: Pick<AccountStatement, 'lineCount'>,
  format: StatementFormat,
): boolean {
  return lineCount <= linesMaxOf(format);
}

/** Of a sheet Excel's own limit, less the head; in all less the opening and the closing. */
export function linesMaxOf(format: StatementFormat): number {
  if (format === 'xlsx') return 1_048_576 - 3;
  return format === 'pdf' ? PDF_ROWS_MAX - 2 : Number.POSITIVE_INFINITY;
}

/**
 * `at`: the time that a workbook's parts bear; `merchant`: its name, which a PDF shows. Throws
 * where the format cannot hold it.
 */
export function statementFile(
  statement: AccountStatement,
  format: StatementFormat,
  language: StatementLanguage,
  at: Date,
  merchant = '',
): Bytes {
  if (!fitsFormat(statement, format))
    throw new Error(`${format} holds ${linesMaxOf(format)} lines`);
  if (format === 'json') return jsonOf(statement);
  const table = tableOf(statement, language);
  if (format === 'pdf') return pdfOf(table, pageOf(statement, { merchant, language }), at);
  return format === 'csv' ? csvOf(table) : xlsxOf(table, at);
}

/** `statement_live_PHP_2026-11-01_2026-11-30.csv`. */
export function statementFileName(
  { mode, asset, from, to }: Pick<AccountStatement, 'mode' | 'asset' | 'from' | 'to'>,
  format: string,
): string {
  return `statement_${mode}_${currencyOf(asset)}_${from}_${to}.${format}`;
}

function pageOf(
  { mode, asset, from, to }: AccountStatement,
  { merchant, language }: { readonly merchant: string; readonly language: StatementLanguage },
): PdfPage {
  const words = STATEMENT_WORDS[language];
  const facts = [
    ...(merchant === '' ? [] : [[words.merchant, merchant] as const]),
    [words.currency, currencyOf(asset)],
    [words.day, `${from} – ${to}`],
  ] as const;
  return { heading: mode === 'live' ? words.title : `${words.title} (${mode})`, facts };
}

function tableOf(statement: AccountStatement, language: StatementLanguage): FileTable {
  const words = STATEMENT_WORDS[language];
  const text = (name: string) => ({ name, holds: 'text' as const });
  const amount = (name: string) => ({ name, holds: 'amount' as const });
  return {
    title: words.title,
    columns: [
      ...[words.day, words.time, words.seq, words.entry, words.reference, words.of].map(text),
      ...[words.channel, words.currency].map(text),
      ...[words.gross, words.fee, words.tax, words.net, words.total].map(amount),
      ...STATEMENT_ACCOUNTS.map((account) => amount(words.accounts[account])),
      text(words.batch),
    ],
    pages: rowsOf(statement, language),
  };
}

async function* rowsOf(statement: AccountStatement, language: StatementLanguage) {
  const { asset, from, to, opening, closing } = statement;
  const words = STATEMENT_WORDS[language];
  const edge = (day: string, word: string, sums: StatementSums) => [
    ...[day, '', '', word, '', '', '', currencyOf(asset)],
    ...['', '', '', '', decimalText({ asset, minor: totalOf(sums) })],
    ...STATEMENT_ACCOUNTS.map((account) => decimalText({ asset, minor: sums[account] })),
    '',
  ];
  yield [edge(from, words.opening, opening)];
  for await (const lines of summing(statement)) {
    yield lines.map((line) => rowOf(line, asset, words));
  }
  yield [edge(to, words.closing, closing)];
}

function rowOf(line: SummedLine, asset: string, { kinds }: StatementWords): string[] {
  const money = (minor: bigint) => decimalText({ asset, minor });
  const { changes, feeMinor, taxMinor, batchId } = line;
  return [
    ...[line.day, timeText(line.at), `${line.seq}`, kinds[line.kind]],
    ...[line.merchantRef ?? '', `${line.subjectId}`, line.channel ?? '', currencyOf(asset)],
    ...[grossOf(line), feeMinor, taxMinor, totalOf(changes), totalOf(line.after)].map(money),
    ...STATEMENT_ACCOUNTS.map((account) => money(changes[account])),
    batchId === null ? '' : `${batchId}`,
  ];
}

/** In the zone of the days: `2026-11-30 18:00:00`. */
function timeText(at: Date): string {
  const local = new Date(at.getTime() + BOOK_ZONE_MINUTES * 60_000);
  return local.toISOString().slice(0, 19).replace('T', ' ');
}

/** One object; its lines as they come. Amounts are decimal texts in major units. */
async function* jsonOf(statement: AccountStatement): Bytes {
  const { merchantId, mode, asset, from, to, opening, closing } = statement;
  const money = (minor: bigint) => decimalText({ asset, minor });
  const sums = (of: StatementSums) =>
    Object.fromEntries(STATEMENT_ACCOUNTS.map((account) => [account, money(of[account])]));
  const head = { merchant: `${merchantId}`, mode, currency: currencyOf(asset), from, to };
  const begin = JSON.stringify({ ...head, opening: sums(opening) }).slice(0, -1);
  yield Buffer.from(`${begin},"lines":[`);
  let separator = '\n';
  for await (const lines of summing(statement)) {
    const texts = lines.map((line) =>
      JSON.stringify({
        ...{ day: line.day, at: line.at, seq: `${line.seq}`, kind: line.kind },
        ...{ reference: line.merchantRef, id: `${line.subjectId}`, channel: line.channel },
        ...{ gross: money(grossOf(line)), fee: money(line.feeMinor), tax: money(line.taxMinor) },
        ...{ net: money(totalOf(line.changes)), balance: money(totalOf(line.after)) },
        ...{ changes: sums(line.changes), after: sums(line.after) },
        settlement: line.batchId === null ? null : `${line.batchId}`,
      }),
    );
    if (texts.length === 0) continue;
    yield Buffer.from(separator + texts.join(',\n'));
    separator = ',\n';
  }
  yield Buffer.from(`\n],"closing":${JSON.stringify(sums(closing))}}\n`);
}
