/** What merchants of this API are notified of. */
import { EVENT_NAME } from '../../kit/event-name.ts';
import type { NotificationInfo } from '../../reference.ts';
import { MANDATE } from '../members-mandate.ts';
import { PAYOUT } from '../members-payment.ts';
import { REFUND_EVENT, VOID_EVENT } from '../members-refund.ts';
import { PAYMENT_EVENT } from '../notification.ts';

const PAYMENT = [EVENT_NAME, ...PAYMENT_EVENT];
const PAYIN_EVENTS = ['payin.paid', 'payin.failed', 'payin.reversed'] as const;
const REFUND_EVENTS = ['refund.paid', 'refund.failed'] as const;

export const NOTIFICATIONS: readonly NotificationInfo[] = [
  {
    name: 'payment',
    description: 'Sent when a payment is paid, fails, expires, or is reversed by the provider.',
    members: PAYMENT,
    events: PAYIN_EVENTS,
  },
  {
    name: 'code_payment',
    description: 'Sent for each payment that arrives at a code.',
    members: PAYMENT,
    events: PAYIN_EVENTS,
  },
  {
    name: 'checkout',
    description: 'Sent when a checkout is paid or ends unpaid.',
    members: PAYMENT,
    events: PAYIN_EVENTS,
  },
  {
    name: 'payout',
    description: 'Sent when a payout has arrived, has failed, or came back.',
    members: [EVENT_NAME, ...PAYOUT],
    events: ['payout.paid', 'payout.failed', 'payout.reversed'],
  },
  {
    name: 'refund',
    description: 'Sent when a refund has gone back to the payer, or has failed.',
    members: [EVENT_NAME, ...REFUND_EVENT],
    events: REFUND_EVENTS,
  },
  {
    name: 'void',
    description: 'Sent when a void is done, or has failed.',
    members: [EVENT_NAME, ...VOID_EVENT],
    events: REFUND_EVENTS,
  },
  {
    name: 'mandate',
    description: 'Sent when a payer gives a permission, refuses it, or ends it.',
    members: [EVENT_NAME, ...MANDATE.event],
    events: ['mandate.active', 'mandate.failed', 'mandate.ended'],
  },
];
