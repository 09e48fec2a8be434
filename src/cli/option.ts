/**
 * Options and positional arguments as data: how each is written, what it is for, and how its text
 * is read. A command's values have the types that its options read.
 */

import { type Id, parseId } from '../domain/id.ts';
import { orList } from '../domain/or-list.ts';
import { parseDay } from '../wire/day.ts';

export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** One option or positional argument; `T` is what it reads. */
export interface Option<T> {
  /** Name of the value in help texts; null: a flag, which has none. */
  readonly placeholder: string | null;
  readonly summary: string;
  readonly required: boolean;
  readonly many: boolean;
  /** For help texts; null when absence means nothing in particular. */
  readonly defaultValue: string | null;
  /** `texts`: as given, in order; empty when absent. The reason goes on from the option's name. */
  read(texts: readonly string[]): Read<T>;
}

/** By name, as written: `{ 'public-id': … }`. Positional arguments in their order. */
export type Options = Readonly<Record<string, Option<unknown>>>;

export type Values<O extends Options> = {
  readonly [K in keyof O]: O[K] extends Option<infer T> ? T : never;
};

/** How one text becomes a value. */
export type Reading<T> = (text: string) => Read<T>;

/** Must be given. */
export function required(placeholder: string, summary: string): Option<string>;
export function required<T>(placeholder: string, summary: string, reading: Reading<T>): Option<T>;
export function required(
  placeholder: string,
  summary: string,
  reading: Reading<unknown> = asIs,
): Option<unknown> {
  return {
    ...plain(placeholder, summary),
    required: true,
    read: ([text]) => (text === undefined ? bad('is needed') : reading(text)),
  };
}

/** Null when not given. */
export function optional(placeholder: string, summary: string): Option<string | null>;
export function optional<T>(
  placeholder: string,
  summary: string,
  reading: Reading<T>,
): Option<T | null>;
export function optional(
  placeholder: string,
  summary: string,
  reading: Reading<unknown> = asIs,
): Option<unknown> {
  return {
    ...plain(placeholder, summary),
    read: ([text]) => (text === undefined ? good(null) : reading(text)),
  };
}

/** `defaultValue`, read like any other text, when not given. */
export function withDefault<T>(
  placeholder: string,
  summary: string,
  defaultValue: string,
  reading: Reading<T>,
): Option<T> {
  return {
    ...plain(placeholder, summary),
    defaultValue,
    read: ([text]) => reading(text ?? defaultValue),
  };
}

/** May be given several times. */
export function list<T>(
  placeholder: string,
  summary: string,
  reading: Reading<T>,
): Option<readonly T[]> {
  return {
    ...plain(placeholder, summary),
    many: true,
    read(texts) {
      const values: T[] = [];
      for (const text of texts) {
        const one = reading(text);
        if (!one.ok) return one;
        values.push(one.value);
      }
      return good(values);
    },
  };
}

/** There or not. */
export function flag(summary: string): Option<boolean> {
  return { ...plain(null, summary), read: (texts) => good(texts.length > 0) };
}

function plain(placeholder: string | null, summary: string) {
  return { placeholder, summary, required: false, many: false, defaultValue: null };
}

// ---------------------------------------------------------------------------------------------
// Readings.

const asIs: Reading<string> = (text) => good(text);

/** Any text but an empty one. */
export const asText: Reading<string> = (text) =>
  text.trim() === '' ? bad('must not be empty') : good(text);

/** A platform id, with or without the letter that some of the published APIs put in front. */
export const asId: Reading<Id> = (text) => {
  const id = parseId(text.replace(/^[A-Z](?=[0-9])/, ''));
  return id === null
    ? bad(`must be a platform id of up to 19 digits, not ${quoted(text)}`)
    : good(id);
};

/** Scheme, name and port of an installation, without a slash at the end. */
export const asOrigin: Reading<string> = (text) => {
  const url = URL.parse(text);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  return isWeb && text.replace(/\/+$/, '').toLowerCase() === url.origin
    ? good(url.origin)
    : bad(`must be an address without a path, such as https://pay.example, not ${quoted(text)}`);
};

/** One of some words. */
export function oneOf<const W extends string>(words: readonly W[]): Reading<W> {
  return (text) => {
    const word = words.find((one) => one === text);
    return word === undefined ? bad(`must be ${orList(words)}, not ${quoted(text)}`) : good(word);
  };
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** `90s`, `30m`, `24h`, `7d`: seconds, at most a year. */
export const asDurationS: Reading<number> = (text) => {
  const [, count = '', unit = ''] = /^([0-9]{1,8})([smhd])$/.exec(text) ?? [];
  const seconds = Number.parseInt(count, 10) * (SECONDS[unit] ?? Number.NaN);
  return seconds <= 366 * 86_400
    ? good(seconds)
    : bad(`must be a time like 30m, 24h or 7d, at most a year, not ${quoted(text)}`);
};

/** `2026-11-20`, `2026-11-20T09:30:00Z`, or so long ago: `24h`. Reads to a function of now. */
export const asMoment: Reading<(nowMs: number) => Date> = (text) => {
  const ago = asDurationS(text);
  if (ago.ok) return good((nowMs) => new Date(nowMs - ago.value * 1000));
  const written = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;
  const at = written.test(text) ? new Date(text) : new Date(Number.NaN);
  return Number.isNaN(at.getTime())
    ? bad(`must be a day (2026-11-20), a time (2026-11-20T09:30:00Z) or an age (24h)`)
    : good(() => at);
};

/** A day, `2026-11-30`. */
export const asDay: Reading<string> = (text) => {
  const day = parseDay(text, 0);
  return day.ok ? good(text) : bad(`${day.error.reason}: write 2026-11-30`);
};

/** A whole number within bounds. */
export function asCount(min: number, max: number): Reading<number> {
  return (text) => {
    const count = /^[0-9]{1,9}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
    return count >= min && count <= max
      ? good(count)
      : bad(`must be a whole number from ${min} to ${max}, not ${quoted(text)}`);
  };
}

/** `name=value`; the value may hold further equals signs. */
export const asPair: Reading<readonly [name: string, value: string]> = (text) => {
  const at = text.indexOf('=');
  return at > 0
    ? good([text.slice(0, at), text.slice(at + 1)])
    : bad(`must be written name=value, not ${quoted(text)}`);
};

export function good<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function bad(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** A person's text in a message: short, and without what would move the cursor. */
export function quoted(text: string): string {
  const shown = text.replace(/\p{C}/gu, '?');
  return `"${shown.length > 60 ? `${shown.slice(0, 57)}…` : shown}"`;
}
