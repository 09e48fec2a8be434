/** Events and ids of notifications, as they are written on a command line. */
import { type Id, parseId } from '../domain/id.ts';
import type { OrderEventType } from '../domain/order-event.ts';
import { bad, good, oneOf, quoted, type Reading } from './option.ts';

// As a record, so that an event that is added to the domain is missed here by the compiler.
const EVENTS: Readonly<Record<OrderEventType, true>> = {
  'payin.paid': true,
  'payin.failed': true,
  'payin.reversed': true,
  'payin.part_reversed': true,
  'payout.paid': true,
  'payout.failed': true,
  'payout.reversed': true,
  'refund.paid': true,
  'refund.failed': true,
  'withdrawal.paid': true,
  'withdrawal.failed': true,
  'withdrawal.returned': true,
  'mandate.active': true,
  'mandate.failed': true,
  'mandate.ended': true,
  'verification.passed': true,
  'verification.failed': true,
};

export const asEvent: Reading<OrderEventType> = oneOf(Object.keys(EVENTS) as OrderEventType[]);

/** `236130395249311744_1`: order and number, the `webhook-id` that the merchant saw. */
export const asNotificationId: Reading<{ readonly orderId: Id; readonly n: number }> = (text) => {
  const [, order = '', n = ''] = /^([0-9]{1,19})_([1-9][0-9]{0,4})$/.exec(text) ?? [];
  const orderId = parseId(order);
  return orderId === null
    ? bad(`must be the id of a notification, like 236130395249311744_1, not ${quoted(text)}`)
    : good({ orderId, n: Number.parseInt(n, 10) });
};
