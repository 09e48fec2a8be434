/** Notifications as they are received: what comes of checking one, and how its bytes are taken. */
import type { JsonObject } from '../../src/wire/json-value.ts';
import { JSON_LIMITS, readJson } from '../../src/wire/raw-json.ts';
import { type RsaKey, verifySha256Rsa } from '../../src/wire/rsa.ts';
import { receivedOf } from './values.ts';

/** A notification that the platform signed, or why it is not taken as one. */
export type Checked<Content> =
  | (Genuine<Content> & { readonly ok: true })
  /** `reason` is for the merchant's own log: answer 400 and nothing of it. */
  | { readonly ok: false; readonly reason: string };

interface Genuine<Content> {
  /** What it says. Every number is its own text, as it was sent. */
  readonly fields: Content;
  /** The same at every attempt: by it a repeat is known. Null: the header is missing. */
  readonly id: string | null;
  /** What to answer once it is stored; anything else, and it is sent again. */
  readonly acknowledgement: Acknowledgement;
}

export interface Acknowledgement {
  readonly status: 200;
  readonly contentType: 'text/plain' | 'application/json';
  readonly body: string;
}

export const SUCCESS: Acknowledgement = {
  ...{ status: 200, contentType: 'text/plain', body: 'success' },
};

/** Of a web framework: an object of headers, or what `fetch` has. */
export type HeadersIn =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

export type Failed = { readonly ok: false; readonly reason: string };

export function failed(reason: string): Failed {
  return { ok: false, reason };
}

/**
 * The body as the bytes that were received. Throws where a framework has parsed it already: what is
 * printed again is not what was signed.
 */
export function rawBytes(body: string | Uint8Array): Uint8Array {
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return body;
  throw new TypeError('give the raw body, a text or bytes, as it was received before any parsing');
}

/** The object that a body holds, read strictly: a name that stands twice is refused. */
export function readObject(body: Uint8Array): JsonObject | Failed {
  const read = readJson(body, { ...JSON_LIMITS, maxStringBytes: JSON_LIMITS.maxBytes });
  if (!read.ok) return failed(`the body cannot be read: ${read.error.reason}`);
  return read.value.kind === 'object' ? read.value : failed('the body is no JSON object');
}

/** The object itself, or the failure. */
export function isFailed<T extends object>(value: T | Failed): value is Failed {
  return 'ok' in value && value.ok === false;
}

/** A header by its name, in any letter case; null where there is none. */
export function headerOf(headers: HeadersIn, name: string): string | null {
  const { get } = headers;
  if (typeof get === 'function') return (headers as { get(name: string): string | null }).get(name);
  const found = Object.entries(headers).find(([each]) => each.toLowerCase() === name);
  const value = found?.[1];
  return typeof value === 'string' ? value : Array.isArray(value) ? (value[0] ?? null) : null;
}

/** Why no key signed the text; null if one did. */
export function whyNotSigned(
  keys: readonly RsaKey[],
  text: string | Uint8Array,
  sign: string,
): string | null {
  if (sign === '') return 'sign is missing';
  if (keys.some((key) => verifySha256Rsa(key, text, sign))) return null;
  return unsigned(keys.length);
}

export function unsigned(keys: number): string {
  if (keys === 0) return 'no key is set up to check it with';
  const whose = keys === 1 ? 'your key' : `any of your ${keys} keys`;
  return `the signature does not hold with ${whose}: either the body is not byte for byte what was received, or the platform signs with another key`;
}

export function genuine<Content>(
  content: JsonObject,
  headers: HeadersIn,
  acknowledgement: Acknowledgement,
): Checked<Content> {
  const fields = receivedOf(content) as Content;
  return { ok: true, fields, id: headerOf(headers, 'webhook-id'), acknowledgement };
}
