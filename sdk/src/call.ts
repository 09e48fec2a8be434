/** What the SDK knows of a call. Tables of these are made from the platform's operations. */

/**
 * How a field is written: `exact` is an amount, a time or a count, which no floating point number
 * may hold; an `url` may have a query string; `path` stands in the address and is not signed.
 */
export type FieldKind = 'text' | 'exact' | 'url' | 'path';

export interface Call {
  readonly method: 'GET' | 'POST';
  /** The first is the published one. */
  readonly paths: readonly string[];
  readonly fields: Readonly<Record<string, FieldKind>>;
  /** How `timestamp` is written, which is filled in unless it is given. Null: it has none. */
  readonly stamp: 'milliseconds' | 'iso' | null;
  /** `envelope`: the fields travel as the text `param`; `either`: as the caller wants. */
  readonly form: 'flat' | 'envelope' | 'either';
  /**
   * `read` changes nothing. `same`: no two orders have the id that it carries, so the same bytes
   * again cannot pay twice. `never`: what a second one does is not known.
   */
  readonly repeat: 'read' | 'same' | 'never';
  /** The answers that say that an order of this id exists already. */
  readonly exists: readonly Word[];
  /** The call that asks about what this one makes, and which of its fields to ask with. */
  readonly ask: { readonly call: string; readonly fields: readonly string[] } | null;
}

/** A code of an answer; `message`: the text that goes with it, where a code says several things. */
export interface Word {
  readonly code: string;
  readonly message: string | null;
}

/** The codes of an API, by what they say of the order. */
export interface Codes {
  readonly success: readonly string[];
  /** Nothing was done; the same request may be sent again. */
  readonly busy: readonly string[];
  /** What became of it is not known. */
  readonly unknown: readonly string[];
}
