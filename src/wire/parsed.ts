/**
 * The answer of every parser in this folder. A refusal is a value, never an exception: hostile
 * input is an everyday event here.
 */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: ParseError };

/**
 * - `reason`: plain English for a merchant's developer, without the input's own values;
 * - `at`: offset in the input, in bytes where the input was bytes, else in UTF-16 units;
 * - `path`: where in the value, like `$.products[2].name`; `$` is the whole.
 */
export interface ParseError {
  readonly reason: string;
  readonly at: number;
  readonly path: string;
}

/** Wraps a value that was read. */
export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A refusal, with its place. */
export function refuse(reason: string, at = 0, path = '$'): { ok: false; error: ParseError } {
  return { ok: false, error: { reason, at, path } };
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,39}$/;

/** One step of a path: `.name` for a plain name, else the quoted name cut to 40 characters. */
export function pathStep(name: string): string {
  return PLAIN_NAME.test(name) ? `.${name}` : `[${JSON.stringify(name.slice(0, 40))}]`;
}
