/** What one fact or event does to one order: the common result of the three state machines. */
import type { Case, CaseKind } from './case.ts';
import type { Entry } from './ledger.ts';
import type { Netted } from './netting.ts';
import type { Order } from './order.ts';
import type { OrderEvent, OrderEventType } from './order-event.ts';
import type { Fact } from './provider-event.ts';

export interface Effect {
  /** The new version; the same object when nothing moved. */
  readonly order: Order;
  readonly entries: readonly Entry[];
  readonly events: readonly OrderEvent[];
  readonly cases: readonly Case[];
  /** Set when the fact moved nothing: why, for the record. */
  readonly note: string | null;
}

/** Recorded and ignored. */
export function ignored(order: Order, note: string): Effect {
  return { order, entries: [], events: [], cases: [], note };
}

/** Recorded, ignored, and shown to a person. */
export function contradiction(order: Order, note: string): Effect {
  return { ...ignored(order, note), cases: [caseOf(order, 'contradiction', note, note)] };
}

/**
 * Upstream knows the order. What it reports of its side is kept whenever it comes, for a callback
 * may overtake the reply that brings the instructions; what is known is not replaced.
 */
export function accept(order: Order, fact: Extract<Fact, { kind: 'accepted' }>): Effect {
  const next: Order = {
    ...order,
    state: order.state === 'created' ? 'pending' : order.state,
    upstreamId: order.upstreamId ?? fact.upstreamId,
    instructions: order.instructions ?? fact.instructions,
  };
  const isNew =
    next.state !== order.state ||
    next.upstreamId !== order.upstreamId ||
    next.instructions !== order.instructions;
  if (!isNew) return ignored(order, `already ${order.state}`);
  return { order: next, entries: [], events: [], cases: [], note: null };
}

/** How an entry names the case that its suspense is of. */
export function caseKeyOf(kind: CaseKind, key: string): string {
  return `${kind}:${key}`;
}

/** What a case is about. */
type About = Pick<Order, 'id' | 'merchantId'>;

/** A case about an order. */
export function caseOf(order: About, kind: CaseKind, key: string, detail: string): Case {
  return { orderId: order.id, kind, key, merchantId: order.merchantId, detail };
}

/** Opens a case of what an entry has made a debt; none when it made none. */
export function debtCase(
  order: About & Pick<Order, 'asset'>,
  key: string,
  { debt }: Netted,
): readonly Case[] {
  if (debt >= 0n) return [];
  return [caseOf(order, 'debt', key, `${-debt} minor units of ${order.asset} not covered`)];
}

/** The order with its next event counted, and the event, wherever it is sent. */
export function notify(
  order: Order,
  event: OrderEventType,
  at: Date,
): { order: Order; events: readonly OrderEvent[] } {
  const next = { ...order, eventCount: order.eventCount + 1 };
  return {
    order: next,
    events: [{ type: event, order: next, n: next.eventCount, url: order.notifyUrl, at }],
  };
}
