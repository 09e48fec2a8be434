/**
 * Which route an order takes, and when it may leave that route for another one. Pure: health and
 * chance are handed in.
 */

import type { PayMethod, Route } from './channel.ts';
import type { Dispatch, Verdict } from './dispatch.ts';
import { createOperationOf } from './dispatch.ts';
import type { Order } from './order.ts';

/** A connector account: the unit of health, and of who has seen an order. */
export interface AccountKey {
  readonly connector: string;
  readonly account: string;
}

export function isSameAccount(
  a: { readonly connector: string | null; readonly account: string | null },
  b: AccountKey,
): boolean {
  return a.connector === b.connector && a.account === b.account;
}

/** A route that may carry the order; `isUp`: its account's breaker lets this order through. */
export interface Candidate {
  readonly route: Route;
  readonly isUp: boolean;
}

/**
 * The route to take: of those that are up, the smallest priority, shared out by weight. When none
 * is up the best one is still taken, by the same rule: a try costs the merchant nothing that a
 * refusal would save (decision 10). Null: there is no route at all.
 * `draw`: evenly from 0 up to but not including 1.
 */
export function chooseRoute(candidates: readonly Candidate[], draw: number): Candidate | null {
  const up = candidates.filter(({ isUp }) => isUp);
  const able = up.length > 0 ? up : candidates;
  const priority = Math.min(...able.map(({ route }) => route.priority));
  const best = able.filter(({ route }) => route.priority === priority);
  const total = best.reduce((sum, { route }) => sum + route.weight, 0);
  let left = Math.floor(draw * total);
  for (const candidate of best) {
    left -= candidate.route.weight;
    if (left < 0) return candidate;
  }
  return null;
}

/**
 * Ways to pay of which a payer sees nothing but what we show. A wallet may ask its owner by itself,
 * so its payer may have been asked as soon as the provider may know of the order.
 */
const SHOWN_BY_US: ReadonlySet<PayMethod> = new Set([
  'redirect',
  'qr',
  'va',
  'bank_transfer',
  'bill',
  'card',
]);

/**
 * Whether an order may leave the account of this dispatch for another one after such a verdict.
 * - What hangs on another order stays with its provider: refunds, and payins by a mandate.
 * - Proof that nothing was executed, or a refusal that is about the provider and not about the
 *   payer: yes.
 * - Doubt: never, least of all a payout. Except a payin, while nothing of it was shown to the
 *   payer: should the first account have it after all, nobody can pay it there (decision 10).
 * `now`: the order as it is at this moment.
 */
export function mayMoveOn(
  now: Order,
  dispatch: Pick<Dispatch, 'operation' | 'connector' | 'account'>,
  method: PayMethod,
  verdict: Verdict,
): boolean {
  const { kind, state, upstreamId, instructions, parentId } = now;
  if (createOperationOf(kind) !== dispatch.operation || parentId !== null) return false;
  const isUnseen = state === 'created' && upstreamId === null && instructions === null;
  if (!isUnseen || !isSameAccount(now, dispatch)) return false;
  switch (verdict.kind) {
    case 'not_executed':
      return true;
    case 'declined':
      return verdict.failure.code === 'upstream_unavailable';
    case 'doubt':
    case 'unclear':
      return kind === 'payin' && SHOWN_BY_US.has(method);
    default:
      return false;
  }
}
