/**
 * Refunds of a payment or a part of it, and voids, which take the whole payment
 * back on its day, before it settles. What was refunded and what is under way never exceed what
 * the payer paid.
 */
import type { RefundRules } from './channel.ts';
import { daysAfter, daysBetween } from './day.ts';
import { isFinal, type Order } from './order.ts';
import { type RefusalReason, type Refused, refuse } from './refusal.ts';
import { dueAt } from './settlement-day.ts';

const WINDOW_DAYS = 60;

/** Nothing can be refunded. */
export const NO_REFUNDS: RefundRules = {
  full: false,
  partial: false,
  partialSameDay: true,
  feeBackOnFull: false,
  feeBackOnPartial: false,
  windowDays: WINDOW_DAYS,
};

/** The whole payment, and nothing less. */
export const WHOLE_REFUNDS: RefundRules = { ...NO_REFUNDS, full: true };

/** The whole payment or parts of it, on any day of the window; the fee stays with us. */
export const PART_REFUNDS: RefundRules = { ...WHOLE_REFUNDS, partial: true };

/** When something is asked, in the merchant's days (`day.ts`). */
export interface Today {
  readonly at: Date;
  readonly zoneMinutes: number;
}

type Counted = { readonly ok: true; readonly payin: Order } | Refused;

/**
 * What of a payin can still be refunded: never what went back already, is on its way back, is held
 * for a dispute or was taken by the provider. Below zero when a provider took what was refunded.
 */
export function refundableMinor(payin: Order): bigint {
  const { paidMinor, refundedMinor, disputedMinor, lostMinor } = payin;
  return paidMinor - refundedMinor - disputedMinor - lostMinor;
}

/** The payin with the refund counted, or why it cannot be refunded by this much. */
export function reserveRefund(
  payin: Order,
  amountMinor: bigint,
  rules: RefundRules,
  today: Today,
): Counted {
  const standing = whyNotPaid(payin);
  if (standing !== null) return standing;
  if (payin.voided) return whyVoided(payin);
  if (!rules.full && !rules.partial)
    return notSupported('channel', 'this channel does not support refunds');
  if (daysSincePaid(payin, today) > rules.windowDays) {
    return notSupported(
      'too_old',
      `the payment is too old: refunds are possible for ${rules.windowDays} days`,
    );
  }
  if (amountMinor <= 0n) return refuse('amount_invalid');
  if (rules.once === true && payin.refundedMinor > 0n) {
    return notSupported('once_only', 'this channel supports one refund of a payment');
  }
  if (amountMinor > refundableMinor(payin)) {
    const reason = whyTooMuch(payin, amountMinor, rules);
    return refuse('refund_exceeds_paid', undefined, undefined, reason);
  }
  if (amountMinor === payin.paidMinor) {
    if (!rules.full)
      return notSupported('parts_only', 'this channel supports partial refunds only');
  } else if (!rules.partial) {
    return notSupported('whole_only', 'this channel supports full refunds only');
  } else if (!rules.partialSameDay && daysSincePaid(payin, today) < 1) {
    return notSupported('whole_only', 'partial refunds start on the day after the payment');
  }
  return { ok: true, payin: underWay(payin, amountMinor) };
}

/** What stands in the way of a refund that the payment itself would cover. */
function whyTooMuch(
  payin: Order,
  amountMinor: bigint,
  { partial }: RefundRules,
): RefusalReason | undefined {
  const { refundingMinor, disputedMinor, lostMinor } = payin;
  const restMinor = refundableMinor(payin);
  if (amountMinor <= restMinor + refundingMinor) return 'refund_open';
  if (amountMinor <= restMinor + refundingMinor + disputedMinor) return 'disputed';
  if (lostMinor > 0n) return 'reversed_part';
  return partial ? undefined : 'whole_amount';
}

/** The payin with the void counted: it does not settle; or why it cannot be voided. */
export function reserveVoid(payin: Order, isAllowed: boolean, today: Today): Counted {
  const standing = whyNotPaid(payin);
  if (standing !== null) return standing;
  if (!isAllowed) return notSupported('channel', 'this channel does not support voids');
  if (payin.voided) return whyVoided(payin);
  if (payin.refundedMinor > 0n || payin.refundedFeeMinor > 0n) {
    return notSupported('refunded', 'part of the payment was already refunded');
  }
  if (payin.disputedMinor > 0n) return notSupported('disputed', 'the payment is disputed');
  if (payin.lostMinor > 0n) {
    return notSupported('reversed_part', 'part of the payment was taken back by the provider');
  }
  if (payin.settleAt === null)
    return notSupported('settled', 'the payment is already settled: refund it instead');
  if (daysSincePaid(payin, today) !== 0) {
    return notSupported(
      'other_day',
      'a void is possible on the payment day only: refund it instead',
    );
  }
  const voided = { voided: true, settleAt: null, pendingMinor: 0n };
  return { ok: true, payin: { ...underWay(payin, payin.paidMinor), ...voided } };
}

/**
 * What of the payin's fee a refund of this much returns: all of it with the whole payment, a
 * share with a part, half up; nothing where the channel's rules say so.
 */
export function refundedFeeOf(payin: Order, amountMinor: bigint, rules: RefundRules): bigint {
  const { feeMinor, paidMinor } = payin;
  if (feeMinor === 0n) return 0n;
  if (amountMinor === paidMinor) return rules.feeBackOnFull ? feeMinor : 0n;
  return rules.feeBackOnPartial ? (2n * feeMinor * amountMinor + paidMinor) / (2n * paidMinor) : 0n;
}

/** The payin after one of its refunds moved on. */
export function countRefund(payin: Order, before: Order, after: Order): Order {
  const { amountMinor } = before;
  const wasOpen = !isFinal(before.state);
  if (before.state === after.state || !isFinal(after.state)) return payin;
  const refundingMinor = payin.refundingMinor - (wasOpen ? amountMinor : 0n);
  if (after.state === 'paid') {
    return {
      ...payin,
      refundingMinor,
      refundedFeeMinor: payin.refundedFeeMinor + after.refundedFeeMinor,
    };
  }
  const takenMinor = wasOpen ? 0n : before.refundedFeeMinor - after.refundedFeeMinor;
  const next: Order = {
    ...payin,
    refundingMinor,
    refundedMinor: payin.refundedMinor - amountMinor,
    refundedFeeMinor: payin.refundedFeeMinor - takenMinor,
  };
  return before.voided ? unvoided(next, before, after) : next;
}

/** What its void had held is pending again, unless the payment itself has gone back meanwhile. */
function unvoided(payin: Order, before: Order, after: Order): Order {
  const minor = before.amountMinor - (before.refundedFeeMinor - after.refundedFeeMinor);
  const pendingMinor = payin.state === 'paid' ? payin.pendingMinor + minor : 0n;
  return { ...payin, voided: false, settleAt: settleAtOf(payin), pendingMinor };
}

/** A payment whose void failed settles when it would have. */
function settleAtOf({ state, finalAt, terms: { settle }, settleOn }: Order): Date | null {
  if (state !== 'paid' || finalAt === null) return null;
  if (typeof settle === 'number') return daysAfter(finalAt, settle);
  return settleOn === null ? null : dueAt(settleOn.date, settle);
}

function underWay(payin: Order, amountMinor: bigint): Order {
  const { refundedMinor, refundingMinor } = payin;
  return {
    ...payin,
    refundedMinor: refundedMinor + amountMinor,
    refundingMinor: refundingMinor + amountMinor,
  };
}

/** A paid payin has its moment of payment in `finalAt`. */
function daysSincePaid({ finalAt }: Order, { at, zoneMinutes }: Today): number {
  return daysBetween(finalAt ?? at, at, zoneMinutes);
}

function whyNotPaid({ kind, state }: Order): Refused | null {
  if (kind !== 'payin') return refuse('not_found');
  if (state === 'paid') return null;
  return state === 'reversed'
    ? notSupported('refunded', 'the payment was already reversed')
    : notSupported('not_paid', 'the order is not paid');
}

function whyVoided({ refundingMinor }: Order): Refused {
  return refundingMinor > 0n
    ? notSupported('refund_open', 'a void of the payment is in progress')
    : notSupported('voided', 'the payment was already voided');
}

function notSupported(reason: NonNullable<Refused['refusal']['reason']>, detail: string): Refused {
  return refuse('not_supported', undefined, detail, reason);
}
