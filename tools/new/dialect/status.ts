/** How an order's state is reported to a merchant. The only place that knows the status words. */
import type { Order } from '../../../src/domain/order.ts';
import { unwritten } from './unwritten.ts';

export function statusOf(_order: Order): string {
  return unwritten('status.ts: statusOf, the word for each state');
}
