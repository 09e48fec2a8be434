/**
 * Withdrawals: what is a merchant's goes to an account of its own, at a bank account of the
 * platform's or through a provider's payout. The account is a **beneficiary**, which two people
 * have looked at and which has rested for a while before money goes there.
 */
import type { FeeRule } from './channel.ts';
import { feeOn } from './fee.ts';
import type { Id } from './id.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';

/** Whom a withdrawal goes to, and by what. */
export interface Payee {
  readonly beneficiaryId: Id;
  /** The bank account of the platform that pays it; null: a provider does, by a payout. */
  readonly bank: string | null;
}

/** `resting`: added, and not to be paid yet. */
export type BeneficiaryState = 'resting' | 'active' | 'blocked';

export interface Beneficiary {
  readonly id: Id;
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  /** The payout channel by which it is paid; null: our own bank pays it. */
  readonly channel: string | null;
  /** Whose account it is. */
  readonly name: string;
  /** The account as people may see it: its last four characters. */
  readonly account: string;
  readonly addedBy: string;
  readonly addedAt: Date;
  /** From when on it may be paid. */
  readonly activeFrom: Date;
  readonly blockedAt: Date | null;
  readonly blockedBy: string | null;
}

export function stateOf(
  { activeFrom, blockedAt }: Pick<Beneficiary, 'activeFrom' | 'blockedAt'>,
  nowMs: number,
): BeneficiaryState {
  if (blockedAt !== null) return 'blocked';
  return activeFrom.getTime() > nowMs ? 'resting' : 'active';
}

/** What people may see of an account: its end, where enough is left that they may not. */
export function maskedAccount(account: string): string {
  const characters = [...account.replaceAll(/\s/g, '')];
  const shown = characters.length >= 8 ? characters.slice(-4) : [];
  return `••••${shown.join('')}`;
}

/** What goes to a beneficiary by itself: all that is available above an amount. */
export interface Sweep {
  readonly beneficiaryId: Id;
  /** 1 (Monday) to 7 (Sunday); null: each day. */
  readonly weekday: number | null;
  /** So much stays with the platform. */
  readonly keepMinor: bigint;
}

/** What a merchant's withdrawals in one currency go by. */
export interface WithdrawalTerms {
  readonly merchantId: Id;
  readonly asset: Asset;
  readonly fee: FeeRule;
  /** The least of one withdrawal. */
  readonly minMinor: bigint;
  /** Up to here one person is enough; 0: never. */
  readonly aloneMinor: bigint;
  /** The most of a day of the books, whoever asks; null: no limit. */
  readonly dayMaxMinor: bigint | null;
  readonly sweep: Sweep | null;
}

/**
 * What a sweep takes: the most that, with its fee, leaves `keepMinor` of what is available. Null:
 * that is less than the least withdrawal.
 */
export function sweptMinor(
  { fee, minMinor, sweep }: WithdrawalTerms,
  availableMinor: bigint,
): bigint | null {
  if (sweep === null) return null;
  const most = availableMinor - sweep.keepMinor;
  let minor = ((most - fee.fixedMinor) * 1_000_000n) / (1_000_000n + fee.ratePpm);
  // The fee is rounded: the most may be a unit more or less.
  while (minor + feeOn(fee, minor) > most) minor -= 1n;
  while (minor + 1n + feeOn(fee, minor + 1n) <= most) minor += 1n;
  return minor < minMinor ? null : minor;
}

/** Whether a sweep is made on this day, as the books have it: `2026-11-30`. */
export function isSweepDay({ weekday }: Pick<Sweep, 'weekday'>, day: string): boolean {
  return weekday === null || weekdayOf(day) === weekday;
}

/** 1 is Monday, 7 Sunday. */
function weekdayOf(day: string): number {
  return new Date(`${day}T00:00:00Z`).getUTCDay() || 7;
}

/** The bank account of the platform that pays a currency: the first one that is open. */
export function bankFor(
  banks: readonly {
    readonly code: string;
    readonly mode: Mode;
    readonly asset: Asset;
    readonly enabled: boolean;
  }[],
  mode: Mode,
  asset: Asset,
): string | null {
  const fits = banks.find((one) => one.enabled && one.mode === mode && one.asset === asset);
  return fits?.code ?? null;
}

/** Whether a withdrawal of this amount takes a second person. */
export function takesTwo(terms: Pick<WithdrawalTerms, 'aloneMinor'> | null, minor: bigint) {
  return terms === null || minor > terms.aloneMinor;
}
