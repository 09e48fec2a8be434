/** What merchants of this API are notified of. */
import {
  checkoutInfo,
  mandateInfo,
  paymentInfo,
  payoutInfo,
  refundInfo,
  webInfo,
} from '../../kit/family/notifications.ts';
import type { NotificationInfo } from '../../reference.ts';
import { MANDATE } from '../members-mandate.ts';
import { PAYOUT } from '../members-payment.ts';
import { REFUND_EVENT, VOID_EVENT } from '../members-refund.ts';
import { PAYMENT_EVENT } from '../notification.ts';

export const NOTIFICATIONS: readonly NotificationInfo[] = [
  webInfo('payment', PAYMENT_EVENT),
  paymentInfo('code_payment', 'Sent for each payment that arrives at a code.', PAYMENT_EVENT),
  checkoutInfo(PAYMENT_EVENT),
  payoutInfo(PAYOUT),
  refundInfo(REFUND_EVENT),
  {
    ...refundInfo(VOID_EVENT),
    name: 'void',
    description: 'Sent when a void is done, or has failed.',
  },
  mandateInfo(MANDATE.event),
];
