/** What an account is notified of, and how the delivery went. */
import type { DisputeStatus, Failure, Reading } from './types.ts';

export type EventType =
  | 'payment.succeeded'
  | 'payment.failed'
  | 'payment.expired'
  | 'payment.reversed'
  | 'payment.under_review'
  | 'payout.succeeded'
  | 'payout.failed'
  | 'payout.reversed'
  | 'payout.under_review'
  | 'refund.succeeded'
  | 'refund.failed'
  | 'refund.under_review'
  | 'code.paid'
  | 'mandate.active'
  | 'mandate.refused'
  | 'mandate.revoked'
  | 'mandate.expired'
  | 'mandate.under_review'
  | 'verification.passed'
  | 'verification.rejected'
  | 'verification.referred'
  | 'verification.under_review'
  | `dispute.${DisputeStatus}`
  | 'fraud.notice';

/** What happened, as the receiver reads it. Amounts in minor units as strings. */
export type EventContent = {
  readonly type: EventType;
  readonly reference: string;
  readonly id: string;
  readonly paymentId: string;
  readonly order: string;
  readonly merchantOrder: string;
  readonly asset: string;
  /** Absent where no money is meant: mandates, verifications. */
  readonly amountMinor?: bigint;
  readonly utr: string;
  readonly payerName?: string;
  readonly failure?: Failure;
  /** Of mandates, RFC 3339: until when it may be used, and since when, if ever. */
  readonly validUntil?: string;
  readonly agreedAt?: string;
  /** How the dispute stands that it is about. */
  readonly dispute?: Readonly<Record<string, unknown>>;
  /** Of verifications. */
  readonly reading?: Reading;
};

export type Attempt = {
  readonly atMs: number;
  /** HTTP status, or a word for what went wrong. */
  readonly result: number | string;
  readonly acknowledged: boolean;
  /** Set for the copies of a forged_callback: how it was forged. */
  readonly forged?: string;
};

export type CallbackEvent = {
  readonly eventId: string;
  readonly account: string;
  readonly orderId: string;
  readonly type: EventType;
  readonly url: string;
  readonly body: string;
  readonly createdAtMs: number;
  state: 'waiting' | 'acknowledged' | 'given_up' | 'withheld';
  attempts: Attempt[];
};
