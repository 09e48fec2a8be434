/**
 * One event of one order, for one address. The row is written in the transaction that
 * changed the state; it holds the order as it was then, so a later change cannot rewrite what the
 * merchant is told.
 */
import type { Id } from './id.ts';
import type { Order } from './order.ts';

export type OrderEventType =
  | 'payin.paid'
  | 'payin.failed'
  | 'payin.reversed'
  | 'payin.part_reversed' // the provider took a part back; the order stays paid by the rest
  | 'payout.paid'
  | 'payout.failed'
  | 'payout.reversed'
  | 'refund.paid'
  | 'refund.failed'
  | 'mandate.active'
  | 'mandate.failed'
  | 'mandate.ended';

export interface OrderEvent {
  readonly type: OrderEventType;
  /** The order at the moment of the event. */
  readonly order: Order;
  /** 1, 2, … per order. */
  readonly n: number;
  readonly url: string;
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
