/** 9 Checkout: the payer chooses how to pay at our counter. Sent as `{appId, param, sign}`. */
import type { Channel } from '../../../domain/channel.ts';
import { currencyOf } from '../../../domain/money.ts';
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { OrderKey } from '../../../domain/request.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { expiryMinutesIn, missing } from '../../kit/family/asks.ts';
import { parseCheckoutId } from '../../kit/family/numbers.ts';
import { optional, required } from '../../kit/fields.ts';
import { anyJson, changed, text, words } from '../../kit/forms.ts';
import { listIn, type Member, objectOf, text as textMember } from '../../kit/members.ts';
import { ok, type Result } from '../../kit/result.ts';
import { channelTypeOf } from '../codec-channels.ts';
import { CHECKOUT, CLOSED_CHECKOUT, CREATED_CHECKOUT } from '../members-payment.ts';
import {
  ASSET,
  amountIn,
  COUNTRY,
  call,
  digestOf,
  factsOf,
  kept,
  type PhAsk,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

/** A day unless the merchant says otherwise, a week at most (our choices). */
const EXPIRE_MINUTES = 1_440;
const EXPIRY = { min: 30, max: 604_800 } as const;

const CURRENCY = currencyOf(ASSET);

/** Languages of the page that we have; others are shown in the browser's. */
const LANGUAGES: Readonly<Record<string, string>> = { EN: 'en', ZH: 'zh', ID: 'id', TH: 'th' };

const CALL = { form: 'envelope', method: 'POST' } as const;

/** Clients send an array, one text with commas, or null. */
const LIST = changed(words(64), { tokens: ['array', 'string'], max: null });

/** Clients leave it out. */
const TIMESTAMP = field.mayBe(field.TIMESTAMP);

const COUNTRY_CODE = required('countryCode', text(2, 2), 'PH');

const checkoutCreate = call({
  ...CALL,
  name: 'checkout_create',
  title: 'Create a checkout',
  paths: ['/api/v2/checkout/generate'],
  fields: [
    ...[TIMESTAMP, field.MCH_ORDER_ID],
    optional('merchantLogo', field.url(512), 'shown on the page'),
    optional('language', field.id(2, 5), 'of the page: EN, ZH'),
    COUNTRY_CODE,
    required('currency', text(3, 3), 'PHP'),
    required('settlementCurrency', text(3, 3), 'PHP'),
    optional('channelTypeList', LIST, 'kinds of channels that the payer may choose from'),
    optional('channelCodeList', LIST, 'channels that the payer may choose from'),
    ...[field.AMOUNT, field.CUSTOMER_NAME, field.EMAIL, field.MOBILE, field.EXPIRE_SECONDS],
    ...[field.NOTIFY_URL, field.REDIRECT_URL, field.REMARK],
    optional('virtualAccountName', text(128, 1), 'name on virtual accounts'),
    optional('goodsDetails', anyJson(), 'what is bought'),
    optional('billingAddress', anyJson(), "the payer's address"),
    optional('shippingAddress', anyJson(), 'where it is sent'),
    optional('userId', field.id(1, 32), 'your id of the payer'),
    field.mayBe(field.APP_NAME),
  ],
  requests: ['create_checkout'],
  request(ask) {
    const refusal =
      checkIs(ask, 'countryCode', COUNTRY) ??
      checkIs(ask, 'currency', CURRENCY) ??
      checkIs(ask, 'settlementCurrency', CURRENCY);
    if (refusal !== null) return refusal;
    const channels = channelsIn(ask);
    if (!channels.ok) return channels;
    const amountMinor = amountIn(ask, 'amount');
    if (!amountMinor.ok) return amountMinor;
    const expiry = expiryMinutesIn(ask, EXPIRY);
    if (!expiry.ok) return expiry;
    const language = LANGUAGES[ask.text('language').toUpperCase()];
    return ok({
      kind: 'create_checkout',
      country: COUNTRY,
      asset: ASSET,
      channels: channels.value,
      scope: SCOPES.checkout,
      merchantRef: ask.text('mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: { ...kept(ask, 'merchantLogo', 'virtualAccountName', 'userId'), form: 'checkout' },
      notifyUrl: ask.text('notifyUrl'),
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

/** One of the two ids. */
const EITHER_ID = [field.mayBe(field.OWN_ORDER_ID), field.CHECKOUT_ID, field.TIMESTAMP];

const checkoutQuery = call({
  ...CALL,
  name: 'checkout_query',
  title: 'Check a checkout',
  paths: ['/api/v2/checkout/query'],
  fields: EITHER_ID,
  requests: ['query_order'],
  request(ask) {
    const key = checkoutKey(ask);
    if (!key.ok) return key;
    return ok({ kind: 'query_order', key: key.value, kinds: ['payin'], isCheckout: true });
  },
  answers: { order: orderAs(CHECKOUT) },
});

const checkoutClose = call({
  ...CALL,
  name: 'checkout_close',
  title: 'Close a checkout that is not paid',
  paths: ['/api/v2/checkout/close'],
  fields: EITHER_ID,
  isExact: true,
  codes: { not_supported: 1022 },
  requests: ['close_order'],
  request(ask) {
    const key = checkoutKey(ask);
    if (!key.ok) return key;
    const about = { kinds: ['payin'], isCheckout: true, onRepeat: 'return_first' } as const;
    return ok({ kind: 'close_order', key: key.value, ...about });
  },
  answers: { order: orderAs(CLOSED_CHECKOUT) },
});

const codeOf = ({ aliases }: Channel) => aliases['open-api-ph'];

/** What a payer can choose at the counter. */
function isOffered({ method, abilities }: Channel): boolean {
  return !abilities.static && method !== 'direct_debit';
}

const CHANNEL: readonly Member<Channel>[] = [
  textMember('channelType', 'the kind of channel', (channel) =>
    channelTypeOf(codeOf(channel) ?? ''),
  ),
  textMember('channelCode', 'the code of the channel', codeOf),
  textMember('countryCode', 'ISO 3166-1', ({ country }) => country),
  textMember('currency', 'ISO 4217', ({ asset }) => currencyOf(asset)),
];

const CHANNELS = [
  listIn('list', 'the channels that are open', CHANNEL, (channels: readonly Channel[]) =>
    channels.filter(isOffered),
  ),
];

const checkoutChannels = call({
  ...CALL,
  name: 'checkout_channels',
  title: 'List the channels of the counter',
  paths: ['/api/v2/checkout/channel'],
  fields: [COUNTRY_CODE, field.TIMESTAMP],
  requests: ['list_channels'],
  request: (ask) =>
    checkIs(ask, 'countryCode', COUNTRY) ??
    ok({ kind: 'list_channels', channelKind: 'payin', country: COUNTRY }),
  answers: {
    channels: {
      type: 'object',
      members: CHANNELS,
      data: ({ channels }) => objectOf(CHANNELS, channels),
    },
  },
});

export const CHECKOUTS: readonly PhOperation[] = [
  checkoutChannels,
  checkoutCreate,
  checkoutQuery,
  checkoutClose,
];

/** There is one country and one currency; money is not exchanged here. */
function checkIs({ text: textOf }: PhAsk, name: string, due: string): Refused | null {
  return textOf(name) === due ? null : refuse('invalid_field', name, `must be ${due}`);
}

/** The channels that the merchant lets the payer choose from; null: all that are open. */
function channelsIn(ask: PhAsk): Result<readonly string[] | null> {
  const codes = wordsIn(ask, 'channelCodeList');
  const types = wordsIn(ask, 'channelTypeList');
  if (codes === null && types === null) return ok(null);
  const known = ask.view.channels('payin', COUNTRY).filter(isOffered);
  const named = (codes ?? []).find((code) => !known.some((channel) => codeOf(channel) === code));
  if (named !== undefined) return noChannel('channelCodeList');
  const wanted = known.filter((channel) => {
    const code = codeOf(channel) ?? '';
    return (codes?.includes(code) ?? true) && (types?.includes(channelTypeOf(code)) ?? true);
  });
  return wanted.length === 0 ? noChannel('channelTypeList') : ok(wanted.map(({ code }) => code));
}

function noChannel(name: string): Refused {
  return refuse('channel_unavailable', name, 'is not a channel of the checkout');
}

/** The words of a list, however it was sent; null if it is absent or empty. */
function wordsIn({ sent }: PhAsk, name: string): readonly string[] | null {
  const value = sent.find(([each]) => each === name)?.[1];
  const all =
    value?.kind === 'array'
      ? value.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []))
      : value?.kind === 'string'
        ? value.value.split(',').map((word) => word.trim())
        : [];
  const some = all.filter((word) => word !== '');
  return some.length === 0 ? null : some;
}

function checkoutKey({ text: textOf }: PhAsk): Result<OrderKey> {
  const merchantRef = textOf('mchOrderId');
  const number = textOf('checkoutId');
  if (merchantRef !== '') return ok({ kind: 'merchantRef', scope: SCOPES.checkout, merchantRef });
  if (number === '') return missing('mchOrderId');
  const id = parseCheckoutId(number);
  return id === null ? refuse('not_found') : ok({ kind: 'id', id });
}
