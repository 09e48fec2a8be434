/** `causeway ledger trial-balance|days`: the main book, debits beside credits, and its days. */
import { MAIN_ACCOUNTS } from '../../domain/main-book.ts';
import type { MainBalance, TrialBalance } from '../../ports/books.ts';
import { createMainBook } from '../../store/books/main-book.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { figureText } from '../money-text.ts';
import { asCount, asDay, optional, type Reading, withDefault } from '../option.ts';
import { momentText, type Style, sections, table } from '../style.ts';

const asMode: Reading<'test' | 'live'> = (text) =>
  text === 'test' || text === 'live'
    ? { ok: true, value: text }
    : { ok: false, reason: `must be test or live, not ${text}` };

export const ledgerTrialBalance = command({
  name: 'ledger trial-balance',
  summary: 'show the main book: where the money is, what is owed, what was earned',
  notes: [
    'Of closed days only: a day is closed soon after midnight (UTC+8), and never changes. Per asset,',
    'debits and credits are equal. What an account is divided by stands behind it.',
  ],
  options: {
    mode: withDefault('MODE', 'live or test', 'live', asMode),
    until: optional('DAY', 'the last day to count; without: the last that is closed', asDay),
  },
  examples: [['ledger trial-balance --until 2026-11-30', 'at the end of a month']],
  async run({ mode, until }, context) {
    return await withPlatform(context, async ({ pool, shardCount }) => {
      const book = await createMainBook(pool, shardCount).trialBalance(until);
      const rows = book.rows.filter((row) => row.mode === mode);
      return done({ until: book.until, rows }, (style) => textOf(style, { ...book, rows }));
    });
  },
});

export const ledgerDays = command({
  name: 'ledger days',
  summary: 'show which days of the books are closed',
  notes: [
    'Each shard closes a day by itself, soon after midnight (UTC+8). It counts in the main book, in',
    'statements and in reconciliation once all of them have.',
  ],
  options: { limit: withDefault('COUNT', 'at most so many days', '31', asCount(1, 10_000)) },
  examples: [['ledger days', 'the last month']],
  async run({ limit }, context) {
    return await withPlatform(context, async ({ pool, shardCount }) => {
      const days = await createMainBook(pool, shardCount).closedDays(limit);
      return done({ shards: shardCount, days }, (style) =>
        days.length === 0
          ? 'No day is closed yet.'
          : table(
              style,
              ['day', 'shards', 'entries', 'closed'],
              days.map(({ day, shards, entries, closedAt }) => [
                ...[day, `${shards} of ${shardCount}`, `${entries}`, momentText(closedAt)],
              ]),
              { right: [2] },
            ),
      );
    });
  },
});

function textOf(style: Style, { until, rows }: TrialBalance): string {
  if (until === null) return 'No day is closed yet.';
  if (rows.length === 0) return `Until ${until} no money has moved.`;
  const byAsset = Map.groupBy(rows, ({ asset }) => asset);
  return sections(
    `Until ${until}, that day included.`,
    table(
      style,
      ['asset', 'account', 'of', 'kind', 'debit', 'credit'],
      [...byAsset].flatMap(([asset, of]) => [...of.map(line), totalLine(asset, of)]),
      { right: [4, 5] },
    ),
  );
}

function line({ asset, account, of, minor }: MainBalance): string[] {
  const figure = figureText({ asset, minor: minor < 0n ? -minor : minor });
  const sides = minor < 0n ? [figure, ''] : ['', figure];
  return [asset, account, of, MAIN_ACCOUNTS[account], ...sides];
}

function totalLine(asset: string, rows: readonly MainBalance[]): string[] {
  const credit = rows.reduce((sum, { minor }) => (minor > 0n ? sum + minor : sum), 0n);
  const debit = rows.reduce((sum, { minor }) => (minor < 0n ? sum - minor : sum), 0n);
  const figures = [debit, credit].map((minor) => figureText({ asset, minor }));
  return [asset, 'total', '', '', ...figures];
}
