/** A merchant gives a payer money back: never more than was paid, out of the balance. */

import { firstDispatch } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import type { Order } from '../domain/order.ts';
import { hold, outgoingFee, refusedForBalance } from '../domain/payout.ts';
import { reserveRefund } from '../domain/refund.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreateRefund, Outcome } from '../domain/request.ts';
import { callerOf, claimCommand, propose, runClaim } from './claim.ts';
import { routeOf } from './create-payin.ts';
import type { Caller, Deps } from './deps.ts';
import { findOrder } from './find-order.ts';

/** The payin's counter, the hold, the claim and the dispatch are one transaction. */
export async function createRefund(
  deps: Deps,
  caller: Caller,
  request: CreateRefund,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const payin = await findOrder(deps, who.merchant.id, request.payin);
  if (payin === null || payin.kind !== 'payin') return refuse('not_found');
  const channel = deps.snapshot.current().channel(payin.channel);
  if (channel === null) return refuse('channel_unavailable', 'channel');
  const proposed = propose(deps, {
    ...who,
    kind: 'refund',
    channel,
    terms: { fee: FREE, settleAfterDays: 0 },
    // A refund goes back the way the payment came.
    route: routeOf(payin),
    request,
    fields: {},
    returnUrl: null,
    parent: payin,
    expiresAt: null,
  });
  const order = { ...proposed, asset: payin.asset, feeMinor: outgoingFee(proposed) };
  const rest = { orderIds: [payin.id], balanceKeys: () => [order] };
  const command = claimCommand(order, rest, (rows, at) => {
    const counted = reserveRefund(
      rows.order(payin.id) as Order,
      order.amountMinor,
      ability(channel),
    );
    const refused = (why: Refused, failed: Order) => ({
      changes: { orders: [failed] },
      refused: why,
    });
    if (!counted.ok)
      return refused(counted, { ...refusedForBalance(order, at), failure: NOT_MADE });
    const held = hold(order, rows.balance(order));
    if (held === null) return refused(refuse('insufficient_balance'), refusedForBalance(order, at));
    return {
      changes: {
        orders: [counted.payin],
        entries: [held],
        dispatches: [firstDispatch(order)],
      },
    };
  });
  return await runClaim(deps, command, request);
}

const NOT_MADE: Order['failure'] = { code: 'limit_exceeded', text: 'the refund was not possible' };

const ability = (channel: { abilities: { refund: 'none' | 'full' | 'partial' } }) =>
  channel.abilities.refund;
