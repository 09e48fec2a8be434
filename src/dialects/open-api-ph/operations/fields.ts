/** Fields that several calls have, as the published tables print them. */
import { parseDay } from '../../../wire/day.ts';
import { inPath, optional, required } from '../../kit/fields.ts';
import { changed, pattern, text, urlFault, wholeNumber } from '../../kit/forms.ts';
import { ZONE_MINUTES } from '../codec.ts';

/** Letters, digits, `-` and `_`; most pages say letters and digits only. */
export function id(min: number, max: number) {
  return pattern([min, max], 'id', /^[A-Za-z0-9_-]+$/, 'must be letters, digits, - and _');
}

export function url(max: number) {
  return changed(text(max, 1), { format: 'url', fault: urlFault });
}

/** `2026-01-15` */
export const DAY = changed(text(10, 10), {
  format: 'date',
  fault: (value) => (parseDay(value, ZONE_MINUTES).ok ? null : 'must be a date like 2026-01-15'),
});

export { mayBe, mustBe } from '../../kit/fields.ts';

export const TIMESTAMP = required(
  'timestamp',
  wholeNumber(),
  'when the request was made, in milliseconds since 1970',
);
export const APP_NAME = required('appName', text(100, 1), 'name of your app');
export const MCH_ORDER_ID = required('mchOrderId', id(1, 32), 'your id of the order, used once');
/** Of an order that there is. */
export const OWN_ORDER_ID = required('mchOrderId', id(1, 32), 'your id of the order');
export const ORDER_IN_PATH = inPath('mchOrderId', id(1, 32), 'your id of the order');
export const TRANSACTION_ID = optional('transactionId', id(1, 32), 'our number of the order');
export const AMOUNT = required('amount', wholeNumber(), 'in centavos');
export const CHANNEL_CODE = required('channelCode', id(1, 64), 'the way to pay, by its code');
export const CHANNEL_CODES = required(
  'channelCode',
  pattern([1, 1_000], 'list', /^[A-Z0-9_]+(?:,[A-Z0-9_]+)*$/, 'must be codes, separated by commas'),
  'the ways to pay, by their codes, separated by commas',
);
export const REMARK = optional('remark', text(256, 1), 'returned as it is', 'description');
export const CALLBACK_URL = optional(
  'callbackUrl',
  url(256),
  "where to notify; else the app's address",
);
export const NOTIFY_URL = required('notifyUrl', url(256), 'where to notify');
export const REDIRECT_URL = required('redirectUrl', url(512), 'where the payer returns to');
export const CUSTOMER_NAME = required(
  'customerName',
  text(128, 1),
  'name of the payer',
  'payer.name',
);
export const EMAIL = required('email', text(128, 1), 'e-mail of the payer', 'payer.email');

/** Published lengths differ from page to page: the larger ones are taken. */
export const MOBILE = required(
  'mobile',
  pattern([10, 14], 'phone', /^\+?[0-9]+$/, 'must be digits'),
  'phone number of the payer',
  'payer.phone',
);
export const EXPIRE_SECONDS = optional('expireSeconds', wholeNumber(), 'until it ends, in seconds');
export const DAYS = [
  required('startDate', DAY, 'first day, UTC+8'),
  required('endDate', DAY, 'last day, UTC+8'),
];
export const TERMINAL_TYPE = required('terminalType', id(1, 8), 'WEB, WAP or APP');
export const OS_TYPE = optional('osType', id(1, 8), 'IOS or ANDROID; needed but for WEB');
export const USER_ID = required('userId', id(1, 32), 'your id of the payer', 'payer.userId');
export const PAY_TOKEN = required('payToken', id(1, 32), "the payer's permission to be debited");
