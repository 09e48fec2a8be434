/** `causeway calendar list|draft|approve|replan`: days on which due days do not fall. */

import { majorText } from '../../domain/money.ts';
import { missingYears } from '../../domain/settlement-day.ts';
import {
  calendarApprove,
  calendarDraft,
  calendarReplan,
  movesOf,
} from '../../operator/commands/calendars.ts';
import type { CalendarView } from '../../ports/settlement.ts';
import { createSettlements } from '../../store/read/settlements.ts';
import { command, done } from '../command.ts';
import { withPlatform } from '../database.ts';
import { runOperator } from '../operator.ts';
import { asCount, flag, required } from '../option.ts';
import { facts, momentText, type Style, sections, table } from '../style.ts';

export const calendarList = command({
  name: 'calendar list',
  summary: 'show calendars: which years are approved or drafted, and what is missing',
  notes: ['Without an approved year due days are counted by weekdays, and their orders say so.'],
  examples: [['calendar list', 'in November, to see whether next year is there']],
  async run(_given, context) {
    return await withPlatform(context, async ({ pool, shardCount, clock }) => {
      const settlements = createSettlements(pool, shardCount);
      const [years, named] = [await settlements.calendars(), await settlements.namedCalendars()];
      const missing = missingYears(years, named, new Date(clock.nowMs()));
      return done({ years, missing }, (style) => listText(style, years, missing));
    });
  },
});

function listText(
  style: Style,
  years: readonly CalendarView[],
  missing: ReturnType<typeof missingYears>,
): string {
  return sections(
    years.length === 0
      ? 'There is no calendar yet.'
      : table(
          style,
          ['calendar', 'year', 'version', 'state', 'days', 'approved'],
          years.map(({ calendar, year, version, state, days, approvedAt }) => [
            ...[calendar, `${year}`, `${version}`, state, `${Object.keys(days).length}`],
            approvedAt === null ? '' : momentText(approvedAt),
          ]),
        ),
    ...missing.map(({ calendar, year }) =>
      style.warn(`Calendar ${calendar} has no approved year ${year}.`),
    ),
  );
}

const which = {
  calendar: required('CALENDAR', 'its id, such as PH'),
  year: required('YEAR', 'such as 2027', asCount(2000, 2200)),
};

export const calendarDraftCommand = command({
  name: 'calendar draft',
  summary: 'draft a year of a calendar, or correct the draft',
  notes: [
    'A line a day that differs from Monday to Friday: `2027-06-12,closed,Independence Day`. The',
    'draft of that year before is replaced; what is approved stays until this is approved.',
  ],
  positionals: which,
  options: { days: required('FILE', 'the days; - reads standard input') },
  examples: [['calendar draft PH 2027 --days ph-2027.csv', 'the holidays of next year']],
  async run({ calendar, year, days: file }, context) {
    const days = new TextDecoder().decode(await context.read(file));
    return await withPlatform(context, async (platform) => {
      const input = { calendar, year: `${year}`, days };
      const drafted = await runOperator(platform, context, calendarDraft, input);
      if (!drafted.ok) return drafted.report;
      const { version } = drafted.result;
      return done(drafted.result, (style) =>
        facts(style, [
          ['calendar', calendar],
          ['year', `${year}`],
          ['draft', `version ${version}`],
        ]),
      );
    });
  },
});

export const calendarApproveCommand = command({
  name: 'calendar approve',
  summary: 'approve the draft of a year',
  notes: [
    'Takes two people. From then on due days are counted by it; those of payments that came before stay',
    'as they are.',
  ],
  positionals: which,
  options: {
    version: required('N', 'the version that `calendar list` shows', asCount(1, 100_000)),
  },
  examples: [['calendar approve PH 2027 --version 2', 'the days that were read and are right']],
  async run({ calendar, year, version }, context) {
    return await withPlatform(context, async (platform) => {
      const input = { calendar, year: `${year}`, version: `${version}` };
      const sentences = { not_found: `no version ${version} of ${calendar} ${year} is a draft` };
      const approved = await runOperator(platform, context, calendarApprove, input, {
        problems: sentences,
      });
      if (!approved.ok) return approved.report;
      return done(approved.result, (style) =>
        facts(style, [
          ['calendar', calendar],
          ['year', `${year}`],
          ['approved', `version ${version}`],
        ]),
      );
    });
  },
});

export const calendarReplanCommand = command({
  name: 'calendar replan',
  summary: 'list payments whose due day a later approved year would move, and move them',
  notes: [
    'What is approved later changes no due day by itself. Without --apply nothing is changed: the',
    'payments are listed with both days. With it two people move them; what is settled stays.',
  ],
  positionals: which,
  options: { apply: flag('move them') },
  examples: [
    ['calendar replan PH 2027', 'after a holiday was declared late'],
    ['calendar replan PH 2027 --apply', 'and move them'],
  ],
  async run({ calendar, year, apply }, context) {
    return await withPlatform(context, async (platform) => {
      if (apply) {
        const input = { calendar, year: `${year}` };
        const moved = await runOperator(platform, context, calendarReplan, input, {
          problems: { not_found: `no due day would move by ${calendar} ${year}` },
        });
        if (!moved.ok) return moved.report;
        return done(moved.result, () => `Payments moved: ${moved.result.moved}.`);
      }
      const { snapshot, pool, shardCount } = platform;
      const settlements = createSettlements(pool, shardCount);
      const moves = await movesOf({ settlements, snapshot }, { calendar, year });
      const rows = moves.map(({ order, to }) => ({ id: order.id, from: order.settleOn?.date, to }));
      return done({ moves: rows }, (style) =>
        moves.length === 0
          ? 'No due day would move.'
          : table(
              style,
              ['order', 'amount', 'due', 'would be due'],
              moves.map(({ order: { id, asset, pendingMinor: minor, settleOn }, to }) => [
                ...[`${id}`, majorText({ asset, minor }), settleOn?.date ?? '', to],
              ]),
              { right: [1] },
            ),
      );
    });
  },
});
