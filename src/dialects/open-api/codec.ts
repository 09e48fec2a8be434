/**
 * Bytes to an envelope, `param` to fields, and the forms that this API gives to times and order
 * numbers. `param` stays the very text that was signed until its signature has held.
 */
import { type Id, parseId } from '../../domain/id.ts';
import type { OrderKind } from '../../domain/order.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import { parseContentType } from '../../wire/content-type.ts';
import type { JsonObject, JsonValue } from '../../wire/json-value.ts';
import type { ParseError } from '../../wire/parsed.ts';
import { JSON_LIMITS, readJson, readJsonText } from '../../wire/raw-json.ts';
import type { RawRequest } from '../contract.ts';
import type { Version } from './routes.ts';

/** A request as it came (seed 000, unified request parameters). */
export interface Envelope {
  readonly appId: string;
  /** '' if there is none. */
  readonly sign: string;
  /** The text that was signed, and the only thing that says what is asked. */
  readonly param: string;
}

/** An envelope, and once its signature has held what `param` says; null before that. */
export interface OpenApiRequest extends Envelope {
  readonly fields: JsonObject | null;
}

type Read<T> = { readonly ok: true; readonly value: T } | Refused;

export const BODY_BYTES_MAX = 64 * 1024;

/** `param` is one long text, so texts may be as long as the body. */
const ENVELOPE_LIMITS = {
  ...JSON_LIMITS,
  maxBytes: BODY_BYTES_MAX,
  maxStringBytes: BODY_BYTES_MAX,
};

const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The body as a JSON object, whatever is in it. */
export function readBody(body: Uint8Array): Read<JsonObject> {
  const json = readJson(body, ENVELOPE_LIMITS);
  if (!json.ok) return refuse('malformed', fieldOf(json.error), json.error.reason);
  if (json.value.kind !== 'object') return refuse('malformed', undefined, 'not a JSON object');
  return { ok: true, value: json.value };
}

/** Reads the envelope of a request. A missing `sign` is a wrong one, and found out later. */
export function readEnvelope(raw: RawRequest): Read<Envelope> {
  const type = parseContentType(raw.headers['content-type']);
  if (type.kind !== 'json') {
    const reason = type.kind === 'unknown' ? type.reason : 'a form';
    return refuse('malformed', undefined, `Content-Type must be application/json: ${reason}`);
  }
  const read = readBody(raw.body);
  if (!read.ok) return read;
  const body = read.value;
  for (const name of ['appId', 'sign', 'param'] as const) {
    const value = body.members.get(name);
    if (value === undefined || value.kind === 'null') {
      if (name !== 'sign') return refuse('missing_field', name);
    } else if (value.kind !== 'string') {
      const hint = name === 'param' ? ': the JSON text itself, in quotes' : '';
      return refuse('invalid_field', name, `it must be a string${hint}`);
    }
  }
  const appId = textOf(body, 'appId');
  if (!APP_ID.test(appId)) return refuse('invalid_field', 'appId', 'it is no application id');
  return { ok: true, value: { appId, sign: textOf(body, 'sign'), param: textOf(body, 'param') } };
}

/** What `param` says. To be called once its signature has held. */
export function readParam(param: string): Read<JsonObject> {
  const json = readJsonText(param);
  if (!json.ok) return refuse('malformed', fieldOf(json.error) ?? 'param', json.error.reason);
  if (json.value.kind !== 'object') return refuse('malformed', 'param', 'not a JSON object');
  return { ok: true, value: json.value };
}

/** The text of a field: a string's value or a number's text; '' if there is neither. */
export function textOf(body: JsonObject, name: string): string {
  const value = valueIn(body, name);
  if (value?.kind === 'string') return value.value;
  return value?.kind === 'number' ? value.text : '';
}

/** The value of a field; null if it is absent, null or blank, which are one and the same here. */
export function valueIn(body: JsonObject, name: string): JsonValue | null {
  const value = body.members.get(name);
  if (value === undefined || value.kind === 'null') return null;
  return value.kind === 'string' && value.value.trim() === '' ? null : value;
}

const TOP_STEP = /^\$(?:\.([A-Za-z0-9_]+)|\["(.+?)"\])/;

/** The top-level field that a parser's path leads into. */
function fieldOf(error: ParseError): string | undefined {
  const step = TOP_STEP.exec(error.path);
  return step?.[1] ?? step?.[2];
}

/** Below it a timestamp counts seconds: in milliseconds it would lie in 1973. */
const SECONDS_BELOW = 100_000_000_000;

/** A timestamp in seconds or milliseconds, as a JSON number or digits, to milliseconds. */
export function parseTimestampMs(text: string): number | null {
  if (!/^[0-9]{1,16}$/.test(text)) return null;
  const count = Number.parseInt(text, 10);
  return count < SECONDS_BELOW ? count * 1_000 : count;
}

/** UTC+8: the published texts of v1 name no zone; v2 shows this one. */
export const ZONE_MINUTES = 480;

/** `2025-01-06 10:20:30` in v1, `2025-01-06T10:20:30+08:00` in v2; both are UTC+8. */
export function timeText(at: Date, version: Version): string {
  const text = new Date(at.getTime() + ZONE_MINUTES * 60_000).toISOString().slice(0, 19);
  return version === 'v1' ? text.replace('T', ' ') : `${text}+08:00`;
}

/** The letter that a number of this kind begins with (published: C, D; R in newer texts). */
const LETTERS = { payin: 'C', payout: 'D', refund: 'R' } as const;
const ID_DIGITS = 19;

type Numbered = keyof typeof LETTERS;

/** `C1874300000000000456`: the kind's letter and our id in 19 digits. */
export function transactionIdOf({ id, kind }: { readonly id: Id; readonly kind: OrderKind }) {
  const letter = Object.hasOwn(LETTERS, kind) ? LETTERS[kind as Numbered] : 'C';
  return letter + id.toString().padStart(ID_DIGITS, '0');
}

/** A checkout order has a second number, of the same order: `CH1874300000000000456`. */
export function checkoutIdOf({ id }: { readonly id: Id }): string {
  return `CH${id.toString().padStart(ID_DIGITS, '0')}`;
}

/** The id in a checkout number; null unless it is one that we would make. */
export function parseCheckoutId(text: string): Id | null {
  return /^CH[0-9]{19}$/.test(text) ? parseId(text.slice(2)) : null;
}

/** `TK` and 16 hexadecimal digits: a payer's permission, as payments name it. */
export function payTokenOf({ id }: { readonly id: Id }): string {
  return `TK${id.toString(16).toUpperCase().padStart(16, '0')}`;
}

/** The id in a token; null unless it is one that we would make. */
export function parsePayToken(text: string): Id | null {
  return /^TK[0-9A-F]{16}$/.test(text) ? parseId(BigInt(`0x${text.slice(2)}`).toString()) : null;
}

/** The id in a transaction number of this kind; null unless it is one that we would make. */
export function parseTransactionId(text: string, kind: Numbered): Id | null {
  if (!text.startsWith(LETTERS[kind]) || text.length !== 1 + ID_DIGITS) return null;
  return parseId(text.slice(1));
}
