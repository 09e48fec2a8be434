/** Refusals as the codes and texts of the published common code list. */
import type { Refusal, RefusalCode, RefusalReason } from '../../domain/refusal.ts';
import { type Action, LEGACY_PAYOUT, specOf, wireNameOf } from './routes.ts';

/** Published texts by code (the list of v1, which v2 repeats and adds the void codes to). */
const TEXTS = {
  10000: 'Success',
  21000: 'Server error, Please try again later.',
  21001: 'Request sign error',
  21002: 'Request param error',
  21003: 'Request appId error',
  21004: 'Merchant is unavailable',
  21005: 'Merchant channel is unavailable',
  21006: 'Merchant transaction not found',
  21007: 'Duplicate merchant order id',
  21008: 'Request timestamp error',
  21009: 'Request timestamp error',
  21010: 'The amount exceeds the limit',
  21011: 'Network error',
  21012: 'Request bank code error',
  21013: 'Request wallet code error',
  21014: 'Merchant balance insufficient',
  21015: 'Duplicate idempotencyId',
  21016: 'Merchant ip forbidden',
  21017: 'Merchant has not opened this national service',
  21018: 'Request transfer code error',
  21019: 'Request pay method code error',
  21020: 'Too many requests, please retry later.',
  21021: 'Transaction Amount Invalid',
  21022: 'Transaction Volume Limit',
  21023: 'Transaction create failed',
  21024: 'Invalid access token',
  21025: 'Not allowed to cancel',
  21026: 'Customer Balance not enough',
  21027: 'Transaction creation exceeds limit',
  21028: 'Transaction already paid or closed',
  21401: 'Refund is processing',
  21402: 'Not allowed to refund',
  21403: 'Transactions 60 days ago cannot initiate refunds',
  21404: 'The original transaction channel not support full refund',
  21405: 'The original transaction channel not support partial refund',
  21406: 'Refund amount invalid',
  21407: 'MchRefundOrderId is repeat',
  21408: 'The original transaction is not completed',
  21409: 'The original transaction already exist pending refund',
  21500: 'Original transaction status is not success',
  21501: 'Cannot reverse',
  21502: 'Original transaction has been settled',
  21503: 'Cannot void over the day',
  21504: 'Original transaction has been already voided',
  // The stored text is cut behind "mchVoidOrder"; the rest is ours.
  21505: 'Duplicate mchVoidOrderId',
} as const;

export type Code = keyof typeof TEXTS;

export interface OpenApiError {
  readonly code: Code;
  /** The published text, and nothing more: a client may compare it. */
  readonly message: string;
  /** What is wrong, for whoever integrates; null where nothing of the request is to blame. */
  readonly blame: { readonly field: string; readonly detail: string } | null;
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
const BY_REASON: Readonly<Partial<Record<RefusalReason, Code>>> = {
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

/** The published list calls these checks legacy, so the legacy call has them (our reading). */
const BY_REASON_OF_LEGACY: Readonly<Partial<Record<RefusalReason, Code>>> = {
  bank_unknown: 21012,
  wallet_unknown: 21013,
};

/** What stands in the way of a void. */
const BY_REASON_OF_VOIDS: Readonly<Partial<Record<RefusalReason, Code>>> = {
  not_paid: 21500,
  channel: 21501,
  refunded: 21501,
  refund_open: 21501,
  settled: 21502,
  other_day: 21503,
  voided: 21504,
};

/** Fields that have a code of their own when they are wrong; missing ones are 21002. */
const BY_FIELD: ReadonlyMap<string, Code> = new Map([
  ['timestamp', 21008],
  ['payMethodCode', 21019],
  ['transferCode', 21018],
]);

type Codes = Readonly<Partial<Record<RefusalCode, Code>>>;

const OF_REFUNDS: Codes = { amount_invalid: 21406, duplicate_order: 21407, not_supported: 21402 };
const OF_VOIDS: Codes = {
  duplicate_order: 21505,
  not_supported: 21501,
  refund_exceeds_paid: 21501,
};
/** Whatever is wrong with a token: the permission is not there. */
const OF_MANDATES: Codes = { not_found: 21024 };

/** What some calls answer otherwise. */
const BY_ACTION: Readonly<Partial<Record<Action, Codes>>> = {
  refund_create: OF_REFUNDS,
  payment_void: OF_VOIDS,
  mandate_query: OF_MANDATES,
  mandate_cancel: OF_MANDATES,
};

/** Codes that say that something of the request is wrong, so that naming it helps. */
const BLAMING: ReadonlySet<Code> = new Set([
  21002, 21005, 21008, 21009, 21010, 21012, 21013, 21017, 21018, 21019, 21021, 21406,
]);

/** Core fields that this API cannot carry at all have no name here. */
const SEMANTIC = /^(?:payer|beneficiary)\./;

/** The core's words for what is no fact about a payer. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['channel', 'channelCode'],
  ['day', 'transDate'],
  ['expiresAt', 'expireTime'],
]);

/** What a refund calls otherwise. */
const RENAMED_BY_REFUNDS: ReadonlyMap<string, string> = new Map([
  ['amount', 'refundAmount'],
  ['notifyUrl', 'refundCallbackUrl'],
]);

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function wireFieldOf({ field }: Refusal, operation: string): string | null {
  if (field === undefined) return null;
  const ofRefund = specOf(operation).action === 'refund_create';
  const renamed = (ofRefund ? RENAMED_BY_REFUNDS.get(field) : undefined) ?? RENAMED.get(field);
  if (renamed !== undefined) return renamed;
  return wireNameOf(field, operation) ?? (SEMANTIC.test(field) ? null : field);
}

/** The error as sent. */
export function errorOf(refusal: Refusal, operation: string): OpenApiError {
  const field = wireFieldOf(refusal, operation);
  const code = codeOf(refusal, field, operation);
  const detail = refusal.detail ?? (refusal.code === 'missing_field' ? 'it is required' : '');
  const blamed = field !== null && BLAMING.has(code);
  return { code, message: TEXTS[code], blame: blamed ? { field, detail } : null };
}

function codeOf({ code, reason }: Refusal, field: string | null, operation: string): Code {
  const { action } = specOf(operation);
  const reasons =
    action === 'payment_void'
      ? BY_REASON_OF_VOIDS
      : operation === LEGACY_PAYOUT
        ? BY_REASON_OF_LEGACY
        : BY_REASON;
  const byReason = reason === undefined ? undefined : (reasons[reason] ?? BY_REASON[reason]);
  if (byReason !== undefined) return byReason;
  if (field !== null && (code === 'invalid_field' || field === 'timestamp')) {
    const byField = BY_FIELD.get(field);
    if (byField !== undefined && code !== 'bad_timestamp') return byField;
  }
  return BY_ACTION[action]?.[code] ?? CODES[code];
}

/** The text of success. */
export const SUCCESS = { code: 10000, message: TEXTS[10000] } as const;
