/** What merchants of both Open APIs are notified of alike. */
import type { MemberInfo } from '../../contract.ts';
import type { NotificationInfo } from '../../reference.ts';
import { EVENT_NAME } from '../event-name.ts';

type Members = readonly MemberInfo[];

/** Of what a payer pays. */
export function paymentInfo(name: string, description: string, members: Members): NotificationInfo {
  const events = ['payin.paid', 'payin.failed', 'payin.reversed'] as const;
  return { name, description, members: [EVENT_NAME, ...members], events };
}

/** Of a payment in whatever way; `checkoutInfo`: of one that the payer chooses the way of. */
export const webInfo = (name: string, members: Members) =>
  paymentInfo(
    name,
    'Sent when a payment is paid, fails, expires, or is reversed by the provider.',
    members,
  );

export const checkoutInfo = (members: Members) =>
  paymentInfo('checkout', 'Sent when a checkout is paid or ends unpaid.', members);

export const payoutInfo = (members: Members): NotificationInfo => ({
  name: 'payout',
  description: 'Sent when a payout has arrived, has failed, or came back.',
  members: [EVENT_NAME, ...members],
  events: ['payout.paid', 'payout.failed', 'payout.reversed'],
});

export const refundInfo = (members: Members): NotificationInfo => ({
  name: 'refund',
  description: 'Sent when a refund has gone back to the payer, or has failed.',
  members: [EVENT_NAME, ...members],
  events: ['refund.paid', 'refund.failed'],
});

export const mandateInfo = (members: Members): NotificationInfo => ({
  name: 'mandate',
  description: 'Sent when a payer gives a permission, refuses it, or ends it.',
  members: [EVENT_NAME, ...members],
  events: ['mandate.active', 'mandate.failed', 'mandate.ended'],
});
