/** Refusals as the codes and texts of the published common code list. */
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';
import type { ErrorInfo } from '../contract.ts';
import { reasonOf, wireFieldIn } from '../kit/errors.ts';
import { codeOfReason, type ReasonCodes } from '../kit/family/calls.ts';
import { OPERATIONS } from './operations/all.ts';
import type { OpenApiOperation } from './operations/ask.ts';
import { type Code, TEXTS } from './status-codes.ts';

export interface OpenApiError {
  readonly code: Code;
  /** The published text, and nothing more: a client may compare it. */
  readonly message: string;
  /** What is wrong, for whoever integrates, and the field if it is one; null: nothing to add. */
  readonly blame: { readonly field: string | null; readonly detail: string } | null;
}

const CODES: Readonly<Record<RefusalCode, Code>> = {
  malformed: 21002,
  missing_field: 21002,
  invalid_field: 21002,
  unknown_app: 21003,
  app_disabled: 21003,
  bad_signature: 21001,
  bad_timestamp: 21009,
  ip_not_allowed: 21016,
  rate_limited: 21020,
  channel_unavailable: 21005,
  amount_invalid: 21021,
  amount_out_of_limits: 21010,
  duplicate_order: 21007,
  insufficient_balance: 21014,
  not_found: 21006,
  not_supported: 21025,
  refund_exceeds_paid: 21406,
  upstream_declined: 21023,
  // Nothing was done, and the published list has no nearer word for it.
  overloaded: 21020,
  internal: 21000,
};

/** Codes for what is behind a refusal. A reason that is not here says the code of the refusal. */
const BY_REASON: ReasonCodes<Code> = {
  merchant_disabled: 21004,
  country_not_open: 21017,
  idempotency_key: 21015,
  volume_limit: 21022,
  too_many_open: 21027,
  state: 21025,
  ended: 21028,
  mandate_inactive: 21024,
  payer_balance: 21026,
  upstream_unreachable: 21011,
  refund_repeat: 21401,
  channel: 21402,
  too_old: 21403,
  parts_only: 21404,
  whole_only: 21405,
  not_paid: 21408,
  refund_open: 21409,
};

/** Fields that have a code of their own when they are wrong; missing ones are 21002. */
const BY_FIELD: ReadonlyMap<string, Code> = new Map([
  ['timestamp', 21008],
  ['payMethodCode', 21019],
  ['transferCode', 21018],
]);

/** Codes that say that something of the request is wrong, so that naming it helps. */
const BLAMING: ReadonlySet<Code> = new Set([
  21002, 21005, 21008, 21009, 21010, 21012, 21013, 21017, 21018, 21019, 21021, 21406,
]);

/** The core's words for what is no fact about a payer. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['channel', 'channelCode'],
  ['day', 'transDate'],
  ['expiresAt', 'expireTime'],
]);

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function fieldOfRefusal({ field }: Refusal, operation: OpenApiOperation): string | null {
  if (field === undefined) return null;
  const renamed = operation.renamed?.get(field) ?? RENAMED.get(field);
  return renamed ?? wireFieldIn(field, operation, OPERATIONS);
}

/** The error as sent. */
export function errorOf(refusal: Refusal, operation: OpenApiOperation): OpenApiError {
  const field = fieldOfRefusal(refusal, operation);
  const code = codeOf(refusal, field, operation);
  const message = TEXTS[code];
  if (field !== null && BLAMING.has(code)) {
    const detail = refusal.detail ?? (refusal.code === 'missing_field' ? 'is required' : '');
    return { code, message, blame: { field, detail } };
  }
  const detail = reasonOf(refusal);
  return { code, message, blame: detail === null ? null : { field: null, detail } };
}

function codeOf(refusal: Refusal, field: string | null, operation: OpenApiOperation): Code {
  const { code } = refusal;
  const byReason = codeOfReason(refusal, operation, BY_REASON);
  if (byReason !== undefined) return byReason;
  if (field !== null && (code === 'invalid_field' || field === 'timestamp')) {
    const byField = BY_FIELD.get(field);
    if (byField !== undefined && code !== 'bad_timestamp') return byField;
  }
  return operation.codes?.[code] ?? CODES[code];
}

/** The text of success. */
export const SUCCESS = { code: 10000, message: TEXTS[10000] } as const;

export const ERRORS: readonly ErrorInfo[] = Object.entries(TEXTS)
  .filter(([code]) => code !== String(SUCCESS.code))
  .map(([code, message]) => ({ code, message }));
