/** What an order must be beyond its table of fields, and what it means to the core. */
import type { Channel } from '../../domain/channel.ts';
import { currencyOf } from '../../domain/money.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import { type AmountForm, parseAmount } from '../../wire/amount.ts';
import { countryOf } from '../../wire/country-code.ts';
import { valueIn } from '../../wire/json-fields.ts';
import type { JsonObject, JsonValue } from '../../wire/json-value.ts';
import type { View } from '../contract.ts';
import { checkAllForms, checkFields } from '../kit/fields.ts';
import { urlFault } from '../kit/forms.ts';
import type { Ask } from '../kit/operation.ts';
import { ok, type Result } from '../kit/result.ts';
import { METADATA_FIELDS, MONEY_TEXT, PRODUCT_FIELDS, WHOLE } from './operations-parts.ts';
import { STRICT_SETTING } from './settings.ts';

/** `payType` in small letters: orders there have a number of the provider's, `thirdOrderSign`. */
export const PAYERMAX = 'payermax';
/** `payType` in small letters: orders there say what is sold, `products`. */
const AIRWALLEX = 'airwallex';

const LIST_ITEMS_MAX = 100;
const METHOD = /^[A-Za-z0-9_-]{1,32}$/;

export interface RechargeAsk extends Ask {
  readonly body: JsonObject;
}

/** The first thing that is wrong with an order; null if nothing is. */
export function checkOrder(ask: RechargeAsk): Refused | null {
  return (
    checkTexts(ask) ??
    checkByPayType(ask) ??
    checkProducts(valueIn(ask.body, 'products')) ??
    checkMethods(valueIn(ask.body, 'paymentMethods')) ??
    checkMetadata(valueIn(ask.body, 'metadata'))
  );
}

function checkTexts({ text, body }: RechargeAsk): Refused | null {
  if (!/^[A-Z]{3}$/.test(text('currency'))) {
    return refuse('invalid_field', 'currency', 'must be an ISO 4217 code such as USD');
  }
  const fault = urlFault(text('returnUrl'));
  if (fault !== null) return refuse('invalid_field', 'returnUrl', fault);
  if (text('country') !== '' && countryOf(text('country')) === null) {
    return refuse('invalid_field', 'country', 'must be an ISO 3166-1 code such as PH');
  }
  for (const name of ['userId', 'productId']) {
    const value = valueIn(body, name);
    if (value?.kind === 'number' && !WHOLE.test(value.text)) {
      return refuse('invalid_field', name, 'must be a whole number');
    }
  }
  return null;
}

/** What depends on `payType`. */
function checkByPayType({ app, body, text }: RechargeAsk): Refused | null {
  const payType = text('payType').toLowerCase();
  const isStrict = app.settings[STRICT_SETTING] === 'yes';
  if (payType === PAYERMAX && isStrict && valueIn(body, 'productId') === null) {
    return refuse('missing_field', 'productId');
  }
  const products = valueIn(body, 'products');
  const none = products?.kind !== 'array' || products.items.length === 0;
  return payType === AIRWALLEX && none ? refuse('missing_field', 'products') : null;
}

function checkProducts(products: JsonValue | null): Refused | null {
  if (products?.kind !== 'array') return null;
  if (products.items.length > LIST_ITEMS_MAX) {
    return refuse('invalid_field', 'products', `must have at most ${LIST_ITEMS_MAX} items`);
  }
  for (const [index, item] of products.items.entries()) {
    const at = `products[${index}]`;
    if (item.kind !== 'object') return refuse('invalid_field', at, 'must be a JSON object');
    const refusal = checkAllForms(PRODUCT_FIELDS, (name) => valueIn(item, name));
    if (refusal !== null) return within(at, refusal);
  }
  return null;
}

function checkMethods(methods: JsonValue | null): Refused | null {
  if (methods?.kind !== 'array') return null;
  const fine = methods.items.every((item) => item.kind === 'string' && METHOD.test(item.value));
  if (fine && methods.items.length <= LIST_ITEMS_MAX) return null;
  return refuse('invalid_field', 'paymentMethods', 'must be a short list of codes');
}

function checkMetadata(metadata: JsonValue | null): Refused | null {
  if (metadata?.kind !== 'object') return null;
  const given = METADATA_FIELDS.filter(({ name }) => valueIn(metadata, name) !== null);
  if (given.length === 0) return null;
  const refusal = checkFields(METADATA_FIELDS, (name) => valueIn(metadata, name));
  return refusal === null ? null : within('metadata', refusal);
}

/** The refusal of a field inside another one. */
function within(at: string, { refusal: { code, field, detail } }: Refused): Refused {
  return refuse(code, `${at}.${field}`, detail);
}

/**
 * The channel by its code in this dialect, most specific first: `payermax:ID:IDR`, then
 * `payermax:IDR`, the provider's page for orders in that currency whatever the country. An order
 * stays in the currency that it was made in; what the payer is charged in is the provider's matter.
 */
export function findChannel({ view, text }: RechargeAsk): Result<Channel> {
  const currency = text('currency');
  const payType = text('payType').toLowerCase();
  const country = countryOf(text('country'));
  const codes = country === null ? [] : [`${payType}:${country}:${currency}`];
  const channel = openChannel(view, [...codes, `${payType}:${currency}`], currency);
  if (channel !== null) return ok(channel);
  const detail = 'no channel is open for this payType, country and currency';
  return refuse('channel_unavailable', 'payType', detail);
}

function openChannel(view: View, codes: readonly string[], currency: string): Channel | null {
  for (const code of codes) {
    const channel = view.channel(code, 'payin');
    if (channel !== null && currencyOf(channel.asset) === currency) return channel;
  }
  return null;
}

/** `"10.00"`: zeros behind the point are fine in currencies without decimals. */
const MONEY: AmountForm = {
  kind: 'major',
  print: 'fixed',
  maxDecimals: 2,
  tokens: ['string', 'number'],
};

export function moneyOf(text: string, { asset }: Channel): Result<bigint> {
  const amount = parseAmount(text, asset, MONEY);
  if (!amount.ok) return refuse('amount_invalid', 'money', amount.error.reason);
  if (!MONEY_TEXT.test(text)) {
    return refuse('amount_invalid', 'money', 'must have at most 8 digits before the decimal point');
  }
  const { minor } = amount.value;
  return minor === 0n ? refuse('amount_invalid', 'money', 'must be greater than 0') : ok(minor);
}
