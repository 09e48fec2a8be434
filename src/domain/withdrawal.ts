/**
 * Withdrawals: what is a merchant's goes to an account of its own, at a bank account of the
 * platform's or through a provider's payout. The account is a **beneficiary**, which two people
 * have looked at and which has rested for a while before money goes there.
 */
import type { FeeRule } from './channel.ts';
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
  readonly sweep: Sweep | null;
}

/** Whether a withdrawal of this amount takes a second person. */
export function takesTwo(terms: Pick<WithdrawalTerms, 'aloneMinor'> | null, minor: bigint) {
  return terms === null || minor > terms.aloneMinor;
}
