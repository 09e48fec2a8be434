import { readFile } from 'node:fs/promises';
import type { Account } from '../../src/domain/ledger.ts';

const BOOK = new URL('../../docs/books.md', import.meta.url);
const COLUMNS: readonly Account[] = [
  ...(['pending', 'available', 'reserved', 'rolling', 'disputed', 'debt'] as const),
  ...(['fees', 'tax', 'suspense', 'upstream', 'platform'] as const),
];

/** What an event books, in minor units. */
export type Sums = Readonly<Record<Account, bigint>>;

export interface TableRow {
  readonly event: string;
  readonly sums: Sums;
  /** Of the `upstream` leg. */
  readonly purse: 'collect' | 'wallet' | 'frozen';
}

const PURSES = { '': 'collect', w: 'wallet', f: 'frozen' } as const;

function minorOf(cell: string): bigint {
  if (cell === '') return 0n;
  const match = /^(-?)(\d+)\.(\d\d)$/.exec(cell);
  if (match === null) throw new Error(`not an amount: ${cell}`);
  const minor = BigInt(`${match[2]}${match[3]}`);
  return match[1] === '-' ? -minor : minor;
}

/** The rows of the table of postings in docs/books.md. */
export async function postings(): Promise<readonly TableRow[]> {
  const lines = (await readFile(BOOK, 'utf8')).split('\n');
  const from = lines.findIndex((line) => line.startsWith('| Event |'));
  const to = lines.findIndex((line, index) => index > from && !line.startsWith('|'));
  let before = '';
  return lines.slice(from + 2, to).map((line) => {
    const [name = '', ...cells] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
    // `… paid` goes on from the row above that has a name of its own.
    if (!name.startsWith('…')) before = name;
    const event = name === before ? name : `${before} ${name}`;
    const [, purse = ''] = /([wf])$/.exec(cells[9] ?? '') ?? [];
    const amounts = cells.map((cell) => minorOf(cell.replace(/ [wf]$/, '')));
    const sums = Object.fromEntries(COLUMNS.map((account, i) => [account, amounts[i] as bigint]));
    return { event, sums: sums as Sums, purse: PURSES[purse as 'w'] };
  });
}
