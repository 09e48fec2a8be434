/**
 * What a merchant agreed to of payments that are not what was ordered, or that come when the order
 * is over. Set per merchant, and per channel of a merchant; what nobody has set is as the merchant
 * was made, and a short payment goes by whether its API asks merchants to compare amounts.
 */
import type { HeldCase } from './case.ts';
import type { Id } from './id.ts';
import type { Merchant } from './merchant.ts';
import { isFinal, type Order } from './order.ts';

export const SHORT_RULES = ['hold', 'return', 'accept'] as const;
/**
 * `hold`: what comes is held and added up until it is whole, and a person decides where it never
 * is; `return`: the same, but then it goes back to the payer. `accept`: booked as it came.
 */
export type ShortRule = (typeof SHORT_RULES)[number];

export const OVER_RULES = ['accept', 'excess_to_suspense', 'return'] as const;
/** `return`: what is more is a case's, and goes back to the payer. */
export type OverRule = (typeof OVER_RULES)[number];

export const LATE_RULES = ['accept', 'suspense', 'return'] as const;
/** `return`: a case's, and it goes back; what comes within the hours, if any, is accepted. */
export type LateRule = (typeof LATE_RULES)[number];

export const SECOND_RULES = ['suspense', 'return'] as const;
/** A paid order is paid once more: a case's, which a person ends, or it goes back. */
export type SecondRule = (typeof SECOND_RULES)[number];

/** As stored; null: as without this row. */
export interface AmountRuleRow {
  readonly merchantId: Id;
  /** Null: of all channels that have no row of their own. */
  readonly channelCode: string | null;
  readonly short: ShortRule | null;
  /** So much may be missing, and it is whole: parts per million of the order … */
  readonly tolerancePpm: bigint;
  /** … or minor units, whichever is more. */
  readonly toleranceMinor: bigint;
  readonly over: OverRule | null;
  readonly late: LateRule | null;
  /** Accepted late only within so many hours of the end; null: at any time, or never (`return`). */
  readonly lateHours: number | null;
  readonly second: SecondRule | null;
}

/** What holds for one order. */
export interface AmountRules {
  /** Of what comes above the order. */
  readonly amountPolicy: OverRule;
  readonly latePolicy: LateRule;
  /** Left out or null: late money is accepted, where it is, at any time. */
  readonly lateHours?: number | null;
  /** Left out: a case's. */
  readonly second?: SecondRule;
  /** Left out: what comes is booked as it came. */
  readonly short?: Pick<AmountRuleRow, 'tolerancePpm' | 'toleranceMinor'> & {
    readonly rule: ShortRule;
  };
}

/** The rules of a merchant's channel. `shortOtherwise`: what is done with less
 * where nobody has set it. */
export function amountRulesOf(
  { amountPolicy, latePolicy }: Pick<Merchant, 'amountPolicy' | 'latePolicy'>,
  rows: readonly AmountRuleRow[],
  channelCode: string,
  shortOtherwise: ShortRule,
): AmountRules {
  const row =
    rows.find((one) => one.channelCode === channelCode) ??
    rows.find((one) => one.channelCode === null);
  const { tolerancePpm = 0n, toleranceMinor = 0n, lateHours = null } = row ?? {};
  return {
    amountPolicy: row?.over ?? amountPolicy,
    latePolicy: row?.late ?? latePolicy,
    lateHours,
    second: row?.second ?? 'suspense',
    short: { rule: row?.short ?? shortOtherwise, tolerancePpm, toleranceMinor },
  };
}

/** Whether so much pays the order: all of it, as good as all, or what is taken as it comes. */
export function isEnough({ amountMinor }: Order, minor: bigint, { short }: AmountRules): boolean {
  if (short === undefined || short.rule === 'accept') return true;
  const byShare = (amountMinor * short.tolerancePpm) / 1_000_000n;
  const tolerated = byShare > short.toleranceMinor ? byShare : short.toleranceMinor;
  return amountMinor - minor <= tolerated;
}

const HOUR_MS = 3_600_000;

/** Whether money that comes after the end of an order is still booked. */
export function isTakenLate({ finalAt }: Order, rules: AmountRules, at: Date): boolean {
  const { latePolicy, lateHours = null } = rules;
  if (latePolicy === 'suspense') return false;
  if (lateHours === null || finalAt === null) return latePolicy === 'accept';
  return at.getTime() - finalAt.getTime() <= lateHours * HOUR_MS;
}

/** A payment that goes back out of its case; no amount: all that the case holds. */
export interface Returned {
  readonly paymentRef?: string;
  readonly amountMinor: bigint | null;
}

const ALL: readonly Returned[] = [{ amountMinor: null }];

/** What of a case goes back to its payer by the rules, without a person's word. */
export function returnedOf(
  order: Order,
  { kind, key, heldMinor }: Pick<HeldCase, 'kind' | 'key' | 'heldMinor'>,
  { short, amountPolicy, latePolicy, second }: AmountRules,
): readonly Returned[] {
  if (heldMinor <= 0n) return [];
  switch (kind) {
    case 'short_payment':
      // The rest may still come; once it was whole its parts are the merchant's.
      if (!isFinal(order.state) || order.paidMinor > 0n || short?.rule !== 'return') return [];
      return order.partPayments.map(({ ref, minor }) => ({ paymentRef: ref, amountMinor: minor }));
    case 'amount_difference':
      // The rest of a payment that the order is not paid by is no excess.
      return amountPolicy === 'return' && order.state === 'paid' && order.paymentRef === key
        ? ALL
        : [];
    case 'late_payment':
      return latePolicy === 'return' ? ALL : [];
    case 'second_payment':
      return second === 'return' ? ALL : [];
    default:
      return [];
  }
}
