/**
 * Bytes to a request, and the forms that this API gives to order numbers and times. One reading of
 * the body serves both the signature and the command, and every number stays the text that was
 * sent.
 */
import { type Id, madeAtMs, parseId } from '../../domain/id.ts';
import { refuse } from '../../domain/refusal.ts';
import type { SortedJson } from '../../signatures/sorted-json/text.ts';
import { textIn, valueIn } from '../../wire/json-fields.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Field, RawRequest, ReturnPage } from '../contract.ts';
import { checkFields, checkForeign } from '../kit/fields.ts';
import { readJsonBody } from '../kit/json-object.ts';
import { ok, type Result } from '../kit/result.ts';

/** Served under a locale, as all published addresses are, and bare. */
export const BASE_PATHS = ['/:locale', ''] as const;

/** The locale of all published addresses. */
export const LOCALE = 'en';

/** Where the payer's browser comes back to (read from the seed's cashier link). */
const RETURN_PATH = '/pay-center/order/return';

/** A request read, not yet believed. */
export interface RechargeRequest extends SortedJson {
  /** The header `sign`; '' if there is none. */
  readonly sign: string;
}

/** The body as a JSON object, whatever it holds. */
export function readBody(raw: RawRequest): Result<RechargeRequest> {
  const body = readJsonBody(raw);
  if (!body.ok) return body;
  const text = new TextDecoder().decode(raw.body);
  return ok({ text, body: body.value, sign: raw.headers.sign ?? '' });
}

const MERCHANT_ID = /^[1-9][0-9]{0,18}$/;

/** Reads a request: its fields present, of the right kind, and none of the other operation. */
export function readRequest(
  raw: RawRequest,
  fields: readonly Field[],
  distinctive: ReadonlySet<string>,
): Result<RechargeRequest> {
  const read = readBody(raw);
  if (!read.ok) return read;
  const { body } = read.value;
  const given = [...body.members.keys()].filter((name) => valueIn(body, name) !== null);
  const refusal =
    checkFields(fields, (name) => valueIn(body, name)) ??
    checkForeign(fields, given, distinctive, 'not a field of this operation: remove it');
  if (refusal !== null) return refusal;
  if (!MERCHANT_ID.test(textIn(body, 'mchId'))) {
    return refuse('invalid_field', 'mchId', 'must be a whole number');
  }
  return parseTimeMs(textIn(body, 'timestamp')) === null
    ? refuse(
        'invalid_field',
        'timestamp',
        'must be RFC 3339, such as 2022-01-22T10:00:00.500+08:00',
      )
    : read;
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

  linkOf({ id, returnUrl }, outcome) {
    const encoded = encodeURIComponent(returnUrl ?? '');
    const payStatus = outcome === 'failed' ? 0 : 1;
    const query = `returnUrl=${encoded}&payStatus=${payStatus}&orderNo=${orderNoOf(id)}`;
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
