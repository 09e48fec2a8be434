/** What a check is: a pure function from the text a merchant sent to the form the core keeps. */
import type { FieldName } from '../domain/channel.ts';

export type Fields = Readonly<Partial<Record<FieldName, string>>>;

export interface CheckContext {
  /** All facts of the same request, as sent: a PIX key is judged by its account type. */
  readonly fields: Fields;
  /** ISO 3166 alpha-2 country of the channel. */
  readonly country: string;
}

/**
 * `value` is the normalised form; checking it again gives the same value. A `warning` is doubt that
 * is no ground for refusal. `reason` and `warning` continue a sentence: `must be …`, `may be …`.
 */
export type Checked =
  | { readonly ok: true; readonly value: string; readonly warning?: string }
  | { readonly ok: false; readonly reason: string };

/** Judges trimmed, non-empty text without control characters. */
export type Check = (value: string, context: CheckContext) => Checked;

/** Makes a check from the text after the colon (empty if none); null: that text means nothing. */
export type CheckMaker = (argument: string) => Check | null;

export function accept(value: string, warning?: string): Checked {
  return warning === undefined ? { ok: true, value } : { ok: true, value, warning };
}

export function reject(reason: string): Checked {
  return { ok: false, reason };
}

/** A check that takes no argument. */
export function plain(check: Check): CheckMaker {
  return (argument) => (argument === '' ? check : null);
}

/** People write numbers in groups: the blanks and hyphens between them carry no meaning. */
export function withoutGrouping(value: string): string {
  return value.replace(/[ -]/g, '');
}
