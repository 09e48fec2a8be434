/** Which code and text of the published general code list a refusal is. */
import type { Refusal, RefusalCode } from '../../domain/refusal.ts';
import { wireFieldIn } from '../kit/errors.ts';
import { codeOfReason, type ReasonCodes } from '../kit/family/calls.ts';
import type { CallFlags, PhOperation } from './operations/ask.ts';
import { INNER_APP } from './signature.ts';
import { type Code, TEXTS } from './status-codes.ts';

export interface PhError {
  readonly code: Code;
  readonly message: string;
}

type Fielded = Pick<PhOperation, 'fields'> & CallFlags;

const CODES: Readonly<Record<RefusalCode, Code>> = {
  malformed: 1009,
  missing_field: 1009,
  invalid_field: 1009,
  unknown_app: 1001,
  app_disabled: 1004,
  bad_signature: 1003,
  bad_timestamp: 1023,
  ip_not_allowed: 1002,
  rate_limited: 1013,
  channel_unavailable: 1011,
  amount_invalid: 1009,
  amount_out_of_limits: 1007,
  duplicate_order: 1012,
  insufficient_balance: 1006,
  not_found: 1008,
  not_supported: 1009,
  refund_exceeds_paid: 1506,
  upstream_declined: 1011,
  // Nothing was done, and it can be repeated: what the published text asks for.
  overloaded: 1018,
  internal: 1500,
};

/** Codes for what is behind a refusal. A reason that is not here says the code of the refusal. */
const BY_REASON: ReasonCodes<Code> = {
  // The published list has the merchant, whom `appId` names, and the institute behind it.
  merchant_disabled: 1005,
  volume_limit: 1007,
  bank_unknown: 1010,
  wallet_unknown: 1016,
  idempotency_key: 1014,
  upstream_unreachable: 1018,
  mandate_inactive: 1024,
};

/** Fields that have a code of their own when they are wrong; missing ones are 1009. */
const BY_FIELD: ReadonlyMap<string, Code> = new Map([
  ['appId', 1001],
  ['email', 1015],
  [INNER_APP, 1504],
]);

/** The core's words for what is no fact about a payer. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ['channel', 'channelCode'],
  ['notifyUrl', 'callbackUrl'],
  ['expiresAt', 'expireTime'],
]);

/** The merchant's word for what a refusal is about; null when it is about no field. */
export function fieldIn(
  { field }: Refusal,
  operation: Fielded,
  others: readonly Fielded[],
): string | null {
  if (field === undefined) return null;
  if (operation.fields.some(({ name }) => name === field)) return field;
  const renamed = operation.renamed?.get(field) ?? RENAMED.get(field);
  return renamed ?? wireFieldIn(field, operation, others);
}

/** The error as sent: the published text, but for 1009 what is wrong with which field. */
export function errorIn(
  refusal: Refusal,
  operation: Fielded,
  others: readonly Fielded[] = [],
): PhError {
  const field = fieldIn(refusal, operation, others);
  const code = codeOf(refusal, field, operation);
  if (code !== 1009) return { code, message: TEXTS[code] };
  const constraint = refusal.code === 'missing_field' ? 'must not be blank' : refusal.detail;
  const about = field ?? (refusal.code === 'not_supported' ? 'mchOrderId' : null);
  const text = [about, constraint].filter((part) => part != null).join(':');
  return { code, message: text === '' ? TEXTS[code] : text };
}

function codeOf(refusal: Refusal, field: string | null, operation: Fielded): Code {
  const { code } = refusal;
  const byReason = codeOfReason(refusal, operation, BY_REASON);
  if (byReason !== undefined) return byReason;
  const byField = field === null ? undefined : BY_FIELD.get(field);
  if (byField !== undefined && code === 'invalid_field') return byField;
  const blank = field === null ? undefined : operation.blanks?.get(field);
  if (blank !== undefined && code === 'missing_field') return blank;
  return operation.codes?.[code] ?? CODES[code];
}
