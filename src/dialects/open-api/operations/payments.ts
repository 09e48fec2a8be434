/** Payments: one order, one channel, one payer. v2 says more of the channel and may debit. */
import type { Channel } from '../../../domain/channel.ts';
import { type Refused, refuse } from '../../../domain/refusal.ts';
import type { CreatePayin } from '../../../domain/request.ts';
import { textIn, valueIn } from '../../../wire/json-fields.ts';
import type { Field } from '../../contract.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { checkTerminal, expiryMinutesIn, missing } from '../../kit/family/asks.ts';
import { parsePayToken } from '../../kit/family/numbers.ts';
import { coreFields, optional, required } from '../../kit/fields.ts';
import { anyJson, text } from '../../kit/forms.ts';
import { ok, type Result } from '../../kit/result.ts';
import { COUNTRIES, type Country } from '../codec-places.ts';
import {
  CLOSED_PAYMENT,
  CREATED_PAYMENT,
  CREATED_V2,
  PAYMENT,
  PAYMENT_V2,
} from '../members-payment.ts';
import { WECHAT_SETTING } from '../settings.ts';
import {
  amountIn,
  call,
  checkMobile,
  digestOf,
  factsOf,
  inCountry,
  kept,
  notifyUrlIn,
  type OpenApiAsk,
  type OpenApiOperation,
  queryIn,
  SCOPES,
  shared,
  wordsOf,
} from './ask.ts';
import { channelIn, noChannel } from './channel-in.ts';
import { channelTypeOf, isPage, PAGE_TYPES } from './channels.ts';
import * as field from './fields.ts';

/** What WeChat needs to know of the payer; in v2 it lies in an object of its own. */
const WECHAT: readonly Field[] = [
  optional('payerClientIp', text(45, 2), 'IP address of the payer, for WeChat', 'payer.clientIp'),
  optional('wpOpenid', field.id(1, 128), "the payer's openid, inside WeChat", 'payer.userId'),
  optional('wpAppid', field.id(1, 64), 'your appid at WeChat', 'payer.appId'),
];

const V1: readonly Field[] = [
  field.TIMESTAMP,
  field.MCH_ORDER_ID,
  field.AMOUNT,
  field.CHANNEL_CODE,
  ...field.CUSTOMER,
  field.NOTIFY_URL,
  field.REDIRECT_URL,
  field.REMARK,
];

/** Thailand: when it ends, and WeChat. */
const TH: readonly Field[] = [...V1, field.EXPIRE_SECONDS, ...WECHAT];

/** `redirectUrl` is always needed in the Philippines. */
const FIELDS: Readonly<Record<Country, readonly Field[]>> = {
  PH: V1.map((each) => (each === field.REDIRECT_URL ? field.mustBe(each) : each)),
  ID: V1,
  MY: V1,
  TH,
  RU: V1,
};

export const GOODS = [
  optional('goodsDetails', anyJson(), 'what is bought'),
  optional('billingAddress', anyJson(), "the payer's address"),
];

const V2: readonly Field[] = [
  field.TIMESTAMP,
  field.MCH_ORDER_ID,
  field.AMOUNT,
  field.COUNTRY_CODE,
  field.CURRENCY,
  required('channelType', field.id(1, 32), 'the type of the channel: QR, EWALLET, …'),
  field.CHANNEL_CODE,
  field.mayBe(field.PAY_TOKEN),
  ...field.CUSTOMER.map(field.mayBe),
  field.TERMINAL_TYPE,
  field.OS_TYPE,
  field.NOTIFY_URL,
  field.REDIRECT_URL,
  field.REMARK,
  optional('wechatpay', anyJson(), 'what WeChat needs: payerClientIp, wpOpenid, wpAppid'),
  ...GOODS,
];

/** Seconds that a payment may stay open where its call can say so (Thailand, published). */
const EXPIRY = { min: 30, max: 3_600 } as const;

const CREATE = {
  method: 'POST',
  title: 'Create a payment',
  requests: ['create_payin'],
} as const;

const V1_CREATE = {
  ...CREATE,
  request: (ask: OpenApiAsk) => paymentOf(ask),
  answers: { created: createdAs(CREATED_PAYMENT) },
} as const;

const QUERY = {
  method: 'POST',
  title: 'Query a payment',
  requests: ['query_order'],
  request: (ask: OpenApiAsk) => queryIn(ask, 'payment', 'payin'),
} as const;

function paymentsOf(country: Country): readonly OpenApiOperation[] {
  const { named, at, ...v1 } = inCountry(country);
  return [
    call({
      ...{ ...v1, ...V1_CREATE },
      name: named('payment_create'),
      paths: at('/payment/generate'),
      fields: FIELDS[country],
    }),
    call({
      ...{ ...v1, ...QUERY },
      name: named('payment_query'),
      paths: at('/payment/query'),
      fields: field.EITHER_ID,
      answers: { order: orderAs(PAYMENT) },
    }),
  ];
}

const V2_CALL = { country: null, version: 'v2', method: 'POST' } as const;

export const PAYMENTS: readonly OpenApiOperation[] = [
  ...COUNTRIES.flatMap(paymentsOf),
  call({
    ...{ ...V2_CALL, ...CREATE },
    name: 'payment_create',
    paths: shared('/payment/generate'),
    fields: V2,
    request: paymentOf,
    answers: { created: createdAs(CREATED_V2) },
  }),
  call({
    ...{ ...V2_CALL, ...QUERY },
    name: 'payment_query',
    paths: shared('/payment/query'),
    fields: field.V2_ID,
    answers: { order: orderAs(PAYMENT_V2) },
  }),
  call({
    ...V2_CALL,
    name: 'payment_close',
    title: 'Close a payment that is not paid',
    paths: shared('/payment/close'),
    fields: field.V2_ID,
    isExact: true,
    requests: ['close_order'],
    request(ask) {
      const query = queryIn(ask, 'payment', 'payin');
      return query.ok ? ok({ ...query.value, kind: 'close_order' }) : query;
    },
    answers: { order: orderAs(CLOSED_PAYMENT) },
  }),
  // The Thai site's own path.
  call({
    ...{ ...V1_CREATE, country: null, version: 'v1' },
    name: 'webpay_create',
    paths: shared('/webpay/generate'),
    fields: TH,
  }),
];

/** A payment. v1 and v2 check the channel each in their own way. */
export function paymentOf(ask: OpenApiAsk): Result<CreatePayin> {
  const found = channelIn(ask, 'once');
  if (!found.ok) return found;
  const { channel, country } = found.value;
  const refusal =
    checkMobile(ask, country) ??
    (ask.version === 'v2' ? checkTyped(ask, channel) : checkPage(ask, channel)) ??
    checkWechat(ask, channel);
  if (refusal !== null) return refusal;
  const amountMinor = amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  const expiryMinutes = expiryMinutesIn(ask, EXPIRY);
  if (!expiryMinutes.ok) return expiryMinutes;
  const mandate = mandateIn(ask, channel);
  if (!mandate.ok) return mandate;
  return ok({
    kind: 'create_payin',
    channel,
    scope: SCOPES.payment,
    merchantRef: ask.text('mchOrderId'),
    digest: digestOf(ask),
    amountMinor: amountMinor.value,
    metadata: kept(ask, 'channelCode', 'channelType', 'payToken'),
    notifyUrl: notifyUrl.value,
    returnUrl: ask.text('redirectUrl') || null,
    onRepeat: 'refuse',
    // The answer shows what to pay: a number, a link, a QR text.
    wait: 'instructions',
    fields: { ...factsOf(ask), ...wechatFacts(ask) },
    expiryMinutes: expiryMinutes.value,
    ...mandate.value,
  });
}

/** v1: a page leads back, so it must be said where to; and payers are not debited. */
function checkPage({ text: textOf }: OpenApiAsk, channel: Channel): Refused | null {
  if (channel.method === 'direct_debit') return noChannel('channelCode');
  if (isPage(channel) && textOf('redirectUrl') === '') {
    return missing('redirectUrl', 'this channel sends the payer to a payment page');
  }
  return null;
}

/** v2: `channelType` must be that of the channel, and decides what else is needed. */
function checkTyped(ask: OpenApiAsk, channel: Channel): Refused | null {
  const type = ask.text('channelType');
  const due = channelTypeOf(channel);
  if (type !== due)
    return refuse('invalid_field', 'channelType', `must be ${due} for this channel`);
  if (type === 'DIRECT_DEBIT') return null;
  const needed = [
    ...['customerName', 'email', 'mobile', 'terminalType'],
    ...(PAGE_TYPES.has(type) ? ['redirectUrl'] : []),
  ];
  for (const name of needed) {
    if (ask.text(name) === '') return missing(name, `required when channelType is ${type}`);
  }
  return checkTerminal(ask);
}

/** A debit names the payer's permission by its token. */
function mandateIn(ask: OpenApiAsk, { method }: Channel): Result<Pick<CreatePayin, 'mandate'>> {
  if (method !== 'direct_debit') return ok({});
  const token = ask.text('payToken');
  if (token === '') return missing('payToken', 'required for direct debit');
  const id = parsePayToken(token);
  if (id === null) return refuse('not_found', 'payToken', undefined, 'mandate_inactive');
  return ok({ mandate: { kind: 'id', id } });
}

/** v1 has the WeChat fields among the others, v2 in an object of their own. */
function wechatText({ body, text: textOf }: OpenApiAsk, name: string): string {
  const inner = valueIn(body, 'wechatpay');
  return textOf(name) || (inner?.kind === 'object' ? textIn(inner, name) : '');
}

function wechatFacts(ask: OpenApiAsk): CreatePayin['fields'] {
  return coreFields(WECHAT, (name) => wechatText(ask, name));
}

const IP = /^(?:[0-9]{1,3}(?:\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)$/;

/** WeChat knows its payer by address or openid, and its merchant by an appid that is bound. */
function checkWechat(ask: OpenApiAsk, { wechat }: Channel): Refused | null {
  if (wechat === 'h5') {
    const ip = wechatText(ask, 'payerClientIp');
    if (ip === '')
      return missing('payerClientIp', 'the IP address of the payer is required for WeChat H5');
    if (!IP.test(ip))
      return refuse('invalid_field', 'payerClientIp', 'must be an IPv4 or IPv6 address');
  }
  if (wechat !== 'jsapi') return null;
  for (const name of ['wpOpenid', 'wpAppid']) {
    if (wechatText(ask, name) === '') return missing(name, 'required for this channel');
  }
  const bound = wordsOf(ask.app.settings[WECHAT_SETTING] ?? '');
  if (bound.includes(wechatText(ask, 'wpAppid'))) return null;
  return refuse('channel_unavailable', 'wpAppid', 'not registered for your app: ask us to add it');
}
