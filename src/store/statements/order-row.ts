/** An order as a row and back. Bigints come as bigints (see `pool.ts`), times as Dates. */
import type { FeeRule, Terms } from '../../domain/channel.ts';
import type { CodeRule, LeftDispatch, Order, PartPayment } from '../../domain/order.ts';
import type { Payee } from '../../domain/withdrawal.ts';
import { type StoredTerms, storedTerms, termsOf } from './stored-terms.ts';
import { changeOf, type StoredChange, storedChange } from './terms-change-row.ts';

/** `left` in a query names its keys. */
type StoredLeft = Omit<LeftDispatch, 'terms'> & StoredTerms;

interface Detail extends StoredTerms {
  readonly fields: Record<string, string>;
  readonly echo: Record<string, string>;
  readonly notifyUrl: string | null;
  readonly returnUrl: string | null;
  /** Left out in rows of before there was one. */
  readonly parent?: Order['parent'];
  /** Of refunds that a case pays for. */
  readonly caseKey?: string;
  readonly casePayment?: string;
  readonly providerReference?: string;
  /** Of withdrawals. */
  readonly payee?: { readonly beneficiary: string; readonly bank: string | null };
  /** Of verifications. */
  readonly verification?: Order['verification'];
  readonly code?: { min: string | null; max: string | null; single: boolean } | null;
  /** Of codes whose terms were to be changed. */
  readonly change?: StoredChange;
  readonly choices?: readonly string[] | null;
  /** Left out where there is only the first. */
  readonly dispatchN?: number;
  readonly left?: readonly StoredLeft[];
  readonly parts?: readonly { readonly ref: string; readonly minor: string }[];
}

export interface OrderRow {
  readonly shard: number;
  readonly id: bigint;
  readonly merchant_id: bigint;
  readonly app_id: bigint;
  readonly mode: Order['mode'];
  readonly kind: Order['kind'];
  readonly scope: string;
  readonly merchant_ref: string;
  readonly digest: string;
  readonly channel: string;
  readonly asset: string;
  readonly amount_minor: bigint;
  readonly paid_minor: bigint;
  readonly fee_minor: bigint;
  readonly refunded_minor: bigint;
  readonly refunding_minor: bigint;
  readonly fee_back_minor: bigint;
  readonly pending_minor: bigint;
  readonly disputed_minor: bigint;
  readonly lost_minor: bigint;
  readonly voided: boolean;
  readonly state: Order['state'];
  readonly corrected: boolean;
  readonly notice_count: number;
  readonly connector: string | null;
  readonly account: string | null;
  readonly upstream_id: string | null;
  readonly payment_ref: string | null;
  readonly bank_ref: string | null;
  readonly parent_id: bigint | null;
  readonly detail: Detail;
  readonly failure: Order['failure'];
  readonly instructions: Order['instructions'];
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly final_at: Date | null;
  readonly settle_at: Date | null;
  readonly settle_date: string | null;
  readonly settle_calendar: string | null;
  readonly batch_id: bigint | null;
  readonly settled_minor: bigint | null;
}

function ownReference({ providerReference }: Pick<Order, 'providerReference'>) {
  return providerReference === undefined ? {} : { providerReference };
}

/** What is written once and never searched. */
export function detailOf(order: Order): string {
  const { dispatchN, leftDispatches, partPayments } = order;
  const detail: Detail = {
    ...storedTerms(order.terms),
    fields: order.fields,
    echo: order.metadata,
    notifyUrl: order.notifyUrl,
    returnUrl: order.returnUrl,
    ...(order.parent === null ? {} : { parent: order.parent }),
    ...(order.caseKey === undefined ? {} : { caseKey: order.caseKey }),
    ...(order.casePayment === undefined ? {} : { casePayment: order.casePayment }),
    ...ownReference(order),
    ...(order.withdrawal === undefined ? {} : { payee: storedPayee(order.withdrawal) }),
    ...(order.verification === undefined ? {} : { verification: order.verification }),
    ...(order.code === null ? {} : { code: codeToDetail(order.code) }),
    ...(order.termsChange === undefined ? {} : { change: storedChange(order.termsChange) }),
    ...(order.choices === null ? {} : { choices: order.choices }),
    ...(dispatchN === 1 ? {} : { dispatchN }),
    ...(leftDispatches.length === 0 ? {} : { left: leftDispatches.map(storedLeft) }),
    ...(partPayments.length === 0 ? {} : { parts: partPayments.map(storedPart) }),
  };
  return JSON.stringify(detail);
}

function storedPayee({ beneficiaryId, bank }: Payee): NonNullable<Detail['payee']> {
  return { beneficiary: text(beneficiaryId), bank };
}

function payeeOf({ beneficiary, bank }: NonNullable<Detail['payee']>): Payee {
  return { beneficiaryId: BigInt(beneficiary), bank };
}

function storedLeft({ terms, ...rest }: LeftDispatch): StoredLeft {
  return { ...rest, ...storedTerms(terms) };
}

function leftOf({ fee, refundFee, dispute, settle, ...rest }: StoredLeft): LeftDispatch {
  const some = { ...(refundFee && { refundFee }), ...(dispute && { dispute }) };
  return { ...rest, terms: termsOf({ fee, settle, ...some }) };
}

function storedPart({ ref, minor }: PartPayment) {
  return { ref, minor: text(minor) };
}

/** Key by key: the database does not keep their order. */
function parentOf(stored: Detail['parent']): Order['parent'] {
  return stored === null || stored === undefined ? null : { kind: stored.kind, ref: stored.ref };
}

function codeToDetail({ minMinor, maxMinor, single }: CodeRule): NonNullable<Detail['code']> {
  return { min: text(minMinor), max: text(maxMinor), single };
}

function codeOf(stored: Detail['code']): CodeRule | null {
  if (stored === null || stored === undefined) return null;
  const { min, max, single } = stored;
  return {
    minMinor: min === null ? null : BigInt(min),
    maxMinor: max === null ? null : BigInt(max),
    single,
  };
}

export function orderOf(row: OrderRow): Order {
  const { detail } = row;
  return {
    id: row.id,
    shard: row.shard,
    merchantId: row.merchant_id,
    appId: row.app_id,
    mode: row.mode,
    kind: row.kind,
    scope: row.scope,
    merchantRef: row.merchant_ref,
    digest: row.digest,
    channel: row.channel,
    asset: row.asset,
    amountMinor: row.amount_minor,
    paidMinor: row.paid_minor,
    feeMinor: row.fee_minor,
    refundedMinor: row.refunded_minor,
    refundingMinor: row.refunding_minor,
    refundedFeeMinor: row.fee_back_minor,
    pendingMinor: row.pending_minor,
    disputedMinor: row.disputed_minor,
    lostMinor: row.lost_minor,
    voided: row.voided,
    state: row.state,
    corrected: row.corrected,
    failure: row.failure,
    connector: row.connector,
    account: row.account,
    upstreamId: row.upstream_id,
    dispatchN: detail.dispatchN ?? 1,
    leftDispatches: detail.left?.map(leftOf) ?? [],
    partPayments: detail.parts?.map(({ ref, minor }) => ({ ref, minor: BigInt(minor) })) ?? [],
    paymentRef: row.payment_ref,
    bankRef: row.bank_ref,
    parentId: row.parent_id,
    parent: parentOf(detail.parent),
    ...(detail.caseKey === undefined ? {} : { caseKey: detail.caseKey }),
    ...(detail.casePayment === undefined ? {} : { casePayment: detail.casePayment }),
    ...ownReference(detail),
    ...(detail.payee === undefined ? {} : { withdrawal: payeeOf(detail.payee) }),
    ...(detail.verification === undefined ? {} : { verification: detail.verification }),
    code: codeOf(detail.code),
    ...(detail.change === undefined ? {} : { termsChange: changeOf(detail.change) }),
    choices: detail.choices ?? null,
    terms: termsOf(detail),
    fields: detail.fields,
    metadata: detail.echo,
    instructions: row.instructions,
    notifyUrl: detail.notifyUrl,
    returnUrl: detail.returnUrl,
    eventCount: row.notice_count,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    finalAt: row.final_at,
    settleAt: row.settle_at,
    settleOn: settleOnOf(row),
    batch: batchOf(row),
  };
}

function settleOnOf({ settle_date: date, settle_calendar: calendar }: OrderRow) {
  return date === null || calendar === null ? null : { date, calendar };
}

function batchOf({ batch_id: id, settled_minor: minor }: OrderRow) {
  return id === null || minor === null ? null : { id, minor };
}

const BIGINTS = new Set([
  'id',
  'merchantId',
  'appId',
  'parentId',
  'beneficiaryId',
  'amountMinor',
  'paidMinor',
  'feeMinor',
  'refundedMinor',
  'refundingMinor',
  'feeBackMinor',
  'pendingMinor',
  'disputedMinor',
  'lostMinor',
  'ratePpm',
  'fixedMinor',
  'minMinor',
  'maxMinor',
]);
const TIMES = new Set(['createdAt', 'expiresAt', 'finalAt', 'settleAt']);

/**
 * All of an order but what it was sent as, paid in, settled with and asked to be; three fields have
 * their columns' names.
 */
type NotPictured =
  | ('dispatchN' | 'leftDispatches' | 'partPayments')
  | ('settleOn' | 'batch' | 'termsChange');
type PictureField =
  | Exclude<keyof Order, 'metadata' | 'refundedFeeMinor' | 'eventCount' | NotPictured>
  | 'echo'
  | 'feeBackMinor'
  | 'noticeCount';

/**
 * An order as JSON text: the picture that a notification keeps. Field by field, and bigints as text
 * by name: a copy of the object and a replacer cost twice as much, once for each payment. What is
 * as `SINCE_THEN` says is left out: every order has it, and few have another.
 */
export function orderToJson(order: Order): string {
  const picture: Readonly<Record<PictureField, unknown>> = {
    id: text(order.id),
    shard: order.shard,
    merchantId: text(order.merchantId),
    appId: text(order.appId),
    mode: order.mode,
    kind: order.kind,
    scope: order.scope,
    merchantRef: order.merchantRef,
    digest: order.digest,
    channel: order.channel,
    asset: order.asset,
    amountMinor: text(order.amountMinor),
    paidMinor: text(order.paidMinor),
    feeMinor: text(order.feeMinor),
    refundedMinor: text(order.refundedMinor),
    refundingMinor: textUnlessZero(order.refundingMinor),
    feeBackMinor: textUnlessZero(order.refundedFeeMinor),
    pendingMinor: textUnlessZero(order.pendingMinor),
    disputedMinor: textUnlessZero(order.disputedMinor),
    lostMinor: textUnlessZero(order.lostMinor),
    voided: order.voided || undefined,
    state: order.state,
    corrected: order.corrected,
    failure: order.failure,
    connector: order.connector,
    account: order.account,
    upstreamId: order.upstreamId,
    paymentRef: order.paymentRef,
    bankRef: order.bankRef,
    parentId: text(order.parentId),
    parent: order.parent ?? undefined,
    code: order.code === null ? undefined : { ...order.code, ...limitsToText(order.code) },
    choices: order.choices ?? undefined,
    caseKey: order.caseKey,
    casePayment: order.casePayment,
    providerReference: order.providerReference,
    withdrawal: order.withdrawal && {
      ...order.withdrawal,
      beneficiaryId: text(order.withdrawal.beneficiaryId),
    },
    verification: order.verification,
    terms: termsToText(order.terms),
    fields: order.fields,
    echo: order.metadata,
    instructions: order.instructions,
    notifyUrl: order.notifyUrl,
    returnUrl: order.returnUrl,
    noticeCount: order.eventCount,
    createdAt: order.createdAt,
    expiresAt: order.expiresAt,
    finalAt: order.finalAt,
    settleAt: order.settleAt,
  };
  return JSON.stringify(picture);
}

function termsToText(terms: Terms) {
  const { fee, refundFee, dispute } = terms;
  const refunds = refundFee && { refundFee: feeAsText(refundFee) };
  const disputes = dispute && { dispute: { ...dispute, fee: feeAsText(dispute.fee) } };
  return { ...terms, fee: feeAsText(fee), ...refunds, ...disputes };
}

function limitsToText({ minMinor, maxMinor }: CodeRule) {
  return { minMinor: text(minMinor), maxMinor: text(maxMinor) };
}

function feeAsText(fee: FeeRule) {
  return {
    ratePpm: text(fee.ratePpm),
    fixedMinor: text(fee.fixedMinor),
    minMinor: text(fee.minMinor),
    maxMinor: text(fee.maxMinor),
  };
}

function textUnlessZero(value: bigint): string | undefined {
  return value === 0n ? undefined : value.toString();
}

function text(value: bigint): string;
function text(value: bigint | null): string | null;
function text(value: bigint | null): string | null {
  return value === null ? null : value.toString();
}

/** Of its dispatches a picture holds nothing. The rest is missing where it is this, or too old. */
const SINCE_THEN = {
  dispatchN: 1,
  leftDispatches: [],
  partPayments: [],
  settleOn: null,
  batch: null,
  mode: 'live' as const,
  parent: null,
  code: null,
  choices: null,
  refundingMinor: 0n,
  feeBackMinor: 0n,
  pendingMinor: 0n,
  disputedMinor: 0n,
  lostMinor: 0n,
  voided: false,
};

/** Three fields have other names in a picture: those of the columns, which rows are full of. */
interface Picture
  extends Omit<Order, 'metadata' | 'refundedFeeMinor' | 'eventCount' | keyof typeof SINCE_THEN> {
  readonly echo: Order['metadata'];
  readonly noticeCount: number;
}

/** The reverse of `orderToJson`, over the parsed value. */
export function orderFromJson(value: unknown): Order {
  const picture = { ...SINCE_THEN, ...(revive(value) as Picture) };
  const { echo, feeBackMinor, noticeCount, ...rest } = picture;
  return { ...rest, metadata: echo, refundedFeeMinor: feeBackMinor, eventCount: noticeCount };
}

function revive(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'fields' || key === 'echo') result[key] = inner;
    else if (typeof inner === 'string' && BIGINTS.has(key)) result[key] = BigInt(inner);
    else if (typeof inner === 'string' && TIMES.has(key)) result[key] = new Date(inner);
    else result[key] = revive(inner);
  }
  return result;
}
