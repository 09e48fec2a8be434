/**
 * Bytes to an envelope, `param` to fields, and the forms that this API gives to times and order
 * numbers. `param` stays the very text that was signed until its signature has held.
 */
import { refuse } from '../../domain/refusal.ts';
import type { Envelope } from '../../signatures/envelope/text.ts';
import { textIn } from '../../wire/json-fields.ts';
import type { JsonObject } from '../../wire/json-value.ts';
import { JSON_LIMITS } from '../../wire/raw-json.ts';
import type { RawRequest } from '../contract.ts';
import { ID_DIGITS, transactionNumbers } from '../kit/family/numbers.ts';
import { timeText as localText } from '../kit/family/times.ts';
import { readJsonBody, readObject, readObjectText } from '../kit/json-object.ts';
import { decimalNumber } from '../kit/order-number.ts';
import { ok, type Result } from '../kit/result.ts';

export type Version = 'v1' | 'v2';

/** An envelope, and once its signature has held what `param` says; null before that. */
export interface OpenApiRequest extends Envelope {
  readonly fields: JsonObject | null;
}

export const BODY_BYTES_MAX = 64 * 1024;

/** `param` is one long text, so texts may be as long as the body. */
const ENVELOPE_LIMITS = {
  ...JSON_LIMITS,
  maxBytes: BODY_BYTES_MAX,
  maxStringBytes: BODY_BYTES_MAX,
};

const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** The body as a JSON object, whatever is in it. */
export function readBody(body: Uint8Array): Result<JsonObject> {
  return readObject(body, ENVELOPE_LIMITS);
}

/** Reads the envelope of a request. A missing `sign` is a wrong one, and found out later. */
export function readEnvelope(raw: RawRequest): Result<Envelope> {
  const read = readJsonBody(raw, ENVELOPE_LIMITS);
  if (!read.ok) return read;
  const body = read.value;
  for (const name of ['appId', 'sign', 'param'] as const) {
    const value = body.members.get(name);
    if (value === undefined || value.kind === 'null') {
      if (name !== 'sign') return refuse('missing_field', name);
    } else if (value.kind !== 'string') {
      const hint = name === 'param' ? ': the JSON text itself, in quotes' : '';
      return refuse('invalid_field', name, `must be a string${hint}`);
    }
  }
  const appId = textIn(body, 'appId');
  if (!APP_ID.test(appId)) return refuse('invalid_field', 'appId', 'must be an application id');
  return ok({ appId, sign: textIn(body, 'sign'), param: textIn(body, 'param') });
}

/** What `param` says. To be called once its signature has held. */
export function readParam(param: string): Result<JsonObject> {
  return readObjectText(param, 'param');
}

/** `2025-01-06 10:20:30` in v1, `2025-01-06T10:20:30+08:00` in v2; both are UTC+8. */
export function timeText(at: Date, version: Version): string {
  const text = localText(at);
  return version === 'v1' ? text : `${text.replace(' ', 'T')}+08:00`;
}

/** Of refunds too the kind's letter (newer texts). */
export const { of: transactionIdOf, parse: parseTransactionId } = transactionNumbers(
  decimalNumber('R', ID_DIGITS),
);
