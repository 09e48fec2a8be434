/**
 * The day on which a payment becomes available, by the calendar that its terms name. Pure: zones
 * are known to `Intl`, and days that are closed or open come from approved calendars.
 */
import { daysAfter } from './day.ts';

/** What all rules by a calendar have: when a trading day ends, where, and whose holidays count. */
interface TradingDay {
  /** `HH:MM` in `zone`: from then on a payment is of the next day. Null: days end at midnight. */
  readonly cutoff: string | null;
  /** IANA name: `Asia/Manila`. */
  readonly zone: string;
  /** Ids of calendars; a day that any of them closes is no business day. None: Monday to Friday. */
  readonly calendars: readonly string[];
  /** A payment on a closed day is of the next business day, or of that same day. */
  readonly trade: 'following' | 'same';
}

/** `weekday`: 1 is Monday, 7 Sunday. `day`: 1 to 31; a shorter month pays on its last day. */
export type CalendarRule =
  | { readonly kind: 'business' | 'natural'; readonly n: number }
  | { readonly kind: 'weekly'; readonly weekday: number }
  | { readonly kind: 'monthly'; readonly day: number };

export type CalendarTerms = CalendarRule & TradingDay;

/**
 * When what was paid becomes available. A number: so many times 24 hours after the payment, 0 at
 * once; the calendar has no say in that.
 */
export type SettleTerms = number | CalendarTerms;

/** What a calendar says of days, by `YYYY-MM-DD`. */
export type CalendarDays = Readonly<
  Record<string, { readonly is: 'closed' | 'open'; readonly name: string }>
>;

/** A year of a calendar as it was approved. Days that it does not name: open Monday to Friday. */
export interface CalendarYear {
  readonly version: number;
  readonly days: CalendarDays;
}

/** Approved years of calendars; null: there is none for that year. */
export type Calendars = (calendar: string, year: number) => CalendarYear | null;

export const NO_CALENDARS: Calendars = () => null;

/** By which day, and by which years of which calendars: kept with the order. */
export interface SettleOn {
  /** `YYYY-MM-DD` in the zone of the terms. */
  readonly date: string;
  /** `PH/2026:3 PH/2027:0`: calendar, year, version; 0: none is approved, weekdays alone. */
  readonly calendar: string;
}

export interface Due {
  /** Null: at once. */
  readonly at: Date | null;
  /** Null where no calendar decides. */
  readonly on: SettleOn | null;
}

/** When what was paid at a moment is due. Days never end in a loop: no calendar closes a year. */
export function due(occurredAt: Date, terms: SettleTerms, calendars: Calendars): Due {
  if (typeof terms === 'number') {
    return { at: terms === 0 ? null : daysAfter(occurredAt, terms), on: null };
  }
  if (isAtOnce(terms)) return { at: null, on: null };
  const days = new BusinessDays(terms.calendars, calendars);
  const local = localTime(occurredAt, terms.zone);
  const isLate = terms.cutoff !== null && local.minutes >= minutesOf(terms.cutoff);
  const own = local.day + (isLate ? 1 : 0);
  const trade = terms.trade === 'following' ? days.onOrAfter(own) : own;
  const date = dateText(dueDay(trade, terms, days));
  return { at: dueAt(date, terms), on: { date, calendar: days.consulted() } };
}

/** T+0 without a cut-off. */
function isAtOnce(terms: CalendarTerms): boolean {
  return isOwnDay(terms) && terms.cutoff === null;
}

const isOwnDay = (terms: CalendarTerms) => 'n' in terms && terms.n === 0;

/** The moment of a due date: it begins, or, paid on its own day, its cut-off. */
export function dueAt(date: string, terms: CalendarTerms): Date {
  const minutes = isOwnDay(terms) && terms.cutoff !== null ? minutesOf(terms.cutoff) : 0;
  return instantOf(dayOf(date), minutes, terms.zone);
}

/** A number of days after which it is surely due: closed days before a due day are fewer. */
export function daysAtMost(terms: SettleTerms): number {
  if (typeof terms === 'number') return terms;
  const days = 'n' in terms ? terms.n * 2 : terms.kind === 'weekly' ? 7 : 31;
  return Math.min(days + CLOSED_DAYS, TERMS_DAYS_MAX);
}

/** Days in a row that are closed anywhere, and some more. */
const CLOSED_DAYS = 14;
/** What terms can say. */
export const TERMS_DAYS_MAX = 365;

/** For people: `T+2`, or `business T+1, cut-off 18:00 Asia/Manila, calendars PH`. */
export function settleText(terms: SettleTerms): string {
  if (typeof terms === 'number') return `T+${terms}`;
  const { cutoff, zone, calendars, trade } = terms;
  return [
    ruleText(terms),
    `${cutoff === null ? 'days of' : `cut-off ${cutoff}`} ${zone}`,
    ...(calendars.length === 0 ? [] : [`calendars ${calendars.join(' ')}`]),
    ...(trade === 'same' ? ['closed days are trading days'] : []),
  ].join(', ');
}

function ruleText(rule: CalendarRule): string {
  if (rule.kind === 'weekly') return `weekly, weekday ${rule.weekday}`;
  if (rule.kind === 'monthly') return `monthly, day ${rule.day}`;
  return `${rule.kind} T+${rule.n}`;
}

/** From then on the next year is needed: people plan by due days two months ahead. */
const NEXT_YEAR_FROM_MONTH = 11;

interface KnownYear {
  readonly calendar: string;
  readonly year: number;
  readonly state: string;
}

/**
 * Calendars without this year approved, or, from 1 November on, without the next: those that there
 * are, and those that terms name (`named`).
 */
export function missingYears<Year extends KnownYear>(
  years: readonly Year[],
  named: readonly string[],
  now: Date,
): readonly { readonly calendar: string; readonly year: number }[] {
  const year = now.getUTCFullYear();
  const next = now.getUTCMonth() + 1 >= NEXT_YEAR_FROM_MONTH ? [year + 1] : [];
  const isApproved = (id: string, wanted: number) =>
    years.some((o) => o.calendar === id && o.year === wanted && o.state === 'approved');
  return [...new Set([...years.map(({ calendar }) => calendar), ...named])].flatMap((calendar) =>
    [year, ...next].flatMap((one) => (isApproved(calendar, one) ? [] : [{ calendar, year: one }])),
  );
}

/** Whether a year that nobody has approved had a say in it. */
export function isFallback({ calendar }: SettleOn): boolean {
  return /:0(?= |$)/.test(calendar);
}

function dueDay(trade: number, terms: CalendarTerms, days: BusinessDays): number {
  switch (terms.kind) {
    case 'business': {
      let day = trade;
      for (let left = terms.n; left > 0; left -= 1) day = days.onOrAfter(day + 1);
      return day;
    }
    case 'natural':
      return terms.n === 0 ? trade : days.onOrAfter(trade + terms.n);
    case 'weekly': {
      const ahead = (terms.weekday - weekdayOf(trade) + 7) % 7;
      return days.onOrAfter(trade + (ahead === 0 ? 7 : ahead));
    }
    case 'monthly':
      return days.onOrAfter(monthDayAfter(trade, terms.day));
  }
}

/** Which days are open, and which years were asked about it. */
class BusinessDays {
  readonly #ids: readonly string[];
  readonly #calendars: Calendars;
  readonly #asked = new Map<string, number>();

  constructor(ids: readonly string[], calendars: Calendars) {
    this.#ids = ids;
    this.#calendars = calendars;
  }

  onOrAfter(day: number): number {
    const end = day + SEARCH_DAYS_MAX;
    for (let one = day; one < end; one += 1) if (this.#isOpen(one)) return one;
    return day;
  }

  consulted(): string {
    return [...this.#asked].map(([year, version]) => `${year}:${version}`).join(' ');
  }

  #isOpen(day: number): boolean {
    const date = dateText(day);
    const year = Number.parseInt(date.slice(0, 4), 10);
    const isWeekday = weekdayOf(day) <= 5;
    if (this.#ids.length === 0) return isWeekday;
    const each = this.#ids.map((id) => {
      const known = this.#calendars(id, year);
      this.#asked.set(`${id}/${year}`, known?.version ?? 0);
      const said = known?.days[date]?.is;
      return said === undefined ? isWeekday : said === 'open';
    });
    return !each.includes(false);
  }
}

/** Longer than any run of closed days: a calendar that closes all of them is a mistake. */
const SEARCH_DAYS_MAX = 366;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Days since 1970-01-01. */
function dayOf(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

function dateText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** 1 is Monday: 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** The first such day of a month after a day. */
function monthDayAfter(day: number, wanted: number): number {
  const from = new Date(day * DAY_MS);
  for (let month = from.getUTCMonth(); ; month += 1) {
    const last = new Date(Date.UTC(from.getUTCFullYear(), month + 1, 0)).getUTCDate();
    const found = Date.UTC(from.getUTCFullYear(), month, Math.min(wanted, last)) / DAY_MS;
    if (found > day) return found;
  }
}

function minutesOf(time: string): number {
  const [hours = '0', minutes = '0'] = time.split(':');
  return Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10);
}

const FORMATS = new Map<string, Intl.DateTimeFormat>();

/** Making one costs a hundred times as much as using it. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = FORMATS.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    calendar: 'iso8601',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  FORMATS.set(zone, made);
  return made;
}

/** `PH`, `CN_BANKS`. */
export function isCalendarId(id: string): boolean {
  return /^[A-Z][A-Z0-9_]{1,19}$/.test(id);
}

/** Whether `Intl` knows the zone. */
export function isZone(zone: string): boolean {
  try {
    formatOf(zone);
    return true;
  } catch {
    return false;
  }
}

/** The day and the minute of it that clocks in a zone show. */
function localTime(at: Date, zone: string): { readonly day: number; readonly minutes: number } {
  const parts = Object.fromEntries(
    formatOf(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  return {
    day: dayOf(`${year.padStart(4, '0')}-${month}-${day}`),
    minutes: minutesOf(`${hour}:${minute}`),
  };
}

/** The first moment at which clocks in a zone show that minute of that day, or a later one. */
function instantOf(day: number, minutes: number, zone: string): Date {
  const wanted = day * DAY_MS + minutes * MINUTE_MS;
  const shown = (atMs: number) => {
    const local = localTime(new Date(atMs), zone);
    return local.day * DAY_MS + local.minutes * MINUTE_MS;
  };
  // By the offset of the day before, and of the day after: clocks change once between them at most.
  const offset = (atMs: number) => shown(atMs) - atMs;
  const first = wanted - offset(wanted - DAY_MS);
  if (shown(first) === wanted) return new Date(first);
  const second = wanted - offset(wanted + DAY_MS);
  if (shown(second) === wanted) return new Date(second);
  // Clocks skip that minute: the moment at which they do.
  let [before, after] = [second, first];
  while (after - before > MINUTE_MS) {
    const middle = before + Math.floor((after - before) / 2 / MINUTE_MS) * MINUTE_MS;
    if (shown(middle) < wanted) before = middle;
    else after = middle;
  }
  return new Date(after);
}
