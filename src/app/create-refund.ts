/** A merchant gives a payer money back: never more than was paid, out of what it has. */
import type { Channel } from '../domain/channel.ts';
import { zoneOf } from '../domain/day.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { FREE } from '../domain/fee.ts';
import type { Order } from '../domain/order.ts';
import { hold, outgoingFee } from '../domain/payout.ts';
import { refundedFeeOf, reserveRefund, reserveVoid, type Today } from '../domain/refund.ts';
import { refuse } from '../domain/refusal.ts';
import type { CreateRefund, Outcome } from '../domain/request.ts';
import { callerOf } from './caller.ts';
import { claimCommand, draftOrder, refusedAs, runClaim } from './claim.ts';
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
  const payin = await findOrder(deps, who, request.payin, { kinds: ['payin'] });
  if (payin === null) return refuse('not_found');
  const channel = deps.snapshot.current().channel(payin.channel);
  if (channel === null) return refuse('channel_unavailable', 'channel');
  if (request.operation === 'refund' && request.amountMinor <= 0n) return refuse('amount_invalid');
  const draft = draftOrder(deps, {
    ...who,
    kind: 'refund',
    channel,
    terms: { fee: payin.terms.refundFee ?? FREE, settle: 0 },
    // A refund goes back the way the payment came.
    route: routeOf(payin),
    request,
    fields: {},
    returnUrl: null,
    parent: payin,
    expiresAt: null,
  });
  const order =
    request.operation === 'void' ? voidOf(payin, draft) : refundOf(payin, draft, channel);
  const zoneMinutes = zoneOf(who.app);
  const rest = { orderIds: [payin.id], balanceKeys: () => [order] };
  const command = claimCommand(order, rest, (rows, at) => {
    const locked = rows.order(payin.id) as Order;
    // Paid between our look at it and the lock: this was made for what we saw.
    const seen = locked.paidMinor === payin.paidMinor ? locked : payin;
    const counted = reserve(seen, order, channel, { at, zoneMinutes });
    if (!counted.ok) return refusedAs(counted, order, at);
    const held = hold(order, rows.balance(order));
    if (held === null) return refusedAs(refuse('insufficient_balance'), order, at);
    return {
      changes: {
        orders: [counted.payin],
        entries: [held],
        dispatches: [firstDispatch(order)],
      },
    };
  });
  return await runClaim(deps, who, command, request);
}

function refundOf(payin: Order, draft: Order, channel: Channel): Order {
  const { asset } = payin;
  const refundedFeeMinor = refundedFeeOf(payin, draft.amountMinor, channel.abilities.refund);
  return { ...draft, asset, feeMinor: outgoingFee(draft), refundedFeeMinor };
}

/** The whole payment with its fee, free. Of what is not paid it is refused, but has an amount. */
function voidOf(payin: Order, draft: Order): Order {
  const { asset, paidMinor, feeMinor: refundedFeeMinor } = payin;
  const amountMinor = paidMinor > 0n ? paidMinor : payin.amountMinor;
  return { ...draft, asset, amountMinor, refundedFeeMinor, voided: true };
}

/** The payin with the refund counted on it, or why not. */
function reserve(payin: Order, order: Order, { abilities }: Channel, today: Today) {
  return order.voided
    ? reserveVoid(payin, abilities.void, today)
    : reserveRefund(payin, order.amountMinor, abilities.refund, today);
}
