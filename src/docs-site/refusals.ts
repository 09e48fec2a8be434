/** Which errors a call can answer, found by asking its dialect to answer them. */
import type { OperationInfo } from '../dialects/contract.ts';
import type { RefusalCode, RefusalReason } from '../domain/refusal.ts';
import type { MerchantRequest } from '../domain/request.ts';
import type { Api } from './site.ts';

type Word = RefusalCode | RefusalReason;
type Do = MerchantRequest['kind'];

const CREATES = [
  ...(['create_payin', 'create_checkout', 'create_code', 'create_codes'] as const),
  ...(['create_mandate', 'create_verification', 'create_payout'] as const),
];
const MAKES: readonly Do[] = [...CREATES, 'extend_codes', 'create_refund'];
const AMOUNTS: readonly Do[] = ['create_payin', 'create_checkout', 'create_code', 'create_payout'];
const REFUND: readonly Do[] = ['create_refund'];
const NAMES: readonly Do[] = [
  ...(['create_refund', 'query_order', 'list_children', 'close_order', 'update_order'] as const),
  ...(['query_codes', 'close_codes', 'extend_codes', 'list_code_payments'] as const),
  'query_verification',
];
const PAYS: readonly Do[] = ['create_payout', 'create_refund'];

/** What each word stands for, and the requests that can meet it; null: all. */
const TABLE: Readonly<Record<Word, readonly [RefusalCode, readonly Do[] | null]>> = {
  malformed: ['malformed', null],
  missing_field: ['missing_field', null],
  invalid_field: ['invalid_field', null],
  unknown_app: ['unknown_app', null],
  app_disabled: ['app_disabled', null],
  bad_signature: ['bad_signature', null],
  bad_timestamp: ['bad_timestamp', null],
  ip_not_allowed: ['ip_not_allowed', null],
  rate_limited: ['rate_limited', null],
  overloaded: ['overloaded', null],
  internal: ['internal', null],
  channel_unavailable: ['channel_unavailable', [...CREATES, 'extend_codes']],
  amount_invalid: ['amount_invalid', [...AMOUNTS, 'create_refund']],
  amount_out_of_limits: ['amount_out_of_limits', AMOUNTS],
  duplicate_order: ['duplicate_order', MAKES],
  insufficient_balance: ['insufficient_balance', PAYS],
  not_found: ['not_found', NAMES],
  not_supported: ['not_supported', ['create_refund', 'close_order', 'update_order']],
  refund_exceeds_paid: ['refund_exceeds_paid', REFUND],
  upstream_declined: ['upstream_declined', ['create_payin', 'create_code', 'create_mandate']],
  merchant_disabled: ['app_disabled', null],
  country_not_open: ['channel_unavailable', CREATES],
  idempotency_key: ['duplicate_order', ['create_payout']],
  volume_limit: ['amount_out_of_limits', AMOUNTS],
  too_many_open: ['rate_limited', ['create_payin', 'create_checkout']],
  state: ['not_supported', ['close_order', 'update_order']],
  ended: ['not_supported', ['close_order']],
  channel: ['not_supported', REFUND],
  not_paid: ['not_supported', REFUND],
  too_old: ['not_supported', REFUND],
  whole_only: ['not_supported', REFUND],
  parts_only: ['not_supported', REFUND],
  once_only: ['not_supported', REFUND],
  whole_amount: ['refund_exceeds_paid', REFUND],
  refund_open: ['refund_exceeds_paid', REFUND],
  disputed: ['refund_exceeds_paid', REFUND],
  reversed_part: ['refund_exceeds_paid', REFUND],
  refund_repeat: ['duplicate_order', REFUND],
  refunded: ['not_supported', REFUND],
  settled: ['not_supported', REFUND],
  other_day: ['not_supported', REFUND],
  voided: ['not_supported', REFUND],
  bank_unknown: ['invalid_field', ['create_payout']],
  wallet_unknown: ['invalid_field', ['create_payout']],
  mandate_inactive: ['not_found', ['create_payin']],
  payer_balance: ['upstream_declined', ['create_payin']],
  upstream_unreachable: ['upstream_declined', ['create_payin', 'create_code', 'create_mandate']],
};

/** Met by voids alone, which ask the core for a refund too. */
const OF_VOIDS: ReadonlySet<Word> = new Set(['settled', 'other_day'] as const);

const WORDS = Object.keys(TABLE) as readonly Word[];

/** An error as an operation answers it, and what it can mean. */
export interface CallError {
  readonly code: string;
  readonly message: string;
  readonly words: readonly Word[];
}

/** The errors of a call, in the order of the published list. */
export function errorsOf({ dialect }: Api, operation: OperationInfo): readonly CallError[] {
  const found = new Map<string, CallError>();
  for (const word of WORDS) {
    const [code, requests] = TABLE[word];
    if (requests !== null && !operation.requests.some((each) => requests.includes(each))) continue;
    if (OF_VOIDS.has(word) && !operation.name.endsWith('_void')) continue;
    if (word === 'bad_signature' && operation.signs === 'nothing') continue;
    const refusal = word === code ? { code } : { code, reason: word as RefusalReason };
    const { body } = dialect.reply({ ok: false, refusal }, operation.name, null, 0);
    const answer = JSON.parse(body) as { code: number; message?: string; msg?: string };
    const message = answer.message ?? answer.msg ?? '';
    const key = `${answer.code} ${message}`;
    const known = found.get(key)?.words ?? [];
    found.set(key, { code: String(answer.code), message, words: [...known, word] });
  }
  return [...found.values()].toSorted((a, b) => Number(a.code) - Number(b.code));
}

/** Every published error of an API, with what it can mean in any call; none: it is not sent. */
export function allErrorsOf(api: Api): readonly CallError[] {
  const met = api.dialect.operations.flatMap((operation) => errorsOf(api, operation));
  const sent = new Map<string, Set<Word>>();
  for (const { code, message, words } of met) {
    const key = `${code} ${message}`;
    sent.set(key, new Set([...(sent.get(key) ?? []), ...words]));
  }
  const published = api.dialect.errors.map(({ code, message }) => ({
    ...{ code, message },
    words: [...(sent.get(`${code} ${message}`) ?? [])],
  }));
  const listed = new Set(published.map(({ code, message }) => `${code} ${message}`));
  const others = met.filter(({ code, message }) => !listed.has(`${code} ${message}`));
  const more = others.filter(
    ({ code, message }, at) =>
      others.findIndex((each) => each.code === code && each.message === message) === at,
  );
  return [...published, ...more];
}
