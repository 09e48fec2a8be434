/** Refusals in this API's words. The seed gives only the codes; the texts are ours (spec 8). */
import type { Refusal } from '../../domain/refusal.ts';
import { aboutField, type ErrorRows, errorTexts, row, wireFieldOf } from '../kit/errors.ts';
import { type CollectOperation, OPERATIONS } from './operations.ts';

/** 400 business error, 500 other fault (seed 002 section 2). */
export const ERRORS: ErrorRows = {
  malformed: aboutField(400, 'request body', 'cannot be read'),
  missing_field: aboutField(400, 'a field', 'is required'),
  invalid_field: aboutField(400, 'request', 'is invalid'),
  unknown_app: row(400, 'merchant does not exist', 'merchant'),
  app_disabled: row(400, 'merchant disabled', 'merchant'),
  bad_signature: row(400, 'signature error', 'sign'),
  bad_timestamp: row(400, 'timestamp error'),
  ip_not_allowed: row(400, 'ip not allowed'),
  rate_limited: row(400, 'too many requests'),
  channel_unavailable: row(400, 'payCode unavailable', 'payCode'),
  amount_invalid: row(400, 'amount error', 'amount'),
  amount_out_of_limits: row(400, 'amount error', 'amount'),
  duplicate_order: row(400, 'orderId already exists', 'orderId'),
  insufficient_balance: row(400, 'insufficient balance'),
  not_found: row(400, 'order does not exist', 'orderId'),
  not_supported: row(400, 'operation not supported'),
  refund_exceeds_paid: row(400, 'amount error', 'amount'),
  upstream_declined: row(400, 'declined by the channel'),
  // Nothing was done, so 400: clients take it for final, and may send the same orderId again.
  overloaded: row(400, 'system busy, nothing was done'),
  // The outcome is not known: a client must query before it pays anyone back (spec 8).
  internal: row(500, 'system error'),
};

const SIGNATURE_DESC =
  'signature error: sort the fields by name, join them as name=value with &, append &key= and your key, and send the MD5 of it in lower case';

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function fieldOfRefusal(refusal: Refusal, operation: CollectOperation): string | null {
  return wireFieldOf(ERRORS, refusal, operation, OPERATIONS);
}

/** The error as sent: the reason stands in both texts, for clients show either. */
export function errorOf(refusal: Refusal, operation: CollectOperation) {
  const { code, what, why } = errorTexts(ERRORS, refusal, fieldOfRefusal(refusal, operation));
  const desc = refusal.code === 'bad_signature' ? SIGNATURE_DESC : what;
  return { code, msg: what, desc: why === null ? desc : `${what}: ${why}` };
}
