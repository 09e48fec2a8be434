/**
 * Bytes to a request, and the forms that this API gives to order numbers and times. One reading of
 * the body serves both the signature and the command, and every number stays the text that was
 * sent.
 */
import { type Id, madeAtMs, parseId } from '../../domain/id.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import { parseContentType } from '../../wire/content-type.ts';
import type { JsonObject, JsonValue } from '../../wire/json-value.ts';
import type { ParseError } from '../../wire/parsed.ts';
import { readJson } from '../../wire/raw-json.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { RawRequest, ReturnPage } from '../contract.ts';
import {
  BASE_PATHS,
  FIELDS,
  type FieldSpec,
  isForeign,
  LOCALE,
  type Operation,
  RETURN_PATH,
} from './routes.ts';

/** A request read, not yet believed. */
export interface RechargeRequest {
  /** The body as it came, which is one of the texts that may have been signed. */
  readonly text: string;
  readonly body: JsonObject;
  /** The header `sign`; '' if there is none. */
  readonly sign: string;
}

type Read<T> = { readonly ok: true; readonly value: T } | Refused;

/** The text of a field: a string's value or a number's text; '' if there is neither. */
export function textOf(body: JsonObject, name: string): string {
  const value = valueIn(body, name);
  if (value?.kind === 'string') return value.value;
  return value?.kind === 'number' ? value.text : '';
}

/** The body as a JSON object, whatever it holds. */
export function readBody(raw: RawRequest): Read<RechargeRequest> {
  const type = parseContentType(raw.headers['content-type']);
  if (type.kind !== 'json') {
    const reason = type.kind === 'unknown' ? type.reason : 'a form';
    return refuse('malformed', undefined, `Content-Type must be application/json: ${reason}`);
  }
  const json = readJson(raw.body);
  if (!json.ok) return refuse('malformed', fieldOf(json.error), json.error.reason);
  if (json.value.kind !== 'object') return refuse('malformed', undefined, 'not a JSON object');
  const text = new TextDecoder().decode(raw.body);
  return { ok: true, value: { text, body: json.value, sign: raw.headers.sign ?? '' } };
}

/** Reads a request: its fields present, of the right kind, and none of the other operation. */
export function readRequest(raw: RawRequest, operation: Operation): Read<RechargeRequest> {
  const read = readBody(raw);
  if (!read.ok) return read;
  const { body } = read.value;
  for (const spec of FIELDS[operation]) {
    const value = valueIn(body, spec.name);
    if (value === null) {
      if (spec.required) return refuse('missing_field', spec.name);
      continue;
    }
    const fault = faultOf(value, spec);
    if (fault !== null) return refuse('invalid_field', spec.name, fault);
  }
  for (const name of body.members.keys()) {
    if (valueIn(body, name) !== null && isForeign(name, operation)) {
      return refuse('invalid_field', name, 'this operation has no such field');
    }
  }
  return checkForms(body) ?? read;
}

/** The value of a field; null if it is absent, null or blank, which are one and the same here. */
export function valueIn(body: JsonObject, name: string): JsonValue | null {
  const value = body.members.get(name);
  if (value === undefined || value.kind === 'null') return null;
  return value.kind === 'string' && value.value.trim() === '' ? null : value;
}

const CONTROL = /\p{Cc}/u;

/** What is wrong with a value of this kind and length; null if nothing is. */
export function faultOf(
  value: JsonValue,
  { tokens, charsMax }: Pick<FieldSpec, 'tokens' | 'charsMax'>,
): string | null {
  if (!tokens.includes(value.kind)) return `it must be a JSON ${tokens.join(' or ')}`;
  if (value.kind !== 'string' && value.kind !== 'number') return null;
  const text = value.kind === 'string' ? value.value : value.text;
  if ([...text].length > charsMax) return `longer than ${charsMax} characters`;
  return CONTROL.test(text) ? 'it holds a control character' : null;
}

const MERCHANT_ID = /^[1-9][0-9]{0,18}$/;

function checkForms(body: JsonObject): Refused | null {
  if (!MERCHANT_ID.test(textOf(body, 'mchId'))) {
    return refuse('invalid_field', 'mchId', 'it must be a whole number');
  }
  return parseTimeMs(textOf(body, 'timestamp')) === null
    ? refuse('invalid_field', 'timestamp', 'RFC 3339 is due: 2022-01-22T10:00:00.500+08:00')
    : null;
}

const TIME =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):?(\d{2}))$/;

/** RFC 3339 to milliseconds since 1970; null if it is none, or no time that exists. */
export function parseTimeMs(text: string): number | null {
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, day = '', time = '', fraction = '', sign, hours = '0', minutes = '0'] = match;
  const plain = `${day}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
  const at = new Date(plain);
  // A date such as 30 February is moved on by the runtime instead of being refused.
  if (Number.isNaN(at.getTime()) || at.toISOString() !== plain) return null;
  const offset = Number.parseInt(hours, 10) * 60 + Number.parseInt(minutes, 10);
  if (offset > 18 * 60 || Number.parseInt(minutes, 10) > 59) return null;
  return at.getTime() - (sign === '-' ? -offset : offset) * 60_000;
}

/** `2022-10-27T08:51:19.000+00:00`, the form of all times that the platform sends. */
export function timeText(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '+00:00');
}

const ORDER_NO = /^443\.PA\.(\d{8})-(\d{8})-(\d{8})-(\d{8})-(\d{4})$/;
const ID_DIGITS = 19;
const CHECK_DIGITS = 9;

/**
 * `443.PA.20221027-20151109-10982861-08710506-2290`: the day on which the order was made (UTC),
 * then 28 digits: our id in 19 of them, and nine check digits, so that a slip of the pen names
 * nobody else's order.
 */
export function orderNoOf(id: Id): string {
  const digits = id.toString().padStart(ID_DIGITS, '0') + checkDigits(id);
  const groups = [0, 8, 16].map((at) => digits.slice(at, at + 8));
  return `443.PA.${compactTime(id).slice(0, 8)}-${groups.join('-')}-${digits.slice(24)}`;
}

/** The id in an order number; null unless it is, letter for letter, a number that we would make. */
export function parseOrderNo(text: string): Id | null {
  const [, , ...groups] = ORDER_NO.exec(text) ?? [];
  const id = parseId(groups.join('').slice(0, ID_DIGITS));
  return id !== null && orderNoOf(id) === text ? id : null;
}

/** `003202210270851172290`: time of making (UTC) and the last four digits of the order number. */
export function thirdOrderSignOf(id: Id): string {
  return `003${compactTime(id)}${checkDigits(id).slice(-4)}`;
}

function checkDigits(id: Id): string {
  const digest = BigInt(`0x${sha256Hex(`recharge order ${id}`).slice(0, 16)}`);
  return (digest % 10n ** BigInt(CHECK_DIGITS)).toString().padStart(CHECK_DIGITS, '0');
}

/** `20221027085117` */
function compactTime(id: Id): string {
  return new Date(madeAtMs(id)).toISOString().replace(/\D/g, '').slice(0, 14);
}

/**
 * `/en/pay-center/order/return?returnUrl=…&payStatus=1`, as the seed's cashier link shows it, and
 * the order's number, by which it is found. What the seed did not encode is encoded.
 */
export const RETURN_PAGE: ReturnPage = {
  paths: BASE_PATHS.map((base) => base + RETURN_PATH),

  linkOf({ id, returnUrl }) {
    const encoded = encodeURIComponent(returnUrl ?? '');
    const query = `returnUrl=${encoded}&payStatus=1&orderNo=${orderNoOf(id)}`;
    return `/${LOCALE}${RETURN_PATH}?${query}`;
  },

  orderIdOf(query) {
    const orderNo = /&orderNo=([^&]*)/.exec(RETURN_QUERY.exec(query)?.[2] ?? '')?.[1];
    return orderNo === undefined ? null : parseOrderNo(orderNo);
  },

  fits({ returnUrl }, query) {
    const given = RETURN_QUERY.exec(query)?.[1];
    if (returnUrl === null || given === undefined) return false;
    return returnUrl === given || returnUrl === decoded(given);
  },
};

/** An address that was not encoded goes on to the last `&payStatus=`, whatever is in it. */
const RETURN_QUERY = /^returnUrl=(.*)&payStatus=[^&]*(.*)$/s;

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

const TOP_STEP = /^\$(?:\.([A-Za-z0-9_]+)|\["(.+?)"\])/;

/** The top-level field that a parser's path leads into. */
function fieldOf(error: ParseError): string | undefined {
  const step = TOP_STEP.exec(error.path);
  return step?.[1] ?? step?.[2];
}
