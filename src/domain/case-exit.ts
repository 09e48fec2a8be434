/**
 * The ways out for what a case holds: each is one entry, which takes it out of `suspense`. A case
 * that lacks money (it was lost to nobody yet) has the same ways, with the signs turned.
 */
import type { Case, CaseName, HeldCase } from './case.ts';
import { caseKeyAt } from './case.ts';
import { debtCase } from './effect.ts';
import { payinFee } from './fee.ts';
import type { Id } from './id.ts';
import { type Balance, type Entry, entry } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import { creditAvailable, debitByFact } from './netting.ts';
import { isFinal, type Order } from './order.ts';
import { purseOf } from './payout.ts';

export const EXIT_WAYS = ['merchant', 'payer', 'order', 'provider', 'platform'] as const;
/**
 * `payer`: a refund brings it back. `order`: it pays another order, or the one that it came for.
 * `merchant`: it is the merchant's, or the merchant bears the loss. `provider`: whoever paid has it
 * back, or what was lost came back. `platform`: nobody claims it, or the platform bears the loss.
 */
export type ExitWay = (typeof EXIT_WAYS)[number];

export interface CaseExit {
  readonly way: ExitWay;
  /** How much of what is held, without a sign; null: all. */
  readonly amountMinor: bigint | null;
  /** Whether the order's fee is taken of what a merchant is given. */
  readonly withFee: boolean;
  /** Of way `order`: which one it pays. */
  readonly targetId: Id | null;
  /** Of way `payer`: which of several payments that the case holds; left out: as it seems. */
  readonly paymentRef?: string;
  /** The document that it stands on: the same exit by the same document is one. */
  readonly evidence: string;
}

/**
 * `empty`: the case holds nothing. `too_much`: not as much as that. `no_account`: it is about no
 * order that went to a provider. `other_asset`: the order, or its fee, is in another currency.
 * `loss`: what is missing has no such way. `no_refunds`: the channel has none. `target`: no order
 * of the merchant's that can be paid by it. `still_open`: its order waits for the rest of the
 * payment, and will be paid out of the case. `came_back`: it was carried out, and what the refund
 * was to bring back lies in the case again.
 */
export type ExitProblem =
  | 'empty'
  | 'too_much'
  | 'no_account'
  | 'other_asset'
  | 'loss'
  | 'no_refunds'
  | 'target'
  | 'still_open'
  | 'came_back';

export type ExitEffect =
  | { readonly ok: true; readonly entry: Entry; readonly cases: readonly Case[] }
  | { readonly ok: false; readonly why: ExitProblem };

/** What an exit is known by among those of its case. */
export function exitNameOf({ kind, key }: CaseName, exit: CaseExit): string {
  const { way, amountMinor, evidence, targetId, paymentRef } = exit;
  const to = [way, ...(targetId === null ? [] : [targetId]), paymentRef ?? []].flat().join(' ');
  return `case.exit:${kind}:${key}:${to}:${amountMinor ?? 'all'}:${evidence}`;
}

/** Whether a case's order waits for the rest of what it holds: then it is the order's alone. */
export function waitsForRest({ kind }: CaseName, order: Order | null): boolean {
  return kind === 'short_payment' && order !== null && !isFinal(order.state);
}

/** What leaves the case, with its sign; or why it cannot. */
export function leavingMinor(
  { mode, asset, heldMinor }: HeldCase,
  { amountMinor, way }: CaseExit,
): { readonly ok: true; readonly minor: bigint } | { readonly ok: false; why: ExitProblem } {
  if (mode === null || asset === null || heldMinor === 0n) return { ok: false, why: 'empty' };
  const whole = heldMinor < 0n ? -heldMinor : heldMinor;
  const size = amountMinor ?? whole;
  if (size <= 0n || size > whole) return { ok: false, why: 'too_much' };
  if (heldMinor < 0n && (way === 'payer' || way === 'order')) return { ok: false, why: 'loss' };
  return { ok: true, minor: heldMinor < 0n ? -size : size };
}

/**
 * The entry of an exit to the merchant, the provider or the platform. `order`: what the case is
 * about, null when that is no order.
 */
export function exitCase(
  held: HeldCase,
  order: Order | null,
  exit: CaseExit,
  balance: Balance,
): ExitEffect {
  const leaving = leavingMinor(held, exit);
  if (!leaving.ok) return leaving;
  const { minor } = leaving;
  const { merchantId, orderId } = held;
  const [mode, asset] = [held.mode as Mode, held.asset as Asset];
  const { way } = exit;
  if (way === 'provider' && (held.source ?? order)?.account == null)
    return { ok: false, why: 'no_account' };
  if (exit.withFee && order !== null && order.asset !== asset) {
    return { ok: false, why: 'other_asset' };
  }
  const { connector = null, account = null } = held.source ?? order ?? {};
  const subject = { id: orderId, merchantId, mode, asset, connector, account };
  const legs = { suspense: -minor, ...otherSide(way, minor, feeOf(exit, order, minor), balance) };
  const details = {
    caseKey: caseKeyAt(orderId, held),
    ...(order === null ? {} : { purse: purseOf(order) }),
    platformCode: 'write_off',
  } as const;
  const made = entry(subject, exitNameOf(held, exit), legs, details);
  const cases = legs.net === undefined ? [] : debtCase(subject, made.name, legs.net);
  return { ok: true, entry: made, cases };
}

function feeOf({ way, withFee }: CaseExit, order: Order | null, minor: bigint): bigint {
  if (way !== 'merchant' || !withFee || order === null || minor < 0n) return 0n;
  return payinFee(order.terms.fee, minor);
}

function otherSide(way: ExitWay, minor: bigint, fees: bigint, balance: Balance) {
  if (way === 'provider') return { upstream: minor };
  if (way === 'platform') return { platform: minor };
  return minor < 0n
    ? { net: debitByFact(balance, -minor) }
    : { fees, net: creditAvailable(balance, minor - fees) };
}
