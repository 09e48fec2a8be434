/** Orders whose channel the payer chooses on our page (v2). */
import { type Refused, refuse } from '../../domain/refusal.ts';
import type {
  CloseOrder,
  CreateCheckout,
  ListChannels,
  OrderKey,
  QueryOrder,
} from '../../domain/request.ts';
import { parseCheckoutId, parseTransactionId, valueIn } from './codec.ts';
import {
  type Ask,
  amountIn,
  checkMobile,
  coreFields,
  countryOf,
  type Decoded,
  digestOf,
  echoed,
  expiryMinutesIn,
  isOpen,
  missing,
  notifyUrlIn,
  notOpen,
  textIn,
} from './decode-ask.ts';
import { findChannel, noChannel } from './decode-payment.ts';
import { type Country, PLACES, SCOPES } from './routes.ts';
import { channelTypeOf } from './routes-channels.ts';

/** A day unless the merchant says otherwise, a week at most (our choices). */
const EXPIRE_MINUTES = 1_440;
const EXPIRE_SECONDS = { min: 30, max: 604_800 } as const;

/** Languages of the page (published), as the web names them. */
const LANGUAGES: Readonly<Record<string, string>> = { EN: 'en', IN: 'id', TH: 'th' };

export function decodeCheckout(ask: Ask): Decoded<CreateCheckout> {
  const place = checkoutCountry(ask);
  if (!place.ok) return place;
  const country = place.value;
  const refusal = checkMobile(ask, country) ?? checkSettlement(ask, country) ?? checkLanguage(ask);
  if (refusal !== null) return refusal;
  const channels = channelsIn(ask, country);
  if (!channels.ok) return channels;
  const amountMinor = amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  const expiry = expiryMinutesIn(ask, EXPIRE_SECONDS.min, EXPIRE_SECONDS.max);
  if (!expiry.ok) return expiry;
  const language = LANGUAGES[textIn(ask, 'language')];
  return {
    ok: true,
    value: {
      do: 'create_checkout',
      country,
      asset: PLACES[country].asset,
      channels: channels.value,
      scope: SCOPES.checkout,
      merchantRef: textIn(ask, 'mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: echoed(ask, 'settlementCurrency', 'merchantLogo', 'virtualAccountName'),
      notifyUrl: notifyUrl.value,
      returnUrl: textIn(ask, 'redirectUrl'),
      onRepeat: 'refuse',
      // The page is ours: no provider is asked before the payer has chosen.
      wait: 'none',
      fields: {
        ...coreFields(ask),
        ...(language === undefined ? {} : { 'payer.language': language }),
      },
      expiryMinutes: expiry.value ?? EXPIRE_MINUTES,
    },
  };
}

/** Russia has no checkout (published). */
function checkoutCountry(ask: Ask): Decoded<Country> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  if (country.value === null) return missing('countryCode');
  if (country.value === 'RU' || !isOpen(ask, 'payin', country.value)) return notOpen('countryCode');
  return { ok: true, value: country.value };
}

/** What is paid in one currency is settled in it: money is not exchanged here. */
function checkSettlement(ask: Ask, country: Country): Refused | null {
  const { currency } = PLACES[country];
  if (textIn(ask, 'settlementCurrency') === currency) return null;
  return refuse('invalid_field', 'settlementCurrency', `it is ${currency}, as the price is`);
}

function checkLanguage(ask: Ask): Refused | null {
  const language = textIn(ask, 'language');
  if (language === '' || Object.hasOwn(LANGUAGES, language)) return null;
  return refuse('invalid_field', 'language', `one of ${Object.keys(LANGUAGES).join(', ')}`);
}

/** The channels that the merchant lets the payer choose from; null: all that are open. */
function channelsIn(ask: Ask, country: Country): Decoded<readonly string[] | null> {
  const codes = wordsIn(ask, 'channelCodeList');
  const types = wordsIn(ask, 'channelTypeList');
  const found = codes?.map((code) => findChannel(ask.view, code, country, 'once')?.channel ?? null);
  if (found?.includes(null)) return noChannel('channelCodeList');
  const wanted = found?.filter((channel) => channel !== null) ?? null;
  if (types === null) return { ok: true, value: wanted?.map(({ code }) => code) ?? null };
  const among = wanted ?? ask.view.channels('payin', country);
  const ofType = among.filter((channel) => types.includes(channelTypeOf(channel)));
  if (ofType.length === 0) return noChannel('channelTypeList');
  return { ok: true, value: ofType.map(({ code }) => code) };
}

/** The words of a list; null if it is absent or empty. */
function wordsIn({ body }: Ask, name: string): readonly string[] | null {
  const list = valueIn(body, name);
  if (list?.kind !== 'array' || list.items.length === 0) return null;
  return list.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

export function decodeCheckoutQuery(ask: Ask): Decoded<QueryOrder> {
  const key = checkoutKey(ask);
  return key.ok
    ? { ok: true, value: { do: 'query_order', key: key.value, kinds: ['payin'], isCheckout: true } }
    : key;
}

export function decodeCheckoutClose(ask: Ask): Decoded<CloseOrder> {
  const key = checkoutKey(ask);
  return key.ok
    ? { ok: true, value: { do: 'close_order', key: key.value, kinds: ['payin'], isCheckout: true } }
    : key;
}

function checkoutKey(ask: Ask): Decoded<OrderKey> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const merchantRef = textIn(ask, 'mchOrderId');
  if (merchantRef !== '') {
    return { ok: true, value: { by: 'merchantRef', scope: SCOPES.checkout, merchantRef } };
  }
  const [checkoutId, transactionId] = [textIn(ask, 'checkoutId'), textIn(ask, 'transactionId')];
  if (checkoutId === '' && transactionId === '') return missing('mchOrderId', 'or checkoutId');
  const id =
    checkoutId === '' ? parseTransactionId(transactionId, 'payin') : parseCheckoutId(checkoutId);
  return id === null ? refuse('not_found') : { ok: true, value: { by: 'id', id } };
}

export function decodeChannels(ask: Ask): Decoded<ListChannels> {
  const country = checkoutCountry(ask);
  if (!country.ok) return country;
  return { ok: true, value: { do: 'list_channels', kind: 'payin', country: country.value } };
}
