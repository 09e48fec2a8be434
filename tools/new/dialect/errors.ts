/** Refusals in this API's words, and the envelope that answers come in. */
import type { HttpReply } from '../../../src/dialects/contract.ts';
import { type ErrorRows, row, wireFieldOf } from '../../../src/dialects/kit/errors.ts';
import type { Refusal } from '../../../src/domain/refusal.ts';
import type { JsonValue } from '../../../src/wire/json-value.ts';
import { type NewDialectOperation, OPERATIONS } from './operations.ts';
import { unwritten } from './unwritten.ts';

/** The published code and text for each; these are nobody's. */
export const ERRORS: ErrorRows = {
  malformed: row(500, 'malformed'),
  missing_field: row(500, 'missing field'),
  invalid_field: row(500, 'invalid field'),
  unknown_app: row(500, 'unknown app'),
  app_disabled: row(500, 'app disabled'),
  bad_signature: row(500, 'bad signature'),
  bad_timestamp: row(500, 'bad timestamp'),
  ip_not_allowed: row(500, 'ip not allowed'),
  rate_limited: row(500, 'rate limited'),
  channel_unavailable: row(500, 'channel unavailable'),
  amount_invalid: row(500, 'amount invalid'),
  amount_out_of_limits: row(500, 'amount out of limits'),
  duplicate_order: row(500, 'duplicate order'),
  insufficient_balance: row(500, 'insufficient balance'),
  not_found: row(500, 'not found'),
  not_supported: row(500, 'not supported'),
  refund_exceeds_paid: row(500, 'refund exceeds paid'),
  upstream_declined: row(500, 'upstream declined'),
  overloaded: row(500, 'overloaded'),
  internal: row(500, 'internal'),
};

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function fieldOfRefusal(refusal: Refusal, operation: NewDialectOperation): string | null {
  return wireFieldOf(ERRORS, refusal, operation, OPERATIONS);
}

export function successReply(_data: JsonValue, _nowMs: number): HttpReply {
  return unwritten('errors.ts: successReply, the envelope of what was done');
}

export function failureReply(
  _refusal: Refusal,
  _operation: NewDialectOperation,
  _nowMs: number,
): HttpReply {
  return unwritten('errors.ts: failureReply, code, text and envelope of a refusal');
}
