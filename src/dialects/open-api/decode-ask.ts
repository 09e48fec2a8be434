/** What all decoders have in common: fields checked by their table, the country, the amount. */
import type { ChannelKind, FieldName } from '../../domain/channel.ts';
import type { App } from '../../domain/merchant.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { OrderFilter } from '../../domain/request.ts';
import { MINOR_INTEGER, parseAmount } from '../../wire/amount.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { parseDay } from '../../wire/day.ts';
import { type JsonObject, type JsonValue, jsonObject } from '../../wire/json-value.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { View } from '../contract.ts';
import { textOf, valueIn, ZONE_MINUTES } from './codec.ts';
import {
  type Action,
  COUNTRIES,
  type Country,
  countryOfCode,
  countryOfCurrency,
  KNOWN_FIELDS,
  type OperationSpec,
  PLACES,
  type Version,
} from './routes.ts';
import type { FieldForm, FieldSpec } from './routes-fields.ts';
import { COUNTRIES_SETTING, COUNTRY_SETTING, STRICT_MOBILE_SETTING } from './settings.ts';

export type Decoded<T> = { readonly ok: true; readonly value: T } | Refused;

/** A verified request, with what its app and its path say. */
export interface Ask {
  readonly body: JsonObject;
  readonly app: App;
  readonly view: View;
  readonly spec: OperationSpec;
  readonly version: Version;
}

export function textIn({ body }: Ask, name: string): string {
  return textOf(body, name);
}

/** Refuses the first field that its table does not allow. */
export function checkTable({ body, spec }: Ask): Refused | null {
  for (const field of spec.fields) {
    const value = valueIn(body, field.name);
    if (value === null) {
      if (field.required) return missing(field.name);
      continue;
    }
    const fault = faultOf(value, field);
    if (fault !== null) return refuse('invalid_field', field.name, fault);
  }
  for (const name of isEnding(spec.action) ? KNOWN_FIELDS : DISTINCTIVE) {
    if (valueIn(body, name) !== null && spec.fields.every((field) => field.name !== name)) {
      return refuse('invalid_field', name, 'this call has no such field');
    }
  }
  return null;
}

/** A call that ends something takes no field of any other call. */
function isEnding(action: Action): boolean {
  return action.endsWith('_close') || action.endsWith('_cancel') || action.endsWith('_void');
}

/**
 * Fields that say what a body was signed for. The signature covers neither method nor path, so
 * without this a signed payout would be a query too, and the other way round where fields allow.
 * All other fields that a call does not have are ignored.
 */
const DISTINCTIVE = [
  'mchOrderId',
  'transactionId',
  'amount',
  'accountNo',
  'originalTransactionId',
  'mchRefundOrderId',
  'refundTransactionId',
  'refundAmount',
  'transDate',
  'startDate',
  'requestId',
  'checkoutId',
];

export function missing(field: string, why?: string): Refused {
  return refuse('missing_field', field, why);
}

const CONTROL = /\p{Cc}/u;

/** JSON tokens by form; texts are what is left. */
const TOKENS: Readonly<Partial<Record<FieldForm, readonly JsonValue['kind'][]>>> = {
  number: ['number', 'string'],
  words: ['array'],
  json: ['object', 'array'],
};

function faultOf(value: JsonValue, { form, min, max }: FieldSpec): string | null {
  const tokens = TOKENS[form] ?? ['string'];
  if (!tokens.includes(value.kind)) return `it must be a JSON ${tokens.join(' or ')}`;
  if (value.kind === 'array' && form === 'words') return wordsFault(value.items, max);
  if (value.kind !== 'string' && value.kind !== 'number') return null;
  const text = value.kind === 'string' ? value.value : value.text;
  // What it counts is judged where it is used, with a code of its own: an amount, a timestamp.
  if (form === 'number') return text.length > 32 ? 'it is too long' : null;
  const { length } = [...text];
  if (length > max) return `longer than ${max} characters`;
  if (length < min) return `shorter than ${min} characters`;
  return CONTROL.test(text) ? 'it holds a control character' : formFault(form, text);
}

function wordsFault(items: readonly JsonValue[], max: number): string | null {
  const fine = items.every(
    (item) => item.kind === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(item.value),
  );
  return fine && items.length <= max ? null : `a list of at most ${max} words is due`;
}

function formFault(form: FieldForm, text: string): string | null {
  switch (form) {
    case 'id':
      return /^[A-Za-z0-9_-]+$/.test(text) ? null : 'letters, digits, - and _ only';
    case 'phone':
      return /^\+?[0-9]+$/.test(text) ? null : 'digits only';
    case 'url':
      return urlFault(text);
    case 'day':
      return parseDay(text, ZONE_MINUTES).ok ? null : 'a day is due: 2025-01-06';
    default:
      return null;
  }
}

function urlFault(value: string): string | null {
  if (!/^https?:\/\//i.test(value)) return 'it must begin with http:// or https://';
  if (/[\s\p{Cc}\\]/u.test(value)) return 'it is not a URL';
  const url = URL.parse(value);
  if (url === null) return 'it is not a URL';
  return url.username === '' && url.password === '' ? null : 'it must not hold a user or password';
}

/** The published form of mobile numbers, where the app wants it judged. */
export function checkMobile(ask: Ask, country: Country): Refused | null {
  const mobile = textIn(ask, 'mobile');
  if (mobile === '' || ask.app.settings[STRICT_MOBILE_SETTING] !== 'yes') return null;
  if (PLACES[country].mobile.test(mobile)) return null;
  return refuse('invalid_field', 'mobile', `it is no mobile number as ${country} writes them`);
}

/** The country of a call, or else the only one of the app. Null: neither is known. */
export function countryOf(ask: Ask): Decoded<Country | null> {
  const named = namedCountry(ask);
  return named.ok && named.value === null ? { ok: true, value: ownCountry(ask.app) } : named;
}

/** The country of a call: the path's, else that of `countryCode` or `currency`, which agree. */
export function namedCountry(ask: Ask): Decoded<Country | null> {
  const code = textIn(ask, 'countryCode');
  const currency = textIn(ask, 'currency');
  const byCode = code === '' ? null : countryOfCode(code);
  const byCurrency = currency === '' ? null : countryOfCurrency(currency);
  if (code !== '' && byCode === null) return notOpen('countryCode');
  if (currency !== '' && byCurrency === null) return notOpen('currency');
  if (byCode !== null && byCurrency !== null && byCode !== byCurrency) {
    return refuse('invalid_field', 'currency', `it is not the currency of ${byCode}`);
  }
  const country = ask.spec.country ?? byCode ?? byCurrency;
  const opened = ask.app.settings[COUNTRIES_SETTING];
  if (country !== null && opened !== undefined && !wordsOf(opened).includes(country)) {
    return notOpen('countryCode');
  }
  return { ok: true, value: country };
}

/** A country's path speaks of that country's orders. */
export function ofPath({ spec }: Ask): Pick<OrderFilter, 'asset'> {
  return spec.country === null ? {} : { asset: PLACES[spec.country].asset };
}

export function notOpen(field: string): Refused {
  const detail = `${COUNTRIES.join(', ')}, where they are opened for the merchant`;
  return refuse('channel_unavailable', field, detail, 'country_not_open');
}

/** Whether anything can be paid in, or out, in a country. */
export function isOpen({ view }: Ask, kind: ChannelKind, country: Country): boolean {
  return view.channels(kind, country).some(({ enabled }) => enabled);
}

export function ownCountry({ settings }: App): Country | null {
  return countryOfCode(settings[COUNTRY_SETTING] ?? '');
}

/** The words of a setting that is a list. */
export function wordsOf(setting: string): readonly string[] {
  return setting.split(/[\s,]+/).filter((word) => word !== '');
}

/** A count of smallest units above zero. The asset plays no part in reading it. */
export function amountIn(ask: Ask, name: string): Decoded<bigint> {
  const amount = parseAmount(textIn(ask, name), 'PHP/2', MINOR_INTEGER);
  if (!amount.ok) return refuse('amount_invalid', name, amount.error.reason);
  const { minor } = amount.value;
  if (minor === 0n) return refuse('amount_invalid', name, 'the amount is zero');
  return { ok: true, value: minor };
}

/** Where to notify: as sent, else where the app says. Refused if neither says. */
export function notifyUrlIn(ask: Ask, name: string): Decoded<string> {
  const url = textIn(ask, name) || ask.app.notifyUrl;
  if (url === null) return missing(name, 'the app has no address for notifications either');
  return { ok: true, value: url };
}

/** Seconds until something ends, as minutes; null if it was left out. */
export function expiryMinutesIn(ask: Ask, min: number, max: number): Decoded<number | null> {
  const text = textIn(ask, 'expireSeconds');
  if (text === '') return { ok: true, value: null };
  const seconds = /^[0-9]{1,7}$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (seconds < min || seconds > max) {
    return refuse('invalid_field', 'expireSeconds', `${min} to ${max}`);
  }
  return { ok: true, value: seconds / 60 };
}

/** What the fields mean to the core. */
export function coreFields({ body, spec }: Ask): Partial<Record<FieldName, string>> {
  const fields: Partial<Record<FieldName, string>> = {};
  for (const { name, means } of spec.fields) {
    const text = textOf(body, name);
    if (means !== null && text !== '') fields[means] = text;
  }
  return fields;
}

/** The same for every spelling of the same values; when it was sent is no part of what is asked. */
export function digestOf({ body }: Ask): string {
  const members = [...body.members].filter(([name]) => name !== 'timestamp');
  return sha256Hex(writeJson(jsonObject(members), { sort: 'all', escape: 'plain' }));
}

/** Kept with an order to be given back as it was sent; blank ones are left out. */
export function echoed(ask: Ask, ...names: readonly string[]): Readonly<Record<string, string>> {
  const metadata: Record<string, string> = { version: ask.version };
  for (const name of [...names, 'remark']) {
    const text = textIn(ask, name);
    if (text !== '') metadata[name] = text;
  }
  return metadata;
}
