/** Refusals in this API's words. The seed gives only the shape; numbers and texts are ours. */
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';
import { FIELDS, OPERATIONS, type Operation } from './routes.ts';

export interface RechargeError {
  readonly code: ErrorCode;
  readonly msg: string;
}

/** The set of the spec, section 7. */
type ErrorCode = 400 | 401 | 403 | 404 | 408 | 500 | 502;

interface ErrorRow {
  readonly code: ErrorCode;
  /** The wire field it is always about; null where the refusal names it, or none. */
  readonly field: string | null;
  /** `field` is the wire's name; null when no wire field can be named. */
  readonly text: (field: string | null) => string;
}

const ERRORS: Readonly<Record<RefusalCode, ErrorRow>> = {
  malformed: row(400, null, (field) => `${field ?? 'request body'} cannot be read`),
  missing_field: row(400, null, (field) => `${field ?? 'one more field'} is required`),
  invalid_field: row(400, null, (field) => `${field ?? 'request'} is invalid`),
  unknown_app: row(403, 'mchId', () => 'mchId does not exist'),
  app_disabled: row(403, 'mchId', () => 'mchId disabled'),
  bad_signature: row(401, 'sign', () => 'sign error'),
  bad_timestamp: row(408, 'timestamp', () => 'timestamp outside the window'),
  ip_not_allowed: row(403, null, () => 'ip not allowed'),
  rate_limited: row(403, null, () => 'too many requests'),
  channel_unavailable: row(403, 'payType', () => 'payType unavailable'),
  amount_invalid: row(400, 'money', () => 'money error'),
  amount_out_of_limits: row(400, 'money', () => 'money error'),
  duplicate_order: row(400, null, () => 'order already exists'),
  insufficient_balance: row(400, null, () => 'insufficient balance'),
  not_found: row(404, 'orderNo', () => 'orderNo does not exist'),
  not_supported: row(400, null, () => 'operation not supported'),
  refund_exceeds_paid: row(400, 'money', () => 'money error'),
  upstream_declined: row(502, null, () => 'declined by the channel'),
  overloaded: row(500, null, () => 'system busy, nothing was done'),
  internal: row(500, null, () => 'system error'),
};

/** Details of these would tell a stranger something, or are not for strangers at all. */
const SILENT: ReadonlySet<RefusalCode> = new Set([
  'unknown_app',
  'app_disabled',
  'bad_signature',
  'not_found',
  'internal',
]);

/** Core fields that this API cannot carry at all have no name here. */
const SEMANTIC = /^(?:payer|beneficiary)\./;

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function wireFieldOf(refusal: Refusal, operation: Operation): string | null {
  const { field, code } = refusal;
  const fixed = ERRORS[code].field;
  if (fixed !== null || field === undefined) return fixed;
  return wireNameOf(field, operation) ?? (SEMANTIC.test(field) ? null : field);
}

/** The error as sent: what is wrong, and where there is more to say, why. */
export function errorOf(refusal: Refusal, operation: Operation): RechargeError {
  const { code, text } = ERRORS[refusal.code];
  const msg = text(wireFieldOf(refusal, operation));
  const { detail } = refusal;
  const isDetailed = detail !== undefined && !SILENT.has(refusal.code);
  return { code, msg: isDetailed ? `${msg}: ${detail}` : msg };
}

function wireNameOf(field: string, operation: Operation): string | undefined {
  for (const each of [operation, ...OPERATIONS]) {
    const spec = FIELDS[each].find(({ name, means }) => name === field || means === field);
    if (spec !== undefined) return spec.name;
  }
  return undefined;
}

function row(code: ErrorCode, field: string | null, text: ErrorRow['text']): ErrorRow {
  return { code, field, text };
}
