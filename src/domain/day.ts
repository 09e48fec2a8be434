/** Calendar days, for rules that speak of days: the day of a payment, days after it. */
import type { App } from './merchant.ts';

/** The app's setting: where its days begin, as `+08:00`. */
const ZONE_SETTING = 'utcOffset';
const OFFSET = /^([+-])([01]\d):([0-5]\d)$/;

/** Days of the books, and of an app that does not say otherwise: published APIs write times so. */
export const BOOK_ZONE_MINUTES = 8 * 60;
const DAY_MS = 86_400_000;

/** Minutes from UTC to an app's days; a setting that cannot be read is as if there was none. */
export function zoneOf({ settings }: Pick<App, 'settings'>): number {
  const [, sign, hours, minutes] = OFFSET.exec(settings[ZONE_SETTING] ?? '') ?? [];
  if (sign === undefined || hours === undefined || minutes === undefined) return BOOK_ZONE_MINUTES;
  const offset = Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10);
  return sign === '-' ? -offset : offset;
}

/** Days from the day of one moment to the day of another; 0 on the same day. */
export function daysBetween(from: Date, to: Date, zoneMinutes: number): number {
  const dayOf = (at: Date) => Math.floor((at.getTime() + zoneMinutes * 60_000) / DAY_MS);
  return dayOf(to) - dayOf(from);
}

/** The day of the books at a moment, `2026-11-30`. */
export function dayText(at: Date, zoneMinutes = BOOK_ZONE_MINUTES): string {
  return new Date(at.getTime() + zoneMinutes * 60_000).toISOString().slice(0, 10);
}

/** That many days later, to the millisecond. */
export function daysAfter(at: Date, days: number): Date {
  return new Date(at.getTime() + days * DAY_MS);
}

/** Whole days from one day to another, both `yyyy-MM-dd`. */
export function daysApart(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}
