/** What must not be sent any more, for things have changed since it was asked for. */
import type { Deps } from '../app/deps.ts';
import type { Intent } from '../connectors/contract.ts';
import type { Verdict } from '../domain/dispatch.ts';
import type { Order } from '../domain/order.ts';
import { refundableMinor } from '../domain/refund.ts';

/**
 * The provider has taken the payment back meanwhile, or holds it for a dispute: a refund would give
 * the same money back a second time.
 */
const WENT_BACK: Verdict = {
  kind: 'declined',
  failure: {
    code: 'reversed',
    text: 'the payment went back, or was disputed, before the refund was sent',
  },
};

const BLOCKED: Verdict = {
  kind: 'declined',
  failure: { code: 'invalid_account', text: 'the beneficiary was blocked before it was sent' },
};

/** Nothing is sent, and what was held comes back; null: it is still wanted. */
export async function unwantedVerdict(
  { beneficiaries }: Pick<Deps, 'beneficiaries'>,
  { caseKey, withdrawal }: Order,
  { operation, about }: Intent,
): Promise<Verdict | null> {
  if (operation === 'refund' && caseKey === undefined && goesBackTwice(about?.order)) {
    return WENT_BACK;
  }
  if (withdrawal === undefined) return null;
  return (await beneficiaries.mayBePaid(withdrawal.beneficiaryId)) ? null : BLOCKED;
}

/** Whether refunds that are not sent are more than what is left of their payment. */
function goesBackTwice(payin: Order | undefined): boolean {
  return payin !== undefined && (payin.state === 'reversed' || refundableMinor(payin) < 0n);
}
