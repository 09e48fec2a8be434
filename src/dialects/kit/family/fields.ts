/** Fields that calls of both Open APIs have, as the published tables print them. */
import { parseDay } from '../../../wire/day.ts';
import type { ValueForm } from '../../contract.ts';
import { optional, required } from '../fields.ts';
import { changed, pattern, text, urlFault, wholeNumber } from '../forms.ts';
import { ZONE_MINUTES } from './times.ts';

/** Letters, digits, `-` and `_`. */
export function id(min: number, max: number): ValueForm {
  return pattern([min, max], 'id', /^[A-Za-z0-9_-]+$/, 'must be letters, digits, - and _');
}

export function url(max: number): ValueForm {
  return changed(text(max, 1), { format: 'url', fault: urlFault });
}

/** `2025-01-06` */
export const DAY = changed(text(10, 10), {
  format: 'date',
  fault: (value) => (parseDay(value, ZONE_MINUTES).ok ? null : 'must be a date such as 2025-01-06'),
});

export const CHANNEL_CODE = required('channelCode', id(1, 64), 'the way to pay, by its code');
export const REMARK = optional('remark', text(256, 1), 'returned as it is', 'description');
export const NOTIFY_URL = optional(
  'notifyUrl',
  url(256),
  "where to notify; else the app's address",
);
export const REDIRECT_URL = optional('redirectUrl', url(512), 'where the payer returns to');
export const CUSTOMER_NAME = required(
  'customerName',
  text(128, 1),
  'name of the payer',
  'payer.name',
);
export const EMAIL = required('email', text(128, 1), 'e-mail of the payer', 'payer.email');
export const EXPIRE_SECONDS = optional('expireSeconds', wholeNumber(), 'until it ends, in seconds');
export const MCH_ORDER_ID = required('mchOrderId', id(1, 32), 'your id of the order, used once');
export const TRANSACTION_ID = optional('transactionId', id(1, 32), 'our number of the order');
export const CHECKOUT_ID = optional('checkoutId', id(1, 32), 'our number of the checkout');
export const TERMINAL_TYPE = optional('terminalType', id(1, 8), 'WEB, WAP or APP');
export const USER_ID = required('userId', id(1, 32), 'your id of the payer', 'payer.userId');
export const REQUEST_ID = required('requestId', id(1, 32), 'your id of the request, used once');
export const PAY_TOKEN = required('payToken', id(1, 32), "the payer's permission to be debited");
export const ORIGINAL_ID = required(
  'originalTransactionId',
  id(1, 32),
  'our number of the payment',
);
export const MCH_REFUND_ID = required(
  'mchRefundOrderId',
  id(1, 32),
  'your id of the refund, used once',
);
export const REFUND_ID = optional('refundTransactionId', id(1, 32), 'our number of the refund');
export const DAYS = [
  required('startDate', DAY, 'first day, UTC+8'),
  required('endDate', DAY, 'last day, UTC+8'),
];
