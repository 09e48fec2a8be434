/**
 * One event of one order, for one address. The row is written in the transaction that
 * changed the state; it holds the order as it was then, so a later change cannot rewrite what the
 * merchant is notified of.
 */
import { ORDER_EVENT_TYPES, type OrderEventType } from './event-type.ts';
import type { Id } from './id.ts';
import type { Order } from './order.ts';

export { ORDER_EVENT_TYPES, type OrderEventType };

export interface OrderEvent {
  readonly type: OrderEventType;
  /** The order at the moment of the event. */
  readonly order: Order;
  /** 1, 2, … per order. */
  readonly n: number;
  /** Null: the order has no address of its own; the app's subscriptions may want it. */
  readonly url: string | null;
  readonly at: Date;
}

export type NotificationState = 'due' | 'delivered' | 'parked';

/** A stored notification, as its worker and the operator see it. */
export interface Notification {
  readonly shard: number;
  readonly orderId: Id;
  readonly n: number;
  readonly merchantId: Id;
  readonly appId: Id;
  readonly event: OrderEventType;
  readonly url: string;
  readonly state: NotificationState;
  readonly attemptCount: number;
  readonly nextAt: Date;
  readonly createdAt: Date;
}
