/** Fields that several calls have, as the published tables print them. */
import { CUSTOMER_NAME, EMAIL, id, MCH_ORDER_ID, TRANSACTION_ID } from '../../kit/family/fields.ts';
import { mayBe, mustBe, optional, required } from '../../kit/fields.ts';
import { pattern, text, wholeNumber } from '../../kit/forms.ts';

export {
  CHANNEL_CODE,
  CHECKOUT_ID,
  DAY,
  DAYS,
  EXPIRE_SECONDS,
  MCH_REFUND_ID,
  NOTIFY_URL,
  ORIGINAL_ID,
  PAY_TOKEN,
  REDIRECT_URL,
  REFUND_ID,
  REMARK,
  REQUEST_ID,
  TERMINAL_TYPE,
  USER_ID,
  url,
} from '../../kit/family/fields.ts';
export { CUSTOMER_NAME, EMAIL, id, MCH_ORDER_ID, mayBe, mustBe };

/** Published lengths of numbers differ by country and are judged in strict mode only. */
export const PHONE = pattern([1, 20], 'phone', /^\+?[0-9]+$/, 'digits only');

export const TIMESTAMP = required(
  'timestamp',
  wholeNumber(),
  'when the request was made, in seconds or milliseconds since 1970',
);
export const AMOUNT = required('amount', wholeNumber(), 'in the smallest unit of the currency');
export const COUNTRY_CODE = required('countryCode', text(2, 2), 'PH, ID, MY, TH or RU');
export const CURRENCY = required('currency', text(3, 3), 'ISO 4217; that of the country');
export const MOBILE = required('mobile', PHONE, 'phone number of the payer', 'payer.phone');
export const CUSTOMER = [CUSTOMER_NAME, EMAIL, MOBILE];
export const EXPIRE_TIME = optional('expireTime', wholeNumber(), 'when it ends, in milliseconds');
export const LONG_ORDER_ID = required('mchOrderId', id(10, 32), 'your id of the order, used once');
export const OS_TYPE = optional('osType', id(1, 8), 'IOS, ANDROID or OTHER');

/** One order, by the merchant's id or by ours. */
export const EITHER_ID = [mayBe(MCH_ORDER_ID), TRANSACTION_ID, TIMESTAMP];

/** v2 names the country in each call. */
export const V2_ID = [...EITHER_ID, COUNTRY_CODE];
