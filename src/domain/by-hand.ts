/** What a person says of an order's money, where its provider has not reported it, or not yet. */
import type { Order } from './order.ts';
import { heldMinor } from './part-payments.ts';
import type { Fact } from './provider-event.ts';

/** It was paid: as a document says, or out of what a case holds. */
export interface PaidByHand {
  readonly kind: 'paid_by_hand';
  /** In minor units of the order's asset. */
  readonly minor: bigint;
  /** The bank's or the provider's reference, as the document has it; null: it has none. */
  readonly bankRef: string | null;
  /** The payment, where the provider has reported it already; null: it has not. */
  readonly paymentRef: string | null;
  /** The case that holds it, as an entry of the order names it; null: it is at the provider. */
  readonly caseKey: string | null;
  /** What its case holds of the order's own parts, which this completes; left out: nothing. */
  readonly partsMinor?: bigint;
}

/**
 * Whether a provider's report is of the payment that an operator has reported before: the first one
 * of the same amount is. It says under which id the provider knows it, and moves nothing.
 */
export function wasPaidByHand(order: Order, { amount }: Extract<Fact, { kind: 'paid' }>): boolean {
  const { state, corrected, paymentRef, paidMinor, asset } = order;
  const wasPaid = state === 'paid' || (state === 'reversed' && corrected);
  const isSame = amount.asset === asset && amount.minor === paidMinor - heldMinor(order);
  return wasPaid && paymentRef === null && isSame;
}

/** The order, as its provider knows it. */
export function adopted(order: Order, fact: Extract<Fact, { kind: 'paid' }>): Order {
  const { paymentRef } = fact;
  const bankRef = order.bankRef ?? fact.bankRef;
  return { ...order, paymentRef, bankRef, upstreamId: fact.upstreamId ?? order.upstreamId };
}
