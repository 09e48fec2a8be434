/** Questions before money is taken, as they are kept and asked. */
import type { Id } from '../domain/id.ts';
import type { App } from '../domain/merchant.ts';
import type { Money } from '../domain/money.ts';
import type { CheckAnswer, PaymentQuestion } from '../domain/payment-check.ts';

export interface CheckKey {
  readonly orderId: Id;
  /** The provider's account: `simulator/main`. */
  readonly source: string;
  readonly key: string;
}

/** How the merchant's side answered one call. */
export interface CheckCall extends CheckAnswer {
  readonly tookMs: number;
  /** Of the HTTP reply; null: there was none. */
  readonly status: number | null;
}

export interface PaymentCheckView extends Omit<CheckCall, 'collect' | 'reason' | 'tookMs'> {
  readonly source: string;
  readonly key: string;
  readonly amount: Money;
  readonly askedAt: Date;
  /** Null: nobody has answered, as far as is known. */
  readonly collect: boolean | null;
  readonly reason: CheckAnswer['reason'] | null;
  readonly tookMs: number | null;
}

/** Kept with the order: one row an inquiry, and the first answer stands. */
export interface PaymentChecks {
  /** Records the inquiry before anybody is asked; the answer that it has already, or null. */
  begin(key: CheckKey, amount: Money): Promise<CheckAnswer | null>;
  /** Records an answer; resolves with the one that stands. */
  finish(key: CheckKey, call: CheckCall): Promise<CheckAnswer>;
  /** Newest first. */
  ofOrder(orderId: Id): Promise<readonly PaymentCheckView[]>;
}

/** Asks the merchant of an app once; null: it wants not to be asked. Never rejects. */
export type AskMerchant = (app: App, question: PaymentQuestion) => Promise<CheckCall> | null;
