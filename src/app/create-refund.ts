/** A merchant gives a payer money back: never more than was paid, out of the balance. */

import { FREE } from '../domain/fee.ts';
import type { Order } from '../domain/order.ts';
import { hold, outgoingFee, refusedForBalance } from '../domain/payout.ts';
import { reserveRefund } from '../domain/refund.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CreateRefund, OrderKey, Outcome } from '../domain/request.ts';
import { callerOf, claimCommand, firstDispatch, propose, runClaim } from './claim.ts';
import type { Caller, Deps } from './deps.ts';

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
    route: routeOf(payin),
    request,
    fields: {},
    returnUrl: null,
    parentId: payin.id,
    expiryMinutes: null,
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

/** A refund goes back the way the payment came. */
function routeOf(payin: Order) {
  return {
    channelCode: payin.channel,
    connector: payin.connector as string,
    account: payin.account as string,
    priority: 0,
    weight: 1,
    enabled: true,
    merchantIds: null,
    minMinor: null,
    maxMinor: null,
  };
}

/** A merchant's own order by either name; another merchant's is as if it did not exist. */
export async function findOrder(
  deps: Pick<Deps, 'reader'>,
  merchantId: bigint,
  key: OrderKey,
): Promise<Order | null> {
  const order =
    key.by === 'id'
      ? await deps.reader.orderById(key.id)
      : await deps.reader.orderByRef(merchantId, key.scope, key.merchantRef);
  return order !== null && order.merchantId === merchantId ? order : null;
}
