/** What upstream reports, in the core's words. An unknown word is `unclear`: it moves nothing. */
import type { DisputeReport } from './dispute.ts';
import type { Id } from './id.ts';
import type { Money } from './money.ts';
import type { Failure, Instructions } from './order.ts';
import type { VerificationReading, VerificationReason } from './verification.ts';

export type Fact =
  | {
      readonly kind: 'accepted';
      readonly upstreamId: string | null;
      readonly instructions: Instructions | null;
      /** It is made, and the provider waits for the second call of a create in two. */
      readonly continues?: true;
    }
  | {
      readonly kind: 'paid';
      readonly amount: Money;
      /** The provider's id of this very payment; two payments of one order have two. */
      readonly paymentRef: string;
      readonly bankRef: string | null;
      readonly upstreamId: string | null;
    }
  | { readonly kind: 'declined'; readonly failure: Failure }
  /** A mandate: the payer has agreed. */
  | {
      readonly kind: 'activated';
      readonly upstreamId: string | null;
      /** Null: until it is revoked. */
      readonly expiresAt: Date | null;
    }
  /** What the provider makes of a verification; `referred`: it leaves it to a person. */
  | {
      readonly kind: 'verified';
      readonly outcome: 'passed' | 'failed' | 'referred';
      readonly upstreamId: string | null;
      /** Of one that failed. */
      readonly reason: VerificationReason | null;
      /** Null: it reports nothing of what it read. */
      readonly reading: VerificationReading | null;
    }
  /** A code or mandate that was in use has ended upstream. */
  | { readonly kind: 'ended'; readonly by: 'payer' | 'provider' }
  | { readonly kind: 'expired' }
  /**
   * A payin was cancelled upstream. Whatever is or was paid for it goes back: the provider reports
   * no amount, and does not say whether there was any.
   */
  | { readonly kind: 'cancelled' }
  | {
      readonly kind: 'reversed';
      readonly reason: string;
      /** The payment that went back, where the provider names it; else the one that was booked. */
      readonly payment?: ReversedPayment;
    }
  | { readonly kind: 'unclear'; readonly reason: string };

/** A payment, or a part of it, that went back. */
interface ReversedPayment {
  readonly ref: string;
  readonly amount: Money;
  /**
   * The provider's id of this very reversal: two parts of one payment have two, also when they are
   * equal. Named always or never: reported once with it and once without, one reversal counts
   * twice.
   */
  readonly reversalRef?: string;
}

/** A verified upstream fact: from a callback, or the answer to a query. */
export interface ProviderEvent {
  /**
   * The reference we gave upstream: `orderId` or `orderId_n` (`dispatch.ts`); empty: none reported.
   */
  readonly reference: string;
  /**
   * The provider's own ids of the payment, and of what it was paid by: the order is found by them
   * where the reference is not one of ours.
   */
  readonly providerIds?: readonly string[];
  /** Unique per connector: the event's id, or a digest of the body. The same key counts once. */
  readonly eventKey: string;
  readonly fact: Fact | Disputed | FraudWarning;
}

/**
 * What became of an event. `too_early`: nothing is recorded, for what it is about was not reported
 * yet; it must be offered again.
 */
export type ProviderEventResult = 'applied' | 'ignored' | 'repeat' | 'unknown_order' | 'too_early';

/** What a provider says of a dispute about a payment: it moves the dispute, and money with it. */
export interface Disputed {
  readonly kind: 'dispute';
  readonly dispute: DisputeReport;
}

/** A provider's warning about a payment. It moves no money: a person is shown it. */
export interface FraudWarning {
  readonly kind: 'fraud_warning';
  /** What the provider says, for people. */
  readonly text: string;
}

/** Whether a report is of money that came or went, or may be: such a report is never forgotten. */
export function isAboutMoney({ kind }: ProviderEvent['fact']): boolean {
  return ['paid', 'reversed', 'dispute', 'fraud_warning', 'unclear'].includes(kind);
}

/**
 * Under which key a payment, or its reversal, counts once: callbacks, answers to queries and
 * replies report the same one under event keys of their own, or under none. Null: the event's key
 * decides.
 */
export function movementKey(orderId: Id, fact: ProviderEvent['fact']): string | null {
  if (fact.kind === 'paid') return `payment:${orderId}:${fact.paymentRef}`;
  if (fact.kind !== 'reversed' || fact.payment === undefined) return null;
  return `reversal:${orderId}:${reversalKey(fact.payment)}`;
}

/** Distinguishes the reversals of an order's payments. */
export function reversalKey({ ref, amount, reversalRef }: ReversedPayment): string {
  return `${ref}:${reversalRef ?? amount.minor}`;
}
