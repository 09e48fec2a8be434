/** Fields that several calls have, as the published tables print them. */
import { parseDay } from '../../../wire/day.ts';
import { mayBe, mustBe, optional, required } from '../../kit/fields.ts';
import { changed, pattern, text, urlFault, wholeNumber } from '../../kit/forms.ts';
import { ZONE_MINUTES } from '../codec.ts';

/** Letters, digits, `-` and `_`. */
export function id(min: number, max: number) {
  return pattern([min, max], 'id', /^[A-Za-z0-9_-]+$/, 'letters, digits, - and _ only');
}

export function url(max: number) {
  return changed(text(max, 1), { format: 'url', fault: urlFault });
}

/** Published lengths of numbers differ by country and are judged in strict mode only. */
export const PHONE = pattern([1, 20], 'phone', /^\+?[0-9]+$/, 'digits only');

/** `2025-01-06` */
export const DAY = changed(text(10, 10), {
  format: 'date',
  fault: (value) => (parseDay(value, ZONE_MINUTES).ok ? null : 'must be a date such as 2025-01-06'),
});

export { mayBe, mustBe };

export const TIMESTAMP = required(
  'timestamp',
  wholeNumber(),
  'when the request was made, in seconds or milliseconds since 1970',
);
export const AMOUNT = required('amount', wholeNumber(), 'in the smallest unit of the currency');
export const COUNTRY_CODE = required('countryCode', text(2, 2), 'PH, ID, MY, TH or RU');
export const CURRENCY = required('currency', text(3, 3), 'ISO 4217; that of the country');
export const CHANNEL_CODE = required('channelCode', id(1, 64), 'the way to pay, by its code');
export const REMARK = optional('remark', text(256, 1), 'given back as it is', 'description');
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
export const MOBILE = required('mobile', PHONE, 'phone number of the payer', 'payer.phone');
export const CUSTOMER = [CUSTOMER_NAME, EMAIL, MOBILE];
export const EXPIRE_SECONDS = optional('expireSeconds', wholeNumber(), 'until it ends, in seconds');
export const EXPIRE_TIME = optional('expireTime', wholeNumber(), 'when it ends, in milliseconds');
export const MCH_ORDER_ID = required('mchOrderId', id(1, 32), 'your id of the order, used once');
export const LONG_ORDER_ID = required('mchOrderId', id(10, 32), 'your id of the order, used once');
export const TRANSACTION_ID = optional('transactionId', id(1, 32), 'our number of the order');
export const TERMINAL_TYPE = optional('terminalType', id(1, 8), 'WEB, WAP or APP');
export const OS_TYPE = optional('osType', id(1, 8), 'IOS, ANDROID or OTHER');
export const USER_ID = required('userId', id(1, 32), 'your id of the payer', 'payer.userId');
export const PAY_TOKEN = required('payToken', id(1, 32), "the payer's permission to be debited");
export const ORIGINAL_ID = required(
  'originalTransactionId',
  id(1, 32),
  'our number of the payment',
);

/** One order, by the merchant's id or by ours. */
export const EITHER_ID = [mayBe(MCH_ORDER_ID), TRANSACTION_ID, TIMESTAMP];

/** v2 names the country in each call. */
export const V2_ID = [...EITHER_ID, COUNTRY_CODE];
