/** Days as APIs write them, in a time zone without summer time. */
import { accept, type Parsed, refuse } from './parsed.ts';

export interface Day {
  readonly from: Date;
  /** Not part of the day. */
  readonly to: Date;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * Reads `yyyy-MM-dd`, a day that the calendar has in the years 1000 to 9999, in a zone so many
 * minutes east of UTC.
 */
export function parseDay(text: string, zoneMinutes: number): Parsed<Day> {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(text)) return refuse('the day is not yyyy-MM-dd');
  const midnight = new Date(`${text}T00:00:00.000Z`);
  // The calendar is checked by writing back: 2026-02-30 would have become 2026-03-02.
  if (Number.isNaN(midnight.getTime()) || !midnight.toISOString().startsWith(text)) {
    return refuse('there is no such day');
  }
  const from = midnight.getTime() - zoneMinutes * MINUTE_MS;
  const day = { from: new Date(from), to: new Date(from + DAY_MS) };
  // Beyond them the same moment has no four-digit year, which the database would refuse later.
  const isWritable = [day.from, day.to].every((at) => /^[1-9]/.test(at.toISOString()));
  return isWritable ? accept(day) : refuse('the day is not in the years 1000 to 9999');
}
