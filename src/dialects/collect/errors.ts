/** Refusals in this API's words. The seed gives only the codes; the texts are ours (spec 8). */
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';
import { FIELDS, OPERATIONS, type Operation } from './routes.ts';

export interface CollectError {
  /** 400 business error, 500 other fault (seed 002 section 2). */
  readonly code: 400 | 500;
  readonly msg: string;
  readonly desc: string;
}

interface ErrorRow {
  readonly code: 400 | 500;
  /** The wire field it is always about; null where the refusal names it, or none. */
  readonly field: string | null;
  /** `field` is the wire's name; null when no wire field can be named. */
  readonly text: (field: string | null) => string;
}

const ERRORS: Readonly<Record<RefusalCode, ErrorRow>> = {
  malformed: row(400, null, (field) => `${field ?? 'request body'} cannot be read`),
  missing_field: row(400, null, (field) => `${field ?? 'one more field'} is required`),
  invalid_field: row(400, null, (field) => `${field ?? 'request'} is invalid`),
  unknown_app: row(400, 'merchant', () => 'merchant does not exist'),
  app_disabled: row(400, 'merchant', () => 'merchant disabled'),
  bad_signature: row(400, 'sign', () => 'signature error'),
  bad_timestamp: row(400, null, () => 'timestamp error'),
  ip_not_allowed: row(400, null, () => 'ip not allowed'),
  rate_limited: row(400, null, () => 'too many requests'),
  channel_unavailable: row(400, 'payCode', () => 'payCode unavailable'),
  amount_invalid: row(400, 'amount', () => 'amount error'),
  amount_out_of_limits: row(400, 'amount', () => 'amount error'),
  duplicate_order: row(400, 'orderId', () => 'orderId already exists'),
  insufficient_balance: row(400, null, () => 'insufficient balance'),
  not_found: row(400, 'orderId', () => 'order does not exist'),
  not_supported: row(400, null, () => 'operation not supported'),
  refund_exceeds_paid: row(400, 'amount', () => 'amount error'),
  upstream_declined: row(400, null, () => 'declined by the channel'),
  // Nothing was done, so 400: clients take it for final, and may send the same orderId again.
  overloaded: row(400, null, () => 'system busy, nothing was done'),
  // The outcome is not known: a client must query before it pays anyone back (spec 8).
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

const SIGNATURE_DESC =
  'signature error: see the signature explainer of the console, or docs/dialects/collect.md';

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function wireFieldOf(refusal: Refusal, operation: Operation): string | null {
  const { field, code } = refusal;
  const fixed = ERRORS[code].field;
  if (fixed !== null || field === undefined) return fixed;
  return wireNameOf(field, operation) ?? (SEMANTIC.test(field) ? null : field);
}

/** The error as sent: the reason stands in both texts, for clients show either. */
export function errorOf(refusal: Refusal, operation: Operation): CollectError {
  const { code, text } = ERRORS[refusal.code];
  const msg = text(wireFieldOf(refusal, operation));
  if (refusal.code === 'bad_signature') return { code, msg, desc: SIGNATURE_DESC };
  const { detail } = refusal;
  const isDetailed = detail !== undefined && !SILENT.has(refusal.code);
  return { code, msg, desc: isDetailed ? `${msg}: ${detail}` : msg };
}

function wireNameOf(field: string, operation: Operation): string | undefined {
  for (const each of [operation, ...OPERATIONS]) {
    const spec = FIELDS[each].find(
      ({ name, means }) => name === field || means.some((meaning) => meaning === field),
    );
    if (spec !== undefined) return spec.name;
  }
  return undefined;
}

function row(code: 400 | 500, field: string | null, text: ErrorRow['text']): ErrorRow {
  return { code, field, text };
}
