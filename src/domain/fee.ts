/** Fees: percentage, fixed, both, with a floor and a ceiling; effective-dated. */
import type { FeeRule, Terms, TermsRow } from './channel.ts';

export const FREE: FeeRule = { ratePpm: 0n, fixedMinor: 0n, minMinor: null, maxMinor: null };

/** The fee on an amount, rounded half up to the minor unit. */
export function feeOn(rule: FeeRule, amountMinor: bigint): bigint {
  const rated = (amountMinor * rule.ratePpm + 500_000n) / 1_000_000n + rule.fixedMinor;
  const floored = rule.minMinor !== null && rated < rule.minMinor ? rule.minMinor : rated;
  return rule.maxMinor !== null && floored > rule.maxMinor ? rule.maxMinor : floored;
}

/** A payin's fee comes out of what was paid and can never be more than it. */
export function payinFee(rule: FeeRule, paidMinor: bigint): bigint {
  const fee = feeOn(rule, paidMinor);
  return fee > paidMinor ? paidMinor : fee;
}

/**
 * The terms for a merchant and channel at a moment: the merchant's own row wins over the general
 * one, and among rows of the same rank the latest that has begun. Null: nothing was agreed.
 */
export function termsAt(
  rows: readonly TermsRow[],
  merchantId: bigint,
  channelCode: string,
  at: Date,
): Terms | null {
  let best: TermsRow | null = null;
  for (const row of rows) {
    if (row.channelCode !== channelCode || row.effectiveFrom > at) continue;
    if (row.merchantId !== null && row.merchantId !== merchantId) continue;
    const outranks =
      best === null ||
      (row.merchantId !== null && best.merchantId === null) ||
      ((row.merchantId === null) === (best.merchantId === null) &&
        row.effectiveFrom > best.effectiveFrom);
    if (outranks) best = row;
  }
  if (best === null) return null;
  const { fee, settle, refundFee, dispute } = best;
  return { fee, settle, ...(refundFee && { refundFee }), ...(dispute && { dispute }) };
}
