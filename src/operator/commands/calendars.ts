/** Business days: a year is drafted, corrected by drafting it again, and approved by two. */
import { replanOrders } from '../../app/sweeps.ts';
import type { Order } from '../../domain/order.ts';
import { replan } from '../../domain/settlement.ts';
import { type CalendarDays, isCalendarId } from '../../domain/settlement-day.ts';
import { failed, failedField, type Input, type OperatorCommand } from '../command.ts';
import type { OperatorDeps } from '../deps.ts';
import { type Read, readWhole } from '../input.ts';

interface Year {
  readonly calendar: string;
  readonly year: number;
}

interface Version extends Year {
  readonly version: number;
}

const subject = ({ calendar = '', year = '' }: Input) => `calendar ${calendar} ${year}`;

/** Inputs: `calendar`, `year`; `days`: a line a day, `2027-06-12,closed,Independence Day`. */
export const calendarDraft: OperatorCommand<Year & { days: CalendarDays }, Version> = {
  name: 'calendar.draft',
  ability: 'edit_catalogue',
  confirm: 'none',
  approval: 'none',
  changesConfiguration: false,
  subject,
  async check(_deps, _actor, input) {
    const year = readYear(input);
    if (!year.ok) return year;
    const days = readDays(input.days ?? '', year.value.year);
    return days.ok ? { ok: true, value: { ...year.value, days: days.value } } : days;
  },
  execute: (run, { calendar, year, days }) =>
    run.commit(async ({ calendars }) => {
      const version = await calendars.draft(calendar, year, days);
      const detail = `version ${version}: ${Object.keys(days).length} days`;
      return { ok: true, result: { calendar, year, version }, after: days, detail };
    }),
};

/** Inputs: `calendar`, `year`, `version`. Due days that were counted before stay as they are. */
export const calendarApprove: OperatorCommand<Version, Version> = {
  name: 'calendar.approve',
  ability: 'edit_catalogue',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: true,
  subject,
  async check(deps, _actor, input) {
    const year = readYear(input);
    if (!year.ok) return year;
    const version = readWhole(input, 'version');
    if (!version.ok) return version;
    const value = { ...year.value, version: version.value };
    const drafted = (await deps.settlements.calendars()).some(
      (one) =>
        one.state === 'draft' &&
        one.calendar === value.calendar &&
        one.year === value.year &&
        one.version === value.version,
    );
    return drafted ? { ok: true, value } : failed('not_found');
  },
  execute: (run, value) =>
    run.commit(async ({ calendars }) => {
      const { calendar, year, version } = value;
      const days = await calendars.approve(calendar, year, version);
      if (days === null) return failed('not_found');
      const detail = `version ${version}: ${Object.keys(days).length} days`;
      return { ok: true, result: value, after: days, detail };
    }),
};

/** Of one request; more are moved by running it again. */
const REPLANNED_MAX = 20_000;
/** Of one commit. */
const REPLANNED_AT_ONCE = 200;

/** Payins whose due day is another one by the calendars of now: for people, and for the command. */
export async function movesOf(
  { settlements, snapshot }: Pick<OperatorDeps, 'settlements' | 'snapshot'>,
  { calendar, year }: Year,
): Promise<readonly { readonly order: Order; readonly to: string }[]> {
  const calendars = snapshot.current().calendars();
  const moves: { readonly order: Order; readonly to: string }[] = [];
  for await (const planned of settlements.plannedBy(calendar, year)) {
    for (const order of planned) {
      const to = replan(order, calendars)?.settleOn?.date;
      if (to !== undefined) moves.push({ order, to });
      if (moves.length === REPLANNED_MAX) return moves;
    }
  }
  return moves;
}

/** Inputs: `calendar`, `year`. Counts the due days again that were counted by an older version. */
export const calendarReplan: OperatorCommand<Year, Year & { readonly moved: number }> = {
  name: 'calendar.replan',
  ability: 'edit_catalogue',
  confirm: 'password',
  approval: 'two_people',
  changesConfiguration: false,
  subject,
  async check(deps, _actor, input) {
    const year = readYear(input);
    if (!year.ok) return year;
    return (await movesOf(deps, year.value)).length > 0 ? year : failed('not_found');
  },
  async execute(run, year) {
    const done = (answer: unknown) => {
      const moved = answer as number;
      return { ok: true, result: { ...year, moved }, detail: `${moved} payins moved` } as const;
    };
    const deps = { ...run.deps, lanes: run.lanes(done) };
    const moves = await movesOf(run.deps, year);
    const byShard = Map.groupBy(moves, ({ order }) => order.shard);
    let moved = 0;
    for (const [shard, of] of byShard) {
      for (let from = 0; from < of.length; from += REPLANNED_AT_ONCE) {
        const some = of.slice(from, from + REPLANNED_AT_ONCE).map(({ order }) => order.id);
        moved += await replanOrders(deps, shard, some);
      }
    }
    return done(moved);
  },
};

function readYear(input: Input): Read<Year> {
  const calendar = (input.calendar ?? '').trim();
  if (!isCalendarId(calendar)) {
    return failedField('calendar', 'must be 2 to 20 capital letters, digits or _, such as PH');
  }
  const year = readWhole(input, 'year');
  if (!year.ok) return year;
  const isYear = year.value >= 2000 && year.value <= 2200;
  return isYear
    ? { ok: true, value: { calendar, year: year.value } }
    : failedField('year', 'must be a year, such as 2027');
}

const DAY_LINE = /^(\d{4}-\d{2}-\d{2}),(closed|open),(.{1,80})$/u;

/** Days that the text does not name are open from Monday to Friday. */
function readDays(text: string, year: number): Read<CalendarDays> {
  const days: Record<string, CalendarDays[string]> = {};
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  for (const [index, line] of lines.entries()) {
    if (line === '') continue;
    const [, date = '', is, name = ''] = DAY_LINE.exec(line) ?? [];
    const where = `line ${index + 1}`;
    if (is === undefined || !isDate(date)) {
      return failedField('days', `${where} must be such as 2027-06-12,closed,Independence Day`);
    }
    if (!date.startsWith(`${year}-`)) return failedField('days', `${where} is not of ${year}`);
    if (days[date] !== undefined) return failedField('days', `${where}: ${date} stands twice`);
    days[date] = { is: is === 'open' ? 'open' : 'closed', name: name.trim() };
  }
  return { ok: true, value: days };
}

function isDate(text: string): boolean {
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}
