/** Refusals in this API's words. The seed gives only the shape; numbers and texts are ours. */
import type { Refusal } from '../../domain/refusal.ts';
import { aboutField, type ErrorRows, errorTexts, row, wireFieldOf } from '../kit/errors.ts';
import { OPERATIONS, type RechargeOperation } from './operations.ts';

/** Codes: the set of the spec, section 7. */
export const ERRORS: ErrorRows = {
  malformed: aboutField(400, 'request body', 'cannot be read'),
  missing_field: aboutField(400, 'a field', 'is required'),
  invalid_field: aboutField(400, 'request', 'is invalid'),
  unknown_app: row(403, 'mchId does not exist', 'mchId'),
  app_disabled: row(403, 'mchId disabled', 'mchId'),
  bad_signature: row(401, 'sign error', 'sign'),
  bad_timestamp: row(408, 'timestamp outside the window', 'timestamp'),
  ip_not_allowed: row(403, 'ip not allowed'),
  rate_limited: row(403, 'too many requests'),
  channel_unavailable: row(403, 'payType unavailable', 'payType'),
  amount_invalid: row(400, 'money error', 'money'),
  amount_out_of_limits: row(400, 'money error', 'money'),
  duplicate_order: row(400, 'order already exists'),
  insufficient_balance: row(400, 'insufficient balance'),
  not_found: row(404, 'orderNo does not exist', 'orderNo'),
  not_supported: row(400, 'operation not supported'),
  refund_exceeds_paid: row(400, 'money error', 'money'),
  upstream_declined: row(502, 'declined by the channel'),
  overloaded: row(500, 'system busy, nothing was done'),
  internal: row(500, 'system error'),
};

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function fieldOfRefusal(refusal: Refusal, operation: RechargeOperation): string | null {
  return wireFieldOf(ERRORS, refusal, operation, OPERATIONS);
}

/** The error as sent: what is wrong, and where there is more to say, why. */
export function errorOf(refusal: Refusal, operation: RechargeOperation) {
  const { code, what, why } = errorTexts(ERRORS, refusal, fieldOfRefusal(refusal, operation));
  return { code, msg: why === null ? what : `${what}: ${why}` };
}
