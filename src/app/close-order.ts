/**
 * A merchant ends an order that is not paid yet, a code or a mandate. Ours is ended at once, and
 * the provider is asked to end it; what is paid there meanwhile is late money, which the merchant's
 * policy is for.
 */
import { type Command, hasEnded } from '../domain/decision.ts';
import { closingDispatches } from '../domain/dispatch.ts';
import { shardOf } from '../domain/id.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { type Refused, refuse } from '../domain/refusal.ts';
import type { CloseOrder, Outcome } from '../domain/request.ts';
import { applyEvent, changedIn } from './apply-fact.ts';
import { callerOf } from './caller.ts';
import type { Caller, Deps } from './deps.ts';
import { failed } from './failure.ts';
import { findOrder } from './find-order.ts';

export async function closeOrder(
  deps: Deps,
  caller: Caller,
  request: CloseOrder,
): Promise<Outcome> {
  const who = callerOf(deps, caller);
  if (!who.ok) return who;
  const order = await findOrder(deps, who, request.key, request);
  return order === null ? refuse('not_found') : await closeFound(deps, order, request.onRepeat);
}

/** Ends an order that the caller reaches. */
export async function closeFound(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'payLinks' | 'onFailure'>,
  order: Order,
  onRepeat?: CloseOrder['onRepeat'],
): Promise<Closed> {
  const channel = deps.snapshot.current().channel(order.channel);
  if (channel !== null && !channel.abilities.close) {
    return refuse('not_supported', undefined, 'orders of this channel cannot be closed', 'state');
  }
  try {
    return await deps.lanes.submit(closing(deps, order, onRepeat));
  } catch (error) {
    return failed(deps, error, 'close_order');
  }
}

type Closed = Refused | Extract<Outcome, { kind: 'order' }>;

function closing(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'payLinks'>,
  { id }: Order,
  onRepeat: CloseOrder['onRepeat'],
): Command<Closed> {
  const snapshot = deps.snapshot.current();
  const found = { ok: true, kind: 'order', payUrl: deps.payLinks.urlOf(id) } as const;
  return {
    shard: shardOf(id, deps.lanes.shardCount),
    orderIds: [id],
    balanceKeys: () => [],
    decide(rows, at) {
      const order = rows.order(id);
      if (order === null) return { changes: {}, answer: refuse('not_found') };
      const isRepeat = order.state === 'closed' && onRepeat === 'return_first';
      if (isRepeat || hasEnded(rows, order)) return { changes: {}, answer: { ...found, order } };
      if (isFinal(order.state)) {
        const paid = order.state === 'paid' || order.state === 'closed';
        const detail = `the order is ${order.state} already and cannot be closed`;
        const why = refuse('not_supported', undefined, detail, paid ? 'ended' : 'state');
        return { changes: {}, answer: why };
      }
      const changes = applyEvent(rows, order, { kind: 'close' }, snapshot, at);
      const closed = changedIn(changes, order);
      return {
        changes: { ...changes, dispatches: closingDispatches(closed, at) },
        answer: { ...found, order: closed },
      };
    },
  };
}
