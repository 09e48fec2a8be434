/** Terms as an order keeps them: JSON that is written once. */
import type { DisputeTerms, FeeRule, Terms } from '../../domain/channel.ts';
import type { SettleTerms } from '../../domain/settlement-day.ts';

export interface StoredFee {
  readonly r: string;
  readonly f: string;
  readonly min: string | null;
  readonly max: string | null;
}

export interface StoredTerms {
  readonly fee: StoredFee;
  readonly refundFee?: StoredFee;
  readonly dispute?: Omit<DisputeTerms, 'fee'> & { readonly fee: StoredFee };
  /** A number: times 24 hours. */
  readonly settle: SettleTerms;
}

export function storedTerms({ fee, refundFee, dispute, settle }: Terms): StoredTerms {
  const refunds = refundFee && { refundFee: storedFee(refundFee) };
  const disputes = dispute && { dispute: { ...dispute, fee: storedFee(dispute.fee) } };
  return { fee: storedFee(fee), ...refunds, ...disputes, settle };
}

export function storedFee(fee: FeeRule): StoredFee {
  return {
    r: String(fee.ratePpm),
    f: String(fee.fixedMinor),
    min: text(fee.minMinor),
    max: text(fee.maxMinor),
  };
}

/** The reverse of `storedTerms`. */
export function termsOf({ fee, refundFee, dispute, settle }: StoredTerms): Terms {
  return {
    ...{ fee: feeOf(fee), settle },
    ...(refundFee && { refundFee: feeOf(refundFee) }),
    ...(dispute && { dispute: disputeTermsOf(dispute) }),
  };
}

/** Key by key: the database does not keep their order. */
function disputeTermsOf({
  fee,
  refundedWhenWon,
  refundsFee,
}: StoredTerms['dispute'] & object): DisputeTerms {
  return { fee: feeOf(fee), refundedWhenWon, refundsFee };
}

export function feeOf(fee: StoredFee): FeeRule {
  return {
    ratePpm: BigInt(fee.r),
    fixedMinor: BigInt(fee.f),
    minMinor: fee.min === null ? null : BigInt(fee.min),
    maxMinor: fee.max === null ? null : BigInt(fee.max),
  };
}

function text(value: bigint | null): string | null {
  return value === null ? null : value.toString();
}
