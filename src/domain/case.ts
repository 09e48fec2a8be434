/** A case: something that a person must look at. Unique per order, kind and key: told once. */
import type { Id } from './id.ts';

export type CaseKind =
  | 'doubt' // upstream does not tell what became of a dispatch
  | 'contradiction' // upstream says two things that cannot both be true
  | 'second_payment' // a paid order was paid again
  | 'late_payment' // money after expiry that the merchant's policy does not accept
  | 'amount_difference' // more came than was ordered, and the policy holds the excess
  | 'wrong_asset' // money of another currency came
  | 'debt' // a reversal took more than the merchant had
  | 'fraud_warning' // the provider warns that a payment is fraudulent
  | 'unattributed' // an authentic report about money that no order could be found for
  | 'books'; // the auditor: a rule of the books is broken; of a merchant, whose id stands as order's

/** Whether a case is about an order. */
export function isOfOrder({ kind }: Pick<Case, 'kind'>): boolean {
  return kind !== 'unattributed' && kind !== 'books';
}

export interface Case {
  readonly orderId: Id;
  readonly kind: CaseKind;
  readonly key: string;
  readonly merchantId: Id;
  readonly detail: string;
}
