/** Days of the books that a statement is about: they begin at 00:00 of UTC+8. */
import type { BookDays } from '../ports/account-statement.ts';
import type { Form } from './screen.ts';

const DAY_MS = 86_400_000;
const BOOKS_AHEAD_MS = 8 * 3_600_000;
const DAYS_MAX = 31;
const DAYS_AGO_MAX = 400;

/** Those asked for, else the last seven; null: too many, too long ago, or no days at all. */
export function daysOf(
  { from: fromText = '', to: toText = '' }: Form,
  nowMs: number,
): BookDays | null {
  const today = Math.floor((nowMs + BOOKS_AHEAD_MS) / DAY_MS);
  const to = toText === '' ? today : dayOf(toText);
  const from = fromText === '' ? (to ?? today) - 6 : dayOf(fromText);
  if (from === null || to === null || from > to) return null;
  const fits = to - from < DAYS_MAX && today - from <= DAYS_AGO_MAX;
  return fits ? { from: textOf(from), to: textOf(to) } : null;
}

function dayOf(text: string): number | null {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return null;
  const day = Date.parse(`${text}T00:00:00Z`) / DAY_MS;
  return Number.isInteger(day) && textOf(day) === text ? day : null;
}

function textOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
