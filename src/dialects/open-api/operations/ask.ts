/** What all calls have in common: what they are asked with, the country, the amount. */
import type { ChannelKind } from '../../../domain/channel.ts';
import type { App } from '../../../domain/merchant.ts';
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { OrderFilter, OrderKey, QueryOrder } from '../../../domain/request.ts';
import { MINOR_INTEGER, parseAmount } from '../../../wire/amount.ts';
import { writeJson } from '../../../wire/canonical-json.ts';
import { type JsonObject, jsonObject } from '../../../wire/json-value.ts';
import { sha256Hex } from '../../../wire/sha256.ts';
import type { Field } from '../../contract.ts';
import { keptOf, missing } from '../../kit/family/asks.ts';
import type { FamilyFlags } from '../../kit/family/calls.ts';
import { coreFields } from '../../kit/fields.ts';
import { type Ask, type Operation, operationsFor } from '../../kit/operation.ts';
import { ok, type Result } from '../../kit/result.ts';
import { parseTransactionId, type Version } from '../codec.ts';
import {
  COUNTRIES,
  type Country,
  countryOfCode,
  countryOfCurrency,
  PLACES,
} from '../codec-places.ts';
import { COUNTRIES_SETTING, COUNTRY_SETTING, STRICT_MOBILE_SETTING } from '../settings.ts';
import type { Code } from '../status-codes.ts';

/** What the calls of this API say of themselves beyond what all operations do. */
export interface CallFlags extends FamilyFlags<Code> {
  /** Null: the country stands in `param`, or follows from the channel or the app. */
  readonly country: Country | null;
  /** Null: both versions share the path, and `countryCode` in `param` makes it v2. */
  readonly version: Version | null;
}

export type OpenApiOperation = Operation<OpenApiAsk> & CallFlags;

export interface OpenApiAsk extends Ask {
  /** What `param` says. */
  readonly body: JsonObject;
  readonly call: CallFlags & { readonly fields: readonly Field[] };
  /** Of the call, or else of this request. */
  readonly version: Version;
}

/** Makes a call. */
export const call = operationsFor<OpenApiAsk, CallFlags>();

const BASE = '/open-api';

/** Paths of a call without a country in them. */
export function shared(...paths: readonly string[]): readonly string[] {
  return paths.map((path) => BASE + path);
}

/** What a call of v1 in a country is made of: its name begins with the country, as its paths do. */
export function inCountry(country: Country) {
  return {
    country,
    version: 'v1',
    method: 'POST',
    named: (action: string) => `${country.toLowerCase()}_${action}`,
    at: (...paths: readonly string[]) =>
      shared(...paths.map((path) => `/${PLACES[country].segment}${path}`)),
  } as const;
}

/** Name spaces of the merchant's ids: payouts and payments have one each (our reading). */
export const SCOPES = {
  payment: 'open-api.payment',
  checkout: 'open-api.checkout',
  code: 'open-api.code',
  mandate: 'open-api.mandate',
  payout: 'open-api.payout',
  refund: 'open-api.refund',
  void: 'open-api.void',
} as const;

/** The published form of mobile numbers, where the app wants it judged. */
export function checkMobile({ app, text }: OpenApiAsk, country: Country): Refused | null {
  const mobile = text('mobile');
  if (mobile === '' || app.settings[STRICT_MOBILE_SETTING] !== 'yes') return null;
  if (PLACES[country].mobile.test(mobile)) return null;
  return refuse(
    'invalid_field',
    'mobile',
    `must be a mobile number of ${country}, in the national form`,
  );
}

/** The country of a call, or else the only one of the app. Null: neither is known. */
export function countryOf(ask: OpenApiAsk): Result<Country | null> {
  const named = namedCountry(ask);
  return named.ok && named.value === null ? ok(ownCountry(ask.app)) : named;
}

/** The country of a call: the path's, else that of `countryCode` or `currency`, which agree. */
export function namedCountry({
  app,
  call: { country: own },
  text,
}: OpenApiAsk): Result<Country | null> {
  const code = text('countryCode');
  const currency = text('currency');
  const byCode = code === '' ? null : countryOfCode(code);
  const byCurrency = currency === '' ? null : countryOfCurrency(currency);
  if (code !== '' && byCode === null) return notOpen('countryCode');
  if (currency !== '' && byCurrency === null) return notOpen('currency');
  if (byCode !== null && byCurrency !== null && byCode !== byCurrency) {
    return refuse('invalid_field', 'currency', `is not the currency of ${byCode}`);
  }
  const country = own ?? byCode ?? byCurrency;
  const opened = app.settings[COUNTRIES_SETTING];
  if (country !== null && opened !== undefined && !wordsOf(opened).includes(country)) {
    return notOpen('countryCode');
  }
  return ok(country);
}

/** A country's path speaks of that country's orders. */
export function ofPath({ call: { country } }: OpenApiAsk): Pick<OrderFilter, 'asset'> {
  return country === null ? {} : { asset: PLACES[country].asset };
}

export function notOpen(field: string): Refused {
  const detail = `${COUNTRIES.join(', ')}, where they are opened for the merchant`;
  return refuse('channel_unavailable', field, detail, 'country_not_open');
}

/** Whether anything can be paid in, or out, in a country. */
export function isOpen({ view }: OpenApiAsk, kind: ChannelKind, country: Country): boolean {
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
export function amountIn({ text }: OpenApiAsk, name: string): Result<bigint> {
  const amount = parseAmount(text(name), 'PHP/2', MINOR_INTEGER);
  if (!amount.ok) return refuse('amount_invalid', name, amount.error.reason);
  const { minor } = amount.value;
  return minor === 0n ? refuse('amount_invalid', name, 'must be greater than 0') : ok(minor);
}

/** Where to notify: as sent, else where the app says. Refused if neither says. */
export function notifyUrlIn({ app, text }: OpenApiAsk, name: string): Result<string> {
  const url = text(name) || app.notifyUrl;
  return url === null
    ? missing(name, 'required: the app has no address for notifications')
    : ok(url);
}

/** By the merchant's id; by ours where that is all that was sent. */
export function orderKeyIn(
  { text }: OpenApiAsk,
  scope: keyof typeof SCOPES,
  kind: 'payin' | 'payout',
): Result<OrderKey> {
  const merchantRef = text('mchOrderId');
  if (merchantRef !== '') return ok({ kind: 'merchantRef', scope: SCOPES[scope], merchantRef });
  const number = text('transactionId');
  if (number === '') return missing('mchOrderId', 'required unless transactionId is sent');
  const id = parseTransactionId(number, kind);
  return id === null ? refuse('not_found') : ok({ kind: 'id', id });
}

/** Looks at one order of a country that is open. */
export function queryIn(
  ask: OpenApiAsk,
  scope: 'payment' | 'payout',
  kind: 'payin' | 'payout',
): Result<QueryOrder> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const key = orderKeyIn(ask, scope, kind);
  return key.ok ? ok({ kind: 'query_order', key: key.value, kinds: [kind], ...ofPath(ask) }) : key;
}

/** What the fields mean to the core. */
export function factsOf({ call: { fields }, text }: OpenApiAsk) {
  return coreFields(fields, text);
}

/** The same for every spelling of the same values; when it was sent is no part of what is asked. */
export function digestOf({ body }: OpenApiAsk): string {
  const members = [...body.members].filter(([name]) => name !== 'timestamp');
  return sha256Hex(writeJson(jsonObject(members), { sort: 'all', escape: 'plain' }));
}

/** Kept with an order to be given back as it was sent; blank ones are left out. */
export function kept(
  ask: OpenApiAsk,
  ...names: readonly string[]
): Readonly<Record<string, string>> {
  return { version: ask.version, ...keptOf(ask, [...names, 'remark']) };
}
