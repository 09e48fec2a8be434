/**
 * Subscriptions: further addresses that an app's events are sent to, beside the one of the order.
 * Each has a slot of its own among the app's, and an event's number there is that of the order's
 * event behind the slot: so of one order each subscription hears one event after the other.
 */
import type { Subscription } from './merchant.ts';
import { ORDER_EVENT_TYPES, type OrderEvent, type OrderEventType } from './order-event.ts';

/** Numbers of one order's events, and so of each slot. */
const SLOT_SIZE = 1_000;
/** The number of an event has 16 bits. */
export const SUBSCRIPTIONS_MAX = 31;

/** The number of an order's event as it is sent to a subscription. */
export function numberAt(slot: number, n: number): number {
  return slot * SLOT_SIZE + n;
}

/** The slot that a number is of; 0: the order's own address. */
export function slotOf(n: number): number {
  return Math.floor(n / SLOT_SIZE);
}

/** The number of the order's event, wherever it is sent. */
export function eventNumberOf(n: number): number {
  return n % SLOT_SIZE;
}

/** An event on its way to one address. */
export interface Delivery extends OrderEvent {
  readonly url: string;
}

/** Every address that an event is sent to: the order's, if it has one, and those that want it. */
export function deliveriesOf(
  event: OrderEvent,
  subscriptions: readonly Subscription[],
): readonly Delivery[] {
  const own = event.url === null ? [] : [{ ...event, url: event.url }];
  // Further on, a number would be another slot's. No order comes near it.
  if (event.n >= SLOT_SIZE) return own;
  const wanted = subscriptions.filter(
    ({ enabled, events }) => enabled && (events.length === 0 || events.includes(event.type)),
  );
  return [
    ...own,
    ...wanted.map(({ slot, url }) => ({ ...event, url, n: numberAt(slot, event.n) })),
  ];
}

/** Names of events, separated by commas; null: one of them is none. '' is every event. */
export function parseEvents(text: string): readonly OrderEventType[] | null {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const known = names.filter((name): name is OrderEventType =>
    ORDER_EVENT_TYPES.some((type) => type === name),
  );
  return known.length === names.length ? [...new Set(known)] : null;
}
