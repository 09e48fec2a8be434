/**
 * An order: payin, payout, withdrawal or refund, the two things that payins come through (a payment
 * code and a mandate), and a verification of a payer. One row shape for all kinds; what each state
 * allows stands in the kind's own table (`payin.ts`, `payout.ts`, `payment-code.ts`, `mandate.ts`,
 * `verification.ts`), and nobody else compares states.
 */
import type { Terms } from './channel.ts';
import type { Id } from './id.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import type { Refusal } from './refusal.ts';
import type { SettleOn } from './settlement-day.ts';
import type { Verification } from './verification.ts';
import type { Payee } from './withdrawal.ts';

export type OrderKind =
  | 'payin'
  | 'payout'
  | 'refund'
  | 'code' // a payment code: a number, account or QR that many payments can arrive at
  | 'mandate' // a payer's permission to be debited again and again
  | 'verification' // a payer shows who they are; no money moves
  | 'withdrawal'; // what is a merchant's goes to a beneficiary of its own: see `withdrawal.ts`

/** What providers know: to them a withdrawal is a payout. */
export type SentKind = Exclude<OrderKind, 'withdrawal'>;

export type OrderState =
  | 'created' // ours, committed; upstream has not confirmed that it knows it
  | 'pending' // upstream knows it; the payer or the bank is at work
  | 'active' // a code or mandate that payments can come through
  | 'paid'
  | 'failed'
  | 'expired'
  | 'closed'
  | 'reversed'; // was paid, and the money went back

export type FailureCode =
  | 'declined'
  | 'insufficient_balance'
  | 'invalid_account'
  | 'invalid_request' // upstream could not use what it was sent
  | 'no_answer' // upstream never reported; a person found that nothing was done
  | 'limit_exceeded'
  | 'expired'
  | 'closed'
  | 'reversed'
  | 'upstream_unavailable';

export interface LatePayment {
  readonly ref: string;
  /** Of the order's asset, decimal: it is stored as JSON. */
  readonly minor: string;
}

/** A payment of less than was ordered, held until the rest comes: what an order is paid by. */
export interface PartPayment {
  readonly ref: string;
  readonly minor: bigint;
}

export interface Failure {
  readonly code: FailureCode;
  readonly text: string;
  /** Who ended a code or mandate, as several may. */
  readonly by?: 'merchant' | 'payer' | 'provider';
  /** The provider has cancelled it: what is paid all the same goes back. Payins only. */
  readonly cancelled?: true;
  /** A payment that came after the end and lies in suspense: the first of them. Payins only. */
  readonly late?: LatePayment;
  /** The order was refused when it was made, and this is what its merchant was answered. */
  readonly refusal?: Refusal;
}

/**
 * What a page or mini program inside WeChat hands to `wx.requestPayment` (`pkg` is its `package`),
 * and the address that does the same from outside. Made and signed upstream; passed on unchanged.
 */
export interface WechatCall {
  readonly shortUrl: string;
  readonly prepayId: string;
  /** Unix seconds, decimal. */
  readonly timeStamp: string;
  readonly nonceStr: string;
  readonly pkg: string;
  readonly signType: 'RSA';
  readonly paySign: string;
}

/** What the payer has to do, as the provider reported it. */
export type Instructions =
  | { readonly kind: 'redirect'; readonly url: string; readonly wechat?: WechatCall }
  | { readonly kind: 'qr'; readonly payload: string; readonly url?: string }
  | {
      readonly kind: 'va';
      readonly bank: string;
      readonly number: string;
      readonly name: string;
      readonly url?: string;
    }
  | {
      readonly kind: 'bank_transfer';
      readonly bank: string;
      readonly account: string;
      readonly name: string;
      readonly url?: string;
    }
  | {
      readonly kind: 'bill';
      /** The company, as counters and wallets have it in their lists. */
      readonly biller: string;
      /** What the payer gives there. */
      readonly number: string;
      readonly url?: string;
    };

/** What may be paid into a payment code. */
export interface CodeRule {
  /** Smallest and largest payment, both included, in minor units; null: no limit. */
  readonly minMinor: bigint | null;
  readonly maxMinor: bigint | null;
  /** Ends with its first payment. */
  readonly single: boolean;
}

/**
 * Other limits and another end of a payment code, asked of its provider: `terms-change.ts` says
 * what holds until it has answered.
 */
export interface TermsChange {
  /** Of the dispatch that asks. */
  readonly n: number;
  readonly minMinor: bigint | null;
  readonly maxMinor: bigint | null;
  readonly expiresAt: Date | null;
  /** The end that holds again if it is refused. */
  readonly endBefore: Date | null;
  /** The provider's no, kept until the next change. Null: it has not answered. */
  readonly refused: Failure | null;
}

/** What an order came of, besides its id: kind, and the merchant's own reference of it. */
export interface Parent {
  readonly kind: OrderKind;
  readonly ref: string;
}

/** What an order had by a dispatch that it has left; that may still be paid. */
export interface LeftDispatch {
  readonly n: number;
  readonly channel: string;
  readonly terms: Terms;
  readonly fields: Order['fields'];
  readonly connector: string;
  readonly account: string;
  readonly upstreamId: string | null;
  readonly instructions: Instructions | null;
  /** The provider has cancelled it: what is paid there all the same goes back. */
  readonly isCancelled: boolean;
}

export interface Order {
  readonly id: Id;
  readonly shard: number;
  readonly merchantId: Id;
  readonly appId: Id;
  /** Whose books it moves: its app's, a refund its payin's. */
  readonly mode: Mode;
  readonly kind: OrderKind;
  /** Name space of `merchantRef`: seed 002 has one for payins and payouts (`order`). */
  readonly scope: string;
  readonly merchantRef: string;
  /** Digest of what was asked (hex): distinguishes a repeat from a conflict. */
  readonly digest: string;
  readonly channel: string;
  readonly asset: Asset;
  /**
   * What was ordered. Codes: the fixed amount, 0 = the payer's choice. Mandates, verifications: 0.
   */
  readonly amountMinor: bigint;
  /** What really moved: may differ from what was ordered. */
  readonly paidMinor: bigint;
  readonly feeMinor: bigint;
  /** Payin only: refunds made or under way. Never more than `paidMinor`. */
  readonly refundedMinor: bigint;
  /** Payin only: what of `refundedMinor` is still under way. */
  readonly refundingMinor: bigint;
  /**
   * The payin's fee that its merchant gets back. Refund: with this one, a promise until it is paid.
   * Payin: with all that are paid, or with its reversal. Never more than the payin's `feeMinor`.
   */
  readonly refundedFeeMinor: bigint;
  /** Payin only: what of it is still in `pending`; it becomes available at `settleAt`. */
  readonly pendingMinor: bigint;
  /** Payin only: held for its open disputes. */
  readonly disputedMinor: bigint;
  /** Payin only: what its provider has taken back, by lost disputes and reversals. */
  readonly lostMinor: bigint;
  /** Refund: it is a void. Payin: a void of it is under way or made; it does not settle. */
  readonly voided: boolean;
  readonly state: OrderState;
  /**
   * A final result was changed after its notification: the next ones say so (seed 002 `reverse`).
   */
  readonly corrected: boolean;
  readonly failure: Failure | null;
  readonly connector: string | null;
  readonly account: string | null;
  readonly upstreamId: string | null;
  /** Of the dispatch that channel, terms, account and the provider's facts are of. */
  readonly dispatchN: number;
  /** What the order had by others, which it has left: `left-dispatch.ts`. */
  readonly leftDispatches: readonly LeftDispatch[];
  /** Payin only: payments that were not all of it. With the last one, what it was paid by. */
  readonly partPayments: readonly PartPayment[];
  /** The upstream payment that paid it: distinguishes a repeated report from a second payment. */
  readonly paymentRef: string | null;
  /** The bank's reference (UTR, RRN, end-to-end id). */
  readonly bankRef: string | null;
  /** Refund: the payin. Payin: the code it arrived at, or the mandate it is debited by. */
  readonly parentId: Id | null;
  readonly parent: Parent | null;
  /** A refund of what a case holds: the case, as the order's entries name it. Written once. */
  readonly caseKey?: string;
  /** Of such a refund: which of the payments that the case holds it brings back. */
  readonly casePayment?: string;
  /** A payment that came without an order: by which reference its provider has it. Written once. */
  readonly providerReference?: string;
  /** Withdrawals only: whom it goes to. Written once. */
  readonly withdrawal?: Payee;
  /** Verifications only: where it is, and what there is of it. */
  readonly verification?: Verification;
  /** Codes only. */
  readonly code: CodeRule | null;
  /** Codes only: the change of their terms that was asked for last, unless it is in force. */
  readonly termsChange?: TermsChange;
  /** Checkout: the channels that the payer may choose from. */
  readonly choices: readonly string[] | null;
  readonly terms: Terms;
  /** Facts about payer or beneficiary, by the core's field names. */
  readonly fields: Readonly<Record<string, string>>;
  /** The dialect's own values, kept to be returned with the order. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly instructions: Instructions | null;
  readonly notifyUrl: string | null;
  readonly returnUrl: string | null;
  /** How many events exist: the next one's number. */
  readonly eventCount: number;
  readonly createdAt: Date;
  readonly expiresAt: Date | null;
  readonly finalAt: Date | null;
  /** Paid, still in `pending`: when it becomes available. Null once settled. */
  readonly settleAt: Date | null;
  /** Payin only: the due day that calendars have said, kept ever after. Null: none had a say. */
  readonly settleOn: SettleOn | null;
  /** Payin only: the settlement batch that made it available, and how much of it. */
  readonly batch: { readonly id: Id; readonly minor: bigint } | null;
}

/** From this age on, in days, what leaves and has not ended is shown to a person. */
export const OVERDUE_AFTER_DAYS = { payout: 3, refund: 10 } as const;

/** No provider event can be expected any more (late money and reversals excepted). */
export function isFinal(state: OrderState): boolean {
  return state !== 'created' && state !== 'pending' && state !== 'active';
}
