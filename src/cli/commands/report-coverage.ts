/** `causeway report coverage`: what lies where and how old it is, against what is owed. */
import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CLEARING_DAYS, type ClearingDays } from '../../domain/clearing.ts';
import { type Coverage, coverageOf } from '../../domain/coverage.ts';
import { daysApart, dayText } from '../../domain/day.ts';
import { currencyOf } from '../../domain/money.ts';
import { coverageCsv } from '../../files/coverage-file.ts';
import type { MainBalance, MainBook, Overdue, TrialBalance } from '../../ports/books.ts';
import { createBookWatch } from '../../store/books/book-watch.ts';
import { createMainBook } from '../../store/books/main-book.ts';
import { command, done, refused } from '../command.ts';
import { withPlatform } from '../database.ts';
import { figureText } from '../money-text.ts';
import { asDay, oneOf, optional, withDefault } from '../option.ts';
import { facts, type Style, sections, table } from '../style.ts';

export const reportCoverage = command({
  name: 'report coverage',
  summary: 'show what lies where and how old it is, against what is owed',
  notes: [
    'Of closed days. Each line of the main book is in one group: cover (at providers, at banks and',
    'between them), owed (to merchants, payers and agents) or own (the rest); cover = owed + own. A',
    'clearing account stands beside the age from which on it is an alarm (CAUSEWAY_CLEARING_DAYS).',
    'With --output the lines are written as CSV, with --from those of each day from then on.',
  ],
  options: {
    mode: withDefault('live|test', 'which money', 'live', oneOf(['live', 'test'])),
    day: optional('DAY', 'at the end of which day; without: the last that is closed', asDay),
    output: optional('FILE', 'writes CSV there'),
    from: optional('DAY', 'with --output: the first of several days', asDay),
  },
  examples: [
    ['report coverage', 'whether all that is owed is there'],
    ['report coverage --from 2026-11-01 --output coverage.csv', 'each day since then'],
  ],
  async run({ mode, day, output, from }, context) {
    const { clearingDays } = context.config();
    if (from !== null && output === null) return refused('--from: needs --output');
    return await withPlatform(context, async ({ pool, shardCount, clock }) => {
      const mainBook = createMainBook(pool, shardCount);
      const book = await mainBook.trialBalance(day);
      const { until } = book;
      if (until === null) return done({ until, coverages: [] }, () => 'No day is closed yet.');
      if (from !== null && from > until) return refused(`--from: is after ${until}`);
      if (output !== null) {
        const bytes = coverageCsv(daysOf(mainBook, from ?? until, until), mode);
        await pipeline(Readable.from(bytes, { objectMode: false }), createWriteStream(output));
        return done({ file: output, until }, (style) => facts(style, [['file', output]]));
      }
      const coverages = coverageOf(book.rows.filter((row) => row.mode === mode));
      const watch = createBookWatch(pool, shardCount, mainBook);
      const all = await watch.overdue(clearingDays, dayText(new Date(clock.nowMs())));
      const overdue = all.filter((one) => one.mode === mode);
      return done({ until, coverages, overdue }, (style) =>
        sections(
          `Until ${until}, that day included.`,
          coverageTable(style, coverages),
          lineTable(style, coverages, until, clearingDays),
          overdue.length === 0 ? '' : overdueTable(style, overdue),
        ),
      );
    });
  },
});

async function* daysOf(
  mainBook: MainBook,
  from: string,
  until: string,
): AsyncIterable<TrialBalance> {
  for (let n = 0; n <= daysApart(from, until); n += 1) {
    const day = new Date(Date.parse(from) + n * 86_400_000).toISOString().slice(0, 10);
    yield await mainBook.trialBalance(day);
  }
}

function coverageTable(style: Style, coverages: readonly Coverage[]): string {
  return table(
    style,
    ['currency', 'there', 'owed', 'beyond', 'coverage', ''],
    coverages.map(({ asset, coverMinor, owedMinor, ownMinor, basisPoints, isShort }) => [
      currencyOf(asset),
      ...[coverMinor, owedMinor, ownMinor].map((minor) => figureText({ asset, minor })),
      basisPoints === null ? '' : `${figureText({ asset: 'PCT/2', minor: basisPoints })} %`,
      isShort ? 'NOT COVERED' : 'covered',
    ]),
    { right: [1, 2, 3, 4] },
  );
}

function lineTable(
  style: Style,
  coverages: readonly Coverage<MainBalance>[],
  until: string,
  limits: ClearingDays,
): string {
  const rows = coverages.flatMap(({ lines }) =>
    lines.map(({ asset, group, account, of, since, minor }) => {
      const limit = account in CLEARING_DAYS ? ` of ${limits[account as 'splits']}` : '';
      const amount = figureText({ asset, minor: group === 'cover' ? -minor : minor });
      const age = `${daysApart(since, until)}${limit}`;
      return [currencyOf(asset), group, account, of, since, age, amount];
    }),
  );
  const heads = ['currency', 'group', 'account', 'of', 'since', 'days', 'amount'];
  return table(style, heads, rows, { right: [5, 6] });
}

function overdueTable(style: Style, rows: readonly Overdue[]): string {
  return table(
    style,
    ['in clearing for too long', 'of', 'since', 'days', 'limit', 'currency', 'amount'],
    rows.map(({ asset, account, of, minor, since, days, limitDays }) => [
      ...[account, of, since, `${days}`, `${limitDays}`],
      ...[currencyOf(asset), figureText({ asset, minor })],
    ]),
    { right: [3, 4, 6] },
  );
}
