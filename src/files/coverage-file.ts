/** The coverage report as CSV: a line of the main book a row, in the group where it counts. */
import { type BookLine, type Coverage, coverageOf } from '../domain/coverage.ts';
import { daysApart } from '../domain/day.ts';
import type { Mode } from '../domain/merchant.ts';
import { currencyOf, decimalText } from '../domain/money.ts';
import { csvOf } from './csv.ts';
import type { Bytes } from './table.ts';

const COLUMNS = [
  ...['day', 'mode', 'currency', 'group', 'account', 'of', 'since', 'days'].map(
    (name) => ({ name, holds: 'text' }) as const,
  ),
  { name: 'amount', holds: 'amount' } as const,
];

type Line = BookLine & { readonly mode: Mode };

/** A trial balance; `until`: its day, null where none is closed. */
export interface ClosedBook {
  readonly until: string | null;
  readonly rows: readonly Line[];
}

/** The days as they come; of each the lines of a mode. */
export function coverageCsv(books: AsyncIterable<ClosedBook>, mode: Mode): Bytes {
  return csvOf({ title: 'Coverage', columns: COLUMNS, pages: pagesOf(books, mode) });
}

async function* pagesOf(books: AsyncIterable<ClosedBook>, mode: Mode) {
  for await (const { until, rows } of books) {
    if (until === null) continue;
    const coverages = coverageOf(rows.filter((row) => row.mode === mode));
    yield coverages.flatMap((one) => rowsOf(one, until));
  }
}

/** What is there stands above zero, and so does what is owed. */
function rowsOf({ lines }: Coverage<Line>, until: string): readonly string[][] {
  return lines.map(({ mode, asset, group, account, of, since, minor }) => {
    const amount = decimalText({ asset, minor: group === 'cover' ? -minor : minor });
    const age = `${daysApart(since, until)}`;
    return [until, mode, currencyOf(asset), group, account, of, since, age, amount];
  });
}
