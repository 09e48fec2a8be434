/**
 * Bytes to a request, and the forms that this API gives to times and order numbers. Most calls are
 * flat: a JSON body, of a GET the query. Those of checkouts come as `{appId, param, sign}` with the
 * fields in the text `param`, which stays the very text that was signed until its signature holds.
 */
import { refuse } from '../../domain/refusal.ts';
import { type Fields, isFieldName, textOf } from '../../signatures/pairs/text.ts';
import { topFieldOf } from '../../wire/json-fields.ts';
import type { JsonObject } from '../../wire/json-value.ts';
import { FORM_LIMITS, readUrlencoded } from '../../wire/raw-form.ts';
import { JSON_LIMITS } from '../../wire/raw-json.ts';
import { signFieldsOfJson } from '../../wire/sign-string.ts';
import type { RawRequest } from '../contract.ts';
import { ID_DIGITS, transactionNumbers } from '../kit/family/numbers.ts';
import { malformed, readJsonBody, readObjectText } from '../kit/json-object.ts';
import { decimalNumber } from '../kit/order-number.ts';
import { ok, type Result } from '../kit/result.ts';

export const BODY_BYTES_MAX = 64 * 1024;

/** `param` is one long text, so texts may be as long as the body. */
const BODY_LIMITS = { ...JSON_LIMITS, maxBytes: BODY_BYTES_MAX, maxStringBytes: BODY_BYTES_MAX };

/** How a call sends its fields; `either`: by whether there is a `param`. */
export type BodyForm = 'flat' | 'envelope' | 'either';

/** A request read, not yet believed. */
export interface PhRequest {
  /** Everything sent but `sign`, as the texts that were signed. */
  readonly fields: Fields;
  readonly sign: string;
  readonly pathParams: RawRequest['pathParams'];
  readonly ip: string;
  /** What `param` holds; null: the request is flat. */
  readonly param: string | null;
  /** What `param` says, once its signature has held; null before that, and of a flat request. */
  readonly body: JsonObject | null;
}

/** Everything that was sent, as texts. A nested value is its compact JSON, as clients sign it. */
export function readFields(raw: RawRequest): Result<Fields> {
  if (raw.method === 'GET') {
    const limits = { ...FORM_LIMITS, maxBytes: BODY_BYTES_MAX };
    const query = readUrlencoded(Buffer.from(raw.query), limits);
    return query.ok ? ok(query.value) : malformed(query.error);
  }
  const body = readJsonBody(raw, BODY_LIMITS);
  if (!body.ok) return body;
  const fields = signFieldsOfJson(body.value, 'compact-json');
  if (fields.ok) return ok(fields.value);
  return refuse('invalid_field', topFieldOf(fields.error), fields.error.reason);
}

/** The signature, as it was before a query made blanks of its plus signs. */
export function signIn(fields: Fields, { method }: Pick<RawRequest, 'method'>): string {
  const sign = textOf(fields, 'sign');
  return method === 'GET' ? sign.replaceAll(' ', '+') : sign;
}

/** Beside `param` stands who sends it, and nothing that could say what is asked. */
const ENVELOPE_FIELDS: readonly string[] = ['appId', 'appName', 'param', 'sign'];

/** The request in the form that its call has. */
export function readRequest(raw: RawRequest, form: BodyForm): Result<PhRequest> {
  const read = readFields(raw);
  if (!read.ok) return read;
  const all = read.value;
  const odd = all.find(({ name }) => !isFieldName(name));
  if (odd !== undefined) {
    return refuse(
      'invalid_field',
      odd.name.slice(0, 40),
      'the field name contains an invalid character',
    );
  }
  const sent = textOf(all, 'param');
  const isEnvelope = form === 'envelope' || (form === 'either' && sent !== '');
  if (isEnvelope && sent === '') return refuse('missing_field', 'param');
  const foreign = all.find(({ name }) => isEnvelope && !ENVELOPE_FIELDS.includes(name));
  if (foreign !== undefined) {
    return refuse('invalid_field', foreign.name, 'must be inside param');
  }
  return ok({
    fields: all.filter(({ name }) => name !== 'sign'),
    sign: signIn(all, raw),
    pathParams: raw.pathParams,
    ip: raw.ip,
    param: isEnvelope ? sent : null,
    body: null,
  });
}

/** What `param` says. To be called once its signature has held. */
export function readParam(param: string): Result<JsonObject> {
  return readObjectText(param, 'param', BODY_LIMITS);
}

/** `2026-01-16T01:20:00.000+00:00`: the form that one member of the checkout has. */
export function isoTimeText(at: Date): string {
  return at.toISOString().replace('Z', '+00:00');
}

export const { of: transactionIdOf, parse: parseTransactionId } = transactionNumbers(
  // As published.
  decimalNumber('R4', 18),
);

/** A QR code has a number of its own. */
export const { of: qrcodeIdOf } = decimalNumber('QR', ID_DIGITS);

/** A verification. */
export const { of: ekycIdOf, parse: parseEkycId } = decimalNumber('EK', 19);
