/** Fields that several calls have, as the published tables print them. */
import {
  NOTIFY_URL as ANY_NOTIFY_URL,
  REDIRECT_URL as ANY_REDIRECT_URL,
  TERMINAL_TYPE as ANY_TERMINAL_TYPE,
  id,
  url,
} from '../../kit/family/fields.ts';
import { inPath, mayBe, mustBe, optional, required } from '../../kit/fields.ts';
import { pattern, text, wholeNumber } from '../../kit/forms.ts';

export {
  CHANNEL_CODE,
  CHECKOUT_ID,
  CUSTOMER_NAME,
  DAY,
  DAYS,
  EMAIL,
  EXPIRE_SECONDS,
  MCH_ORDER_ID,
  MCH_REFUND_ID,
  ORIGINAL_ID,
  PAY_TOKEN,
  REFUND_ID,
  REMARK,
  REQUEST_ID,
  TRANSACTION_ID,
  USER_ID,
} from '../../kit/family/fields.ts';
export { id, mayBe, mustBe, url };

export const TIMESTAMP = required(
  'timestamp',
  wholeNumber(),
  'when the request was made, in milliseconds since 1970',
);
export const APP_NAME = required('appName', text(100, 1), 'name of your app');
/** Of an order that there is. */
export const OWN_ORDER_ID = required('mchOrderId', id(1, 32), 'your id of the order');
export const ORDER_IN_PATH = inPath('mchOrderId', id(1, 32), 'your id of the order');
export const AMOUNT = required('amount', wholeNumber(), 'in centavos');
export const CHANNEL_CODES = required(
  'channelCode',
  pattern([1, 1_000], 'list', /^[A-Z0-9_]+(?:,[A-Z0-9_]+)*$/, 'must be codes, separated by commas'),
  'the ways to pay, by their codes, separated by commas',
);
export const CALLBACK_URL = optional(
  'callbackUrl',
  url(256),
  "where to notify; else the app's address",
);

/** Published lengths differ from page to page: the larger ones are taken. */
export const MOBILE = required(
  'mobile',
  pattern([10, 14], 'phone', /^\+?[0-9]+$/, 'must be digits'),
  'phone number of the payer',
  'payer.phone',
);
/** Of phones. */
export const SYSTEMS = ['IOS', 'ANDROID'];
export const OS_TYPE = optional('osType', id(1, 8), 'IOS or ANDROID; needed but for WEB');
export const NOTIFY_URL = mustBe(ANY_NOTIFY_URL);
export const REDIRECT_URL = mustBe(ANY_REDIRECT_URL);
export const TERMINAL_TYPE = mustBe(ANY_TERMINAL_TYPE);
