/** Orders whose channel the payer chooses on our page (v2). */
import type { Channel } from '../../../domain/channel.ts';
import { currencyOf } from '../../../domain/money.ts';
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { OrderKey } from '../../../domain/request.ts';
import { valueIn } from '../../../wire/json-fields.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { checkWord, expiryMinutesIn, missing } from '../../kit/family/asks.ts';
import { parseCheckoutId } from '../../kit/family/numbers.ts';
import { optional, required } from '../../kit/fields.ts';
import { text, words } from '../../kit/forms.ts';
import { listIn, type Member, objectOf, text as textMember } from '../../kit/members.ts';
import type { Answer } from '../../kit/operation.ts';
import { ok, type Result } from '../../kit/result.ts';
import { parseTransactionId } from '../codec.ts';
import { type Country, PLACES } from '../codec-places.ts';
import { CHECKOUT, CLOSED_CHECKOUT, CREATED_CHECKOUT } from '../members-payment.ts';
import {
  amountIn,
  call,
  checkMobile,
  countryOf,
  digestOf,
  factsOf,
  isOpen,
  kept,
  notifyUrlIn,
  notOpen,
  type OpenApiAsk,
  type OpenApiOperation,
  SCOPES,
  shared,
} from './ask.ts';
import { findChannel, noChannel } from './channel-in.ts';
import { channelTypeOf } from './channels.ts';
import * as field from './fields.ts';
import { GOODS } from './payments.ts';

/** A day unless the merchant says otherwise, a week at most (our choices). */
const EXPIRE_MINUTES = 1_440;
const EXPIRY = { min: 30, max: 604_800 } as const;

/** Languages of the page (published), as the web names them. */
const LANGUAGES: Readonly<Record<string, string>> = { EN: 'en', IN: 'id', TH: 'th' };

const V2_CALL = { country: null, version: 'v2', method: 'POST' } as const;

/** One of the three ids. */
const ANY_ID = [...field.V2_ID, field.CHECKOUT_ID];

const checkoutCreate = call({
  ...V2_CALL,
  name: 'checkout_create',
  title: 'Create a checkout',
  paths: shared('/payment/checkout/generate'),
  fields: [
    field.TIMESTAMP,
    field.MCH_ORDER_ID,
    optional('merchantLogo', field.url(512), 'shown on the page'),
    optional('language', field.id(2, 5), 'of the page: EN, IN or TH'),
    field.COUNTRY_CODE,
    field.CURRENCY,
    required('settlementCurrency', text(3, 3), 'the same as currency'),
    optional('channelTypeList', words(16), 'types that the payer may choose from'),
    optional('channelCodeList', words(64), 'channels that the payer may choose from'),
    field.AMOUNT,
    ...field.CUSTOMER,
    field.EXPIRE_SECONDS,
    field.NOTIFY_URL,
    field.mustBe(field.REDIRECT_URL),
    field.REMARK,
    optional('virtualAccountName', text(128, 1), 'name on virtual accounts'),
    ...GOODS,
  ],
  requests: ['create_checkout'],
  request(ask) {
    const place = checkoutCountry(ask);
    if (!place.ok) return place;
    const country = place.value;
    const refusal =
      checkMobile(ask, country) ?? checkSettlement(ask, country) ?? checkLanguage(ask);
    if (refusal !== null) return refusal;
    const channels = channelsIn(ask, country);
    if (!channels.ok) return channels;
    const amountMinor = amountIn(ask, 'amount');
    if (!amountMinor.ok) return amountMinor;
    const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
    if (!notifyUrl.ok) return notifyUrl;
    const expiry = expiryMinutesIn(ask, EXPIRY);
    if (!expiry.ok) return expiry;
    const language = LANGUAGES[ask.text('language')];
    return ok({
      kind: 'create_checkout',
      country,
      asset: PLACES[country].asset,
      channels: channels.value,
      scope: SCOPES.checkout,
      merchantRef: ask.text('mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: kept(ask, 'settlementCurrency', 'merchantLogo', 'virtualAccountName'),
      notifyUrl: notifyUrl.value,
      returnUrl: ask.text('redirectUrl'),
      onRepeat: 'refuse',
      // The page is ours: no provider is asked before the payer has chosen.
      wait: 'none',
      fields: {
        ...factsOf(ask),
        ...(language === undefined ? {} : { 'payer.language': language }),
      },
      expiryMinutes: expiry.value ?? EXPIRE_MINUTES,
    });
  },
  answers: { created: createdAs(CREATED_CHECKOUT) },
});

const checkoutQuery = call({
  ...V2_CALL,
  name: 'checkout_query',
  title: 'Query a checkout',
  paths: shared('/payment/checkout/query'),
  fields: ANY_ID,
  requests: ['query_order'],
  request(ask) {
    const key = checkoutKey(ask);
    return key.ok
      ? ok({ kind: 'query_order', key: key.value, kinds: ['payin'], isCheckout: true })
      : key;
  },
  answers: { order: orderAs(CHECKOUT) },
});

const checkoutClose = call({
  ...V2_CALL,
  name: 'checkout_close',
  title: 'Close a checkout that is not paid',
  paths: shared('/payment/checkout/close'),
  fields: ANY_ID,
  isExact: true,
  requests: ['close_order'],
  request(ask) {
    const key = checkoutKey(ask);
    return key.ok
      ? ok({ kind: 'close_order', key: key.value, kinds: ['payin'], isCheckout: true })
      : key;
  },
  answers: { order: orderAs(CLOSED_CHECKOUT) },
});

/** An open channel of a country, if this API has a code for it and a payer can choose it. */
const CHANNEL: readonly Member<Channel>[] = [
  textMember('channelType', 'the type of the channel', channelTypeOf),
  textMember('channelCode', 'the code of the channel', ({ aliases }) => aliases['open-api']),
  textMember('countryCode', 'ISO 3166-1', ({ country }) => country),
  textMember('currency', 'ISO 4217', ({ asset }) => currencyOf(asset)),
];

const CHANNELS = [
  listIn('list', 'the channels that are open', CHANNEL, (channels: readonly Channel[]) =>
    channels.filter(({ aliases, abilities }) => 'open-api' in aliases && !abilities.static),
  ),
];

const channelList: Answer<'channels'> = {
  type: 'object',
  members: CHANNELS,
  data: ({ channels }) => objectOf(CHANNELS, channels),
};

const checkoutChannels = call({
  ...V2_CALL,
  name: 'checkout_channels',
  title: 'List the channels of checkouts',
  paths: shared('/payment/checkout/channel'),
  fields: [field.TIMESTAMP, field.COUNTRY_CODE],
  requests: ['list_channels'],
  request(ask) {
    const country = checkoutCountry(ask);
    return country.ok
      ? ok({ kind: 'list_channels', channelKind: 'payin', country: country.value })
      : country;
  },
  answers: { channels: channelList },
});

export const CHECKOUTS: readonly OpenApiOperation[] = [
  checkoutCreate,
  checkoutQuery,
  checkoutChannels,
  checkoutClose,
];

/** Russia has no checkout (published). */
function checkoutCountry(ask: OpenApiAsk): Result<Country> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  if (country.value === null) return missing('countryCode');
  if (country.value === 'RU' || !isOpen(ask, 'payin', country.value)) return notOpen('countryCode');
  return ok(country.value);
}

/** What is paid in one currency is settled in it: money is not exchanged here. */
function checkSettlement({ text: textOf }: OpenApiAsk, country: Country): Refused | null {
  const { currency } = PLACES[country];
  if (textOf('settlementCurrency') === currency) return null;
  return refuse(
    'invalid_field',
    'settlementCurrency',
    `must be ${currency}, the currency of the amount`,
  );
}

function checkLanguage(ask: OpenApiAsk): Refused | null {
  return ask.text('language') === '' ? null : checkWord(ask, 'language', Object.keys(LANGUAGES));
}

/** The channels that the merchant lets the payer choose from; null: all that are open. */
function channelsIn(ask: OpenApiAsk, country: Country): Result<readonly string[] | null> {
  const codes = wordsIn(ask, 'channelCodeList');
  const types = wordsIn(ask, 'channelTypeList');
  const found = codes?.map((code) => findChannel(ask.view, code, country, 'once')?.channel ?? null);
  if (found?.includes(null)) return noChannel('channelCodeList');
  const wanted = found?.filter((channel) => channel !== null) ?? null;
  if (types === null) return ok(wanted?.map(({ code }) => code) ?? null);
  const among = wanted ?? ask.view.channels('payin', country);
  const ofType = among.filter((channel) => types.includes(channelTypeOf(channel)));
  return ofType.length === 0 ? noChannel('channelTypeList') : ok(ofType.map(({ code }) => code));
}

/** The words of a list; null if it is absent or empty. */
function wordsIn({ body }: OpenApiAsk, name: string): readonly string[] | null {
  const list = valueIn(body, name);
  if (list?.kind !== 'array' || list.items.length === 0) return null;
  return list.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
}

function checkoutKey(ask: OpenApiAsk): Result<OrderKey> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const { text: textOf } = ask;
  const merchantRef = textOf('mchOrderId');
  if (merchantRef !== '') return ok({ kind: 'merchantRef', scope: SCOPES.checkout, merchantRef });
  const [checkoutId, transactionId] = [textOf('checkoutId'), textOf('transactionId')];
  if (checkoutId === '' && transactionId === '')
    return missing('mchOrderId', 'required unless checkoutId is sent');
  const number =
    checkoutId === '' ? parseTransactionId(transactionId, 'payin') : parseCheckoutId(checkoutId);
  return number === null ? refuse('not_found') : ok({ kind: 'id', id: number });
}
