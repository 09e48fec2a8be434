/** The main book: a trial balance of closed days, by mode and currency. */
import { MAIN_ACCOUNTS } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { BookDay, MainBalance, TrialBalance } from '../../ports/books.ts';
import { html, type SafeHtml } from '../../web/safe-html.ts';
import type { PageContext } from '../page-context.ts';
import * as parts from '../parts.ts';
import type { Screen } from '../screen.ts';

/** A month of closings. */
const DAYS_SHOWN = 31;

interface MainBookModel extends TrialBalance {
  readonly days: readonly BookDay[];
  readonly mode: Mode;
}

export const mainBookScreen: Screen<MainBookModel> = {
  path: '/main-book',
  ability: 'look',
  async load({ mainBook }, { query }) {
    const mode = query.mode === 'test' ? 'test' : 'live';
    const { until, rows } = await mainBook.trialBalance(null);
    const days = await mainBook.closedDays(DAYS_SHOWN);
    return { mode, until, rows: rows.filter((row) => row.mode === mode), days };
  },
  page({ mode, until, rows, days }, context) {
    const { t } = context;
    const byAsset = Map.groupBy(rows, ({ asset }) => asset);
    return {
      title: t.nav.mainBook,
      body: html`${parts.pageHead(t.nav.mainBook, t.mainBook.lead)}
${parts.tabs(
  t.merchants.mode,
  (['live', 'test'] as const).map((one) => ({
    label: t.mode[one],
    url: parts.at(['main-book'], one === 'live' ? {} : { mode: one }),
    current: one === mode,
  })),
)}
<p>${until === null ? t.mainBook.none : t.mainBook.until(until)}</p>
${[...byAsset].map(([asset, of]) => parts.section(asset.slice(0, 3), trialTable(of, context)))}
${days.length === 0 ? null : parts.section(t.mainBook.days, dayTable(days, context))}`,
    };
  },
};

function dayTable(days: readonly BookDay[], context: PageContext): SafeHtml {
  const words = context.t.mainBook;
  const columns: readonly parts.Column<BookDay>[] = [
    { head: words.day, cell: ({ day }) => parts.code(day) },
    { head: words.shards, cell: ({ shards }) => parts.count(shards, context), look: 'number' },
    { head: words.entries, cell: ({ entries }) => parts.count(entries, context), look: 'number' },
    { head: words.closedAt, cell: ({ closedAt }) => parts.time(closedAt) },
  ];
  return parts.table(columns, days, context);
}

type Line = Omit<MainBalance, 'account'> & { readonly account: MainBalance['account'] | null };

/** The last line is the sum of each side; the two are equal. */
function trialTable(rows: readonly MainBalance[], context: PageContext): SafeHtml {
  const { t } = context;
  const side = (sign: bigint) => ({
    head: sign < 0n ? t.mainBook.debit : t.mainBook.credit,
    cell: (line: Line) => figure(line, rows, sign, context),
    look: 'number' as const,
  });
  const columns: readonly parts.Column<Line>[] = [
    {
      head: t.mainBook.account,
      cell: ({ account }) => (account === null ? t.mainBook.sum : t.mainBook.accounts[account]),
    },
    { head: t.mainBook.of, cell: ({ of }) => parts.text(of) },
    {
      head: t.mainBook.kind,
      cell: ({ account }) => (account === null ? '' : t.mainBook.kinds[MAIN_ACCOUNTS[account]]),
    },
    side(-1n),
    side(1n),
  ];
  const [first] = rows;
  const sums: readonly Line[] = first === undefined ? [] : [{ ...first, account: null, of: '' }];
  return parts.table(columns, [...rows, ...sums], context);
}

function figure(
  { account, asset, minor }: Line,
  rows: readonly MainBalance[],
  sign: bigint,
  context: PageContext,
): SafeHtml | string {
  const ofSide = (one: bigint) => (one * sign > 0n ? one * sign : 0n);
  const total =
    account === null ? rows.reduce((sum, row) => sum + ofSide(row.minor), 0n) : ofSide(minor);
  if (total === 0n) return '';
  return html`<span class="amount plus">${parts.amountDigits({ asset, minor: total }, context)}</span>`;
}
