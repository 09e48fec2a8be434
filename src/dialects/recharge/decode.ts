/** Verified fields to the core's request; a wrong field is named as the wire names it. */
import type { Channel, FieldName } from '../../domain/channel.ts';
import type { App } from '../../domain/merchant.ts';
import { currencyOf } from '../../domain/money.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { MerchantRequest } from '../../domain/request.ts';
import { type AmountForm, parseAmount } from '../../wire/amount.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { countryOf } from '../../wire/country-code.ts';
import type { JsonObject, JsonValue } from '../../wire/json-value.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Verified, View } from '../contract.ts';
import { checkWindow } from '../kit/window.ts';
import {
  faultOf,
  parseOrderNo,
  parseTimeMs,
  type RechargeRequest,
  textOf,
  valueIn,
} from './codec.ts';
import {
  AIRWALLEX,
  FIELDS,
  METADATA_FIELDS,
  type Operation,
  PAYERMAX,
  PRODUCT_FIELDS,
} from './routes.ts';
import { STRICT_SETTING, WINDOW } from './settings.ts';

type Decoded<T> = { readonly ok: true; readonly value: T } | Refused;

const SCOPE = 'recharge';

/**
 * Refuses a request that was signed too long ago or ahead. Five minutes either way unless the app
 * says otherwise; without a setting, apps in test mode have no window.
 */
export function checkFresh({ body }: RechargeRequest, app: App, nowMs: number): Refused | null {
  return checkWindow(parseTimeMs(textOf(body, 'timestamp')), app, nowMs, WINDOW);
}

/** What the merchant asks, or why it cannot be asked. */
export function decodeRequest(
  { parsed, app }: Verified<RechargeRequest>,
  operation: Operation,
  view: View,
): Decoded<MerchantRequest> {
  if (operation === 'recharge_create') return decodeCreate(parsed, app, view);
  const id = parseOrderNo(textOf(parsed.body, 'orderNo'));
  if (id === null) return refuse('not_found', 'orderNo');
  return { ok: true, value: { do: 'query_order', key: { by: 'id', id }, kinds: ['payin'] } };
}

function decodeCreate({ body }: RechargeRequest, app: App, view: View): Decoded<MerchantRequest> {
  const payType = textOf(body, 'payType').toLowerCase();
  const refusal = checkTexts(body) ?? checkConditional(body, payType, app);
  if (refusal !== null) return refusal;
  const country = textOf(body, 'country') === '' ? null : countryOf(textOf(body, 'country'));
  const channel = findChannel(view, payType, country, textOf(body, 'currency'));
  if (channel === null) {
    return refuse(
      'channel_unavailable',
      'payType',
      'no channel is open for this payType, country and currency',
    );
  }
  const amount = parseMoney(textOf(body, 'money'), channel);
  if (!amount.ok) return amount;
  const digest = digestOf(body);
  return {
    ok: true,
    value: {
      do: 'create_payin',
      channel,
      scope: SCOPE,
      // No number of the merchant's own comes with an order: what it signed is its name.
      merchantRef: digest,
      digest,
      amountMinor: amount.value,
      metadata: metadataOf(body, payType),
      notifyUrl: null,
      returnUrl: textOf(body, 'returnUrl'),
      onRepeat: 'return_first',
      // The answer shows the provider's own page (seed 004, `data.url`).
      wait: 'instructions',
      fields: coreFields(body, country),
      expiryMinutes: null,
    },
  };
}

/** The same for every spelling of the same values: blanks, order of fields, escapes. */
function digestOf(body: JsonObject): string {
  return sha256Hex(writeJson(body, { sort: 'all', escape: 'plain' }));
}

const WHOLE = /^(?:0|[1-9][0-9]*)$/;

function checkTexts(body: JsonObject): Refused | null {
  if (!/^[A-Z]{3}$/.test(textOf(body, 'currency'))) {
    return refuse('invalid_field', 'currency', 'three capital letters are due');
  }
  const fault = urlFault(textOf(body, 'returnUrl'));
  if (fault !== null) return refuse('invalid_field', 'returnUrl', fault);
  const country = textOf(body, 'country');
  if (country !== '' && countryOf(country) === null) {
    return refuse('invalid_field', 'country', 'a code of ISO 3166-1 in capitals is due');
  }
  for (const name of ['userId', 'productId']) {
    const value = valueIn(body, name);
    if (value?.kind === 'number' && !WHOLE.test(value.text)) {
      return refuse('invalid_field', name, 'as a number it must be whole');
    }
  }
  return null;
}

function urlFault(value: string): string | null {
  if (!/^https?:\/\//i.test(value)) return 'it must begin with http:// or https://';
  if (/[\s\p{Cc}\\]/u.test(value)) return 'it is not a URL';
  const url = URL.parse(value);
  if (url === null) return 'it is not a URL';
  return url.username === '' && url.password === '' ? null : 'it must not hold a user or password';
}

/** What depends on `payType`, and the later additions. */
function checkConditional(body: JsonObject, payType: string, app: App): Refused | null {
  if (payType === PAYERMAX && app.settings[STRICT_SETTING] === 'yes') {
    if (valueIn(body, 'productId') === null) return refuse('missing_field', 'productId');
  }
  const products = valueIn(body, 'products');
  const none = products?.kind !== 'array' || products.items.length === 0;
  if (payType === AIRWALLEX && none) return refuse('missing_field', 'products');
  return checkProducts(products) ?? checkMethods(body) ?? checkMetadata(body);
}

const LIST_ITEMS_MAX = 100;

function checkProducts(products: JsonValue | null): Refused | null {
  if (products?.kind !== 'array') return null;
  if (products.items.length > LIST_ITEMS_MAX) {
    return refuse('invalid_field', 'products', `more than ${LIST_ITEMS_MAX}`);
  }
  for (const [index, item] of products.items.entries()) {
    const at = `products[${index}]`;
    if (item.kind !== 'object') return refuse('invalid_field', at, 'it must be a JSON object');
    const refusal = checkProduct(item, at);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** (10,2): eight digits before the point, two behind. */
const MONEY_TEXT = /^(?:0|[1-9][0-9]{0,7})(?:\.[0-9]{1,2})?$/;
const PRODUCT_FORMS: Readonly<Record<string, RegExp>> = {
  quantity: WHOLE,
  unit_price: MONEY_TEXT,
};

function checkProduct(item: JsonObject, at: string): Refused | null {
  for (const spec of PRODUCT_FIELDS) {
    const value = valueIn(item, spec.name);
    if (value === null) continue;
    const fault = faultOf(value, spec);
    if (fault !== null) return refuse('invalid_field', `${at}.${spec.name}`, fault);
    const form = value.kind === 'number' ? WHOLE : null;
    const due = PRODUCT_FORMS[spec.name] ?? form;
    if (due !== null && !due.test(textOf(item, spec.name))) {
      return refuse('invalid_field', `${at}.${spec.name}`, 'it is not a number of this form');
    }
  }
  return null;
}

const METHOD = /^[A-Za-z0-9_-]{1,32}$/;

function checkMethods(body: JsonObject): Refused | null {
  const methods = valueIn(body, 'paymentMethods');
  if (methods?.kind !== 'array') return null;
  const fine = methods.items.every((item) => item.kind === 'string' && METHOD.test(item.value));
  if (fine && methods.items.length <= LIST_ITEMS_MAX) return null;
  return refuse('invalid_field', 'paymentMethods', 'a short list of words is due');
}

const METADATA_CHARS_MAX = 128;

function checkMetadata(body: JsonObject): Refused | null {
  const metadata = valueIn(body, 'metadata');
  if (metadata?.kind !== 'object') return null;
  const given = METADATA_FIELDS.filter((name) => valueIn(metadata, name) !== null);
  if (given.length === 0) return null;
  for (const name of METADATA_FIELDS) {
    const value = valueIn(metadata, name);
    if (value === null) return refuse('missing_field', `metadata.${name}`);
    const fault = faultOf(value, { tokens: ['string'], charsMax: METADATA_CHARS_MAX });
    if (fault !== null) return refuse('invalid_field', `metadata.${name}`, fault);
  }
  return null;
}

/**
 * The channel by its code in this dialect, most specific first: `payermax:ID:IDR`, then
 * `payermax:IDR`, the provider's page for orders in that currency whatever the country. An order
 * stays in the currency that it was made in; what the payer is charged in is the provider's matter.
 */
function findChannel(
  view: View,
  payType: string,
  country: string | null,
  currency: string,
): Channel | null {
  const codes = [`${payType}:${currency}`];
  if (country !== null) codes.unshift(`${payType}:${country}:${currency}`);
  for (const code of codes) {
    const channel = view.channel(code, 'payin');
    if (channel !== null && currencyOf(channel.asset) === currency) return channel;
  }
  return null;
}

/** `"10.00"`: zeros behind the point are fine in currencies without decimals. */
const MONEY: AmountForm = {
  unit: 'major',
  print: 'fixed',
  maxDecimals: 2,
  tokens: ['string', 'number'],
};

function parseMoney(text: string, { asset }: Channel): Decoded<bigint> {
  const amount = parseAmount(text, asset, MONEY);
  if (!amount.ok) return refuse('amount_invalid', 'money', amount.error.reason);
  if (!MONEY_TEXT.test(text)) {
    return refuse('amount_invalid', 'money', 'at most eight digits before the point');
  }
  const { minor } = amount.value;
  if (minor === 0n) return refuse('amount_invalid', 'money', 'the amount is zero');
  return { ok: true, value: minor };
}

function coreFields(body: JsonObject, country: string | null) {
  const fields: Partial<Record<FieldName, string>> = {};
  for (const { name, means } of FIELDS.recharge_create) {
    const text = textOf(body, name);
    if (means !== null && text !== '') fields[means] = text;
  }
  if (country !== null) fields['payer.country'] = country;
  return fields;
}

/** Kept with the order: what its provider or its notices may need, lists as compact JSON. */
function metadataOf(body: JsonObject, payType: string): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = { payType };
  const productId = textOf(body, 'productId');
  if (productId !== '') metadata.productId = productId;
  for (const name of ['products', 'paymentMethods', 'metadata']) {
    const value = valueIn(body, name);
    if (value !== null) metadata[name] = writeJson(value, { sort: 'all', escape: 'plain' });
  }
  return metadata;
}
