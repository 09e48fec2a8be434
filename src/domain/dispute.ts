/**
 * Disputes: a payer, or the payer's bank, asks for a payment's money back. What a provider tells is
 * a state of the dispute, never a difference, so reports may come twice and in any order.
 */
import type { Money } from './money.ts';

export type DisputeState =
  | 'inquiry' // a question only: no money is asked for yet
  | 'open' // the merchant may answer until `dueAt`
  | 'answered'
  | 'won'
  | 'withdrawn' // whoever asked has taken it back
  | 'lapsed' // over without anybody's word
  | 'lost'
  | 'accepted'; // lost, for it was not defended

/** What a provider says of one dispute at one time. */
export interface DisputeReport {
  /** The provider's id of the dispute. */
  readonly ref: string;
  /** 1, 2, …: the provider has taken the same id up again (pre-arbitration, arbitration). */
  readonly round: number;
  /** The provider's own words, for people. */
  readonly words: string;
  readonly state: DisputeState;
  /** An inquiry, which takes no money; its end as `accepted` is a refund by the provider. */
  readonly inquiry: boolean;
  /** The provider has taken the money already. */
  readonly taken: boolean;
  /** The provider's id of the disputed payment; null: not told. */
  readonly paymentRef: string | null;
  /** What is disputed, in the order's asset; null: not told in it. */
  readonly amount: Money | null;
  /** At the end: what of it leaves; null: all of what is lost. */
  readonly decided: Money | null;
  /** What the provider charges for it, in an asset of its own; null: not told. */
  readonly fee: Money | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** The card network; null: none, or not told. */
  readonly network: string | null;
  readonly dueAt: Date | null;
  /** The provider's time of this state; null: not told. */
  readonly at: Date | null;
}
