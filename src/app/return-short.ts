/**
 * What never became whole goes back to whoever paid it, where the merchant agreed to that: each
 * payment by a refund that its case pays for. What fails comes back to the case, for a person.
 */
import type { Id } from '../domain/id.ts';
import { isFinal } from '../domain/order.ts';
import type { Cases } from '../ports/core.ts';
import { type ExitDeps, exitCase } from './exit-case.ts';

/** By whose word, as the case has it. */
const BY = 'rules';

/**
 * Resolves to how many payments are on their way back. Again it does nothing more: what was tried
 * once is not tried again.
 */
export async function returnShort(
  deps: ExitDeps & { readonly cases: Cases },
  orderId: Id,
): Promise<number> {
  const order = await deps.reader.orderById(orderId);
  if (order === null || !isFinal(order.state) || order.paidMinor > 0n) return 0;
  if (deps.snapshot.current().amountRules(order).short?.rule !== 'return') return 0;
  const held = (await deps.cases.ofOrder(orderId)).find(({ kind }) => kind === 'short_payment');
  if (held === undefined) return 0;
  let count = 0;
  for (const { ref: paymentRef, minor: amountMinor } of order.partPayments) {
    const how = { withFee: false, targetId: null, evidence: 'rule', paymentRef } as const;
    const exit = { ...how, way: 'payer', amountMinor } as const;
    const done = await exitCase(deps, held, exit, BY, 'the order never became whole');
    count += done.ok ? 1 : 0;
  }
  return count;
}
