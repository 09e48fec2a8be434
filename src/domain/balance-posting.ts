/**
 * What people move on a merchant's balance by hand: adjustments, money held as a reserve or frozen,
 * and debts written off. Each is one entry about the merchant, by a document.
 */
import type { Id } from './id.ts';
import { type Balance, type Entry, entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import { creditAvailable, takeAvailable } from './netting.ts';
import { holdOf, type ReserveHold, takenFrom } from './reserve.ts';

export const POSTINGS = ['credit', 'debit', 'hold', 'release', 'forgive'] as const;
/**
 * `credit`, `debit`: an adjustment for the merchant, or against it. `hold`: what is available
 * goes into the reserve; a freeze is one, too. `release`: back again, or to what the merchant
 * owes. `forgive`: of a debt, borne by the platform.
 */
export type PostingKind = (typeof POSTINGS)[number];

export const ADJUSTMENT_REASONS = ['goodwill', 'correction', 'fee', 'compensation'] as const;

export interface BalancePosting {
  readonly kind: PostingKind;
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  /** Null: all there is (adjustments name theirs). */
  readonly amountMinor: bigint | null;
  /** Of an adjustment: the platform's side is booked under it. */
  readonly adjustment: (typeof ADJUSTMENT_REASONS)[number];
  /** The same posting by the same document is one. */
  readonly evidence: string;
}

export type PostingEffect =
  /** `holds`: what is held otherwise in reserve now. */
  | { readonly ok: true; readonly entry: Entry; readonly holds: readonly ReserveHold[] }
  /** `none`: there is nothing to move. `too_much`: not as much as that. */
  | { readonly ok: false; readonly why: 'none' | 'too_much' };

/** What a posting is known by among those of its merchant. */
export function postingNameOf({ kind, mode, asset, amountMinor, evidence }: BalancePosting) {
  return `balance.${kind}:${mode}:${asset}:${amountMinor ?? 'all'}:${evidence}`;
}

/** `holds`: what is held in reserve of this balance. */
export function postToBalance(
  posting: BalancePosting,
  balance: Balance,
  holds: readonly ReserveHold[],
): PostingEffect {
  const { kind, merchantId, mode, asset, adjustment } = posting;
  const minor = posting.amountMinor ?? wholeOf(kind, balance);
  if (minor <= 0n) return { ok: false, why: 'none' };
  const legs = legsOf(kind, minor, balance);
  if (legs === null) return { ok: false, why: 'too_much' };
  const subject = { id: merchantId, merchantId, mode, asset, connector: null, account: null };
  const platformCode = kind === 'forgive' ? 'write_off' : (`adjust:${adjustment}` as const);
  const made = entry(subject, postingNameOf(posting), legs, { platformCode });
  const frozen = holdOf(made, null);
  const changed = kind === 'release' ? takenFrom(holds, minor) : frozen === null ? [] : [frozen];
  return { ok: true, entry: made, holds: changed };
}

function wholeOf(kind: PostingKind, { available, rolling, debt }: Balance): bigint {
  if (kind === 'hold') return available;
  if (kind === 'release') return rolling;
  return kind === 'forgive' ? -debt : 0n;
}

/** Null: there is not as much. */
function legsOf(kind: PostingKind, minor: bigint, balance: Balance) {
  const { rolling, debt } = balance;
  if (kind === 'debit' || kind === 'hold') {
    const net = takeAvailable(balance, minor);
    return net && (kind === 'debit' ? { net, platform: minor } : { net, rolling: minor });
  }
  const net = creditAvailable(balance, minor);
  if (kind === 'release') return minor > rolling ? null : { net, rolling: -minor };
  return kind === 'forgive' && minor > -debt ? null : { net, platform: -minor };
}
