/**
 * What a case holds goes back to whoever paid it, where the merchant agreed to that: each payment
 * by a refund that its case pays for. What fails comes back to the case, for a person.
 */
import { returnedOf } from '../domain/amount-rules.ts';
import { type CaseName, isSameCase } from '../domain/case.ts';
import type { Cases } from '../ports/core.ts';
import { type ExitDeps, exitCase } from './exit-case.ts';

/** By whose word, as the case has it. */
const BY = 'rules';

/**
 * Resolves to how many payments are on their way back. Again it does nothing more: what was tried
 * once is not tried again.
 */
export async function returnByRule(
  deps: ExitDeps & { readonly cases: Cases },
  name: CaseName,
): Promise<number> {
  const order = await deps.reader.orderById(name.orderId);
  const held = (await deps.cases.ofOrder(name.orderId)).find((one) => isSameCase(one, name));
  if (order === null || held === undefined) return 0;
  const rules = deps.snapshot.current().amountRules(order);
  let count = 0;
  for (const returned of returnedOf(order, held, rules)) {
    const how = { withFee: false, targetId: null, evidence: 'rule' } as const;
    const exit = { ...how, ...returned, way: 'payer' } as const;
    const done = await exitCase(deps, held, exit, BY, 'as agreed with the merchant');
    count += done.ok ? 1 : 0;
  }
  return count;
}
