/** Refusals in the words of an API that publishes codes and leaves the texts to us. */
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';
import type { ErrorInfo, Field } from '../contract.ts';
import { wireNameIn } from './fields.ts';

interface ErrorRow {
  readonly code: number;
  /** The wire field it is always about; null where the refusal names it, or none. */
  readonly field: string | null;
  /** `field` is the wire's name; null when no wire field can be named. */
  readonly text: (field: string | null) => string;
}

/** A row per refusal: forgetting one is a type error. */
export type ErrorRows = Readonly<Record<RefusalCode, ErrorRow>>;

/** A text about whichever field the refusal names, or the one given. */
export function row(code: number, text: string, field: string | null = null): ErrorRow {
  return { code, field, text: () => text };
}

/** A text that begins with the field: `amount is required`; `otherwise`: where none is named. */
export function aboutField(code: number, otherwise: string, text: string): ErrorRow {
  return { code, field: null, text: (field) => `${field ?? otherwise} ${text}` };
}

/**
 * Details of these would disclose something to an unauthenticated caller, or are not for one at
 * all.
 */
const SILENT: ReadonlySet<RefusalCode> = new Set([
  'unknown_app',
  'app_disabled',
  'bad_signature',
  'not_found',
  'internal',
]);

/** Core fields that an API cannot carry at all have no name in it. */
const SEMANTIC = /^(?:payer|beneficiary)\./;

type WithFields = { readonly fields: readonly Field[] };

/** The merchant's word for a field of a refusal; null when the API has none. */
export function wireFieldIn(
  field: string,
  operation: WithFields,
  others: readonly WithFields[],
): string | null {
  return wireNameIn(field, [operation, ...others]) ?? (SEMANTIC.test(field) ? null : field);
}

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function wireFieldOf(
  rows: ErrorRows,
  { code, field }: Refusal,
  operation: WithFields,
  others: readonly WithFields[],
): string | null {
  const fixed = rows[code].field;
  if (fixed !== null || field === undefined) return fixed;
  return wireFieldIn(field, operation, others);
}

/** Why the request is refused, where the refusal says so and whoever asks may know; else null. */
export function reasonOf({ code, detail }: Refusal): string | null {
  return SILENT.has(code) ? null : (detail ?? null);
}

/** What is wrong, and where there is more to say, why. */
export function errorTexts(
  rows: ErrorRows,
  refusal: Refusal,
  wireField: string | null,
): { readonly code: number; readonly what: string; readonly why: string | null } {
  const { code, text } = rows[refusal.code];
  return { code, what: text(wireField), why: reasonOf(refusal) };
}

/** Every failure that the rows name, each once. */
export function errorList(rows: ErrorRows): readonly ErrorInfo[] {
  const texts = Object.values(rows).map(({ code, field, text }) => ({
    code: String(code),
    message: text(field),
  }));
  return texts.filter(
    (error, at) =>
      texts.findIndex(({ code, message }) => code === error.code && message === error.message) ===
      at,
  );
}
