/** Codes that many payments arrive at: made, looked at, listed, cancelled. */
import { refuse } from '../../../domain/refusal.ts';
import type { CreateCode, ListChildren, OrderKey } from '../../../domain/request.ts';
import type { Field } from '../../contract.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { daysIn, missing } from '../../kit/family/asks.ts';
import { optional, required } from '../../kit/fields.ts';
import { text } from '../../kit/forms.ts';
import { ok, type Result } from '../../kit/result.ts';
import { wholeList } from '../../kit/whole-lists.ts';
import { parseTimestampMs } from '../../kit/window.ts';
import { COUNTRIES, type Country } from '../codec-places.ts';
import {
  ARRIVAL,
  CANCELLED_CODE,
  CODE_DETAIL,
  CREATED_CODE,
  CREATED_QR,
  CREATED_VA,
} from '../members-code.ts';
import {
  amountIn,
  call,
  checkMobile,
  countryOf,
  digestOf,
  factsOf,
  inCountry,
  kept,
  notifyUrlIn,
  type OpenApiAsk,
  type OpenApiOperation,
  ofPath,
  SCOPES,
  shared,
} from './ask.ts';
import { channelIn, noChannel } from './channel-in.ts';
import * as field from './fields.ts';
import { paymentOf } from './payments.ts';

const CODE: readonly Field[] = [
  field.TIMESTAMP,
  field.MCH_ORDER_ID,
  field.CUSTOMER_NAME,
  field.CHANNEL_CODE,
  field.NOTIFY_URL,
  field.EMAIL,
  field.MOBILE,
  field.REMARK,
];

/** Malaysia and Russia have no codes for many payments. */
const FIELDS: Readonly<Partial<Record<Country, readonly Field[]>>> = {
  PH: CODE,
  ID: [...CODE, field.mayBe(field.AMOUNT), field.EXPIRE_TIME],
  TH: CODE,
};

/** The Indonesian site's own call. */
const VA: readonly Field[] = [
  field.TIMESTAMP,
  field.LONG_ORDER_ID,
  field.CHANNEL_CODE,
  field.mayBe(field.AMOUNT),
  required('customerName', text(100, 1), 'name of the payer', 'payer.name'),
  field.mayBe(field.EMAIL),
  field.mayBe(field.MOBILE),
  optional('idCardNumber', field.id(16, 18), 'number of the identity card', 'payer.taxId'),
  field.EXPIRE_TIME,
  field.NOTIFY_URL,
  field.REMARK,
];

/** The Thai and Malaysian sites' own call; `amount` is needed where a code is for one payment. */
const QR: readonly Field[] = [
  field.TIMESTAMP,
  field.CHANNEL_CODE,
  field.MCH_ORDER_ID,
  field.mayBe(field.AMOUNT),
  field.mustBe(field.NOTIFY_URL),
  field.mayBe(field.CUSTOMER_NAME),
  field.mayBe(field.EMAIL),
  field.mayBe(field.MOBILE),
  field.REMARK,
  field.EXPIRE_SECONDS,
];

const DETAIL: readonly Field[] = [
  field.MCH_ORDER_ID,
  field.mayBe(field.CHANNEL_CODE),
  field.TIMESTAMP,
];

const LIST: readonly Field[] = [field.MCH_ORDER_ID, ...field.DAYS, field.TIMESTAMP];

const PAYMENTS_LIST = {
  method: 'POST',
  version: 'v1',
  title: 'List the payments of a code',
  fields: LIST,
  requests: ['list_children'],
  request: (ask: OpenApiAsk) => paymentsOf(ask),
  answers: { orders: wholeList(ARRIVAL) },
} as const;

function codesOf(country: Country): readonly OpenApiOperation[] {
  const fields = FIELDS[country];
  if (fields === undefined) return [];
  const { named, at, ...v1 } = inCountry(country);
  return [
    call({
      ...v1,
      name: named('code_create'),
      title: 'Create a code for many payments',
      paths: at('/static/payment/generate'),
      fields,
      requests: ['create_code'],
      request: (ask) => codeOf(ask, null),
      answers: { created: createdAs(CREATED_CODE) },
    }),
    call({
      ...v1,
      name: named('code_detail'),
      title: 'Query a code',
      paths: at('/static/code/detail', '/static/code/query', '/static/payment/detail'),
      fields: DETAIL,
      requests: ['query_order'],
      request(ask) {
        const known = countryOf(ask);
        if (!known.ok) return known;
        return ok({ kind: 'query_order', key: codeKey(ask), kinds: ['code'], ...ofPath(ask) });
      },
      answers: { order: orderAs(CODE_DETAIL) },
    }),
    call({
      ...{ ...v1, ...PAYMENTS_LIST },
      name: named('code_payments'),
      paths: at('/static/payment/list', '/static/payment/query'),
    }),
    // The navigation lists it for this country alone.
    ...(country === 'PH' ? [cancelIn(country)] : []),
  ];
}

function cancelIn(country: Country): OpenApiOperation {
  const { named, at, ...v1 } = inCountry(country);
  return call({
    ...v1,
    name: named('code_cancel'),
    title: 'Cancel a code',
    paths: at('/static/code/cancel'),
    fields: [field.MCH_ORDER_ID, field.CHANNEL_CODE, field.TIMESTAMP],
    isExact: true,
    requests: ['close_order'],
    request(ask) {
      const found = channelIn(ask, 'reuse');
      if (!found.ok) return found;
      const channel = found.value.channel.code;
      return ok({ kind: 'close_order', key: codeKey(ask), kinds: ['code'], channel });
    },
    answers: { order: orderAs(CANCELLED_CODE) },
  });
}

const REGIONAL = { country: null, version: 'v1', method: 'POST' } as const;

export const CODES: readonly OpenApiOperation[] = [
  ...COUNTRIES.flatMap(codesOf),
  // For one payment or for many, as the channel is.
  call({
    ...REGIONAL,
    name: 'qr_create',
    title: 'Create a QR code',
    paths: shared('/qr/generate'),
    fields: QR,
    requests: ['create_payin', 'create_code'],
    request(ask) {
      const once = channelIn(ask, 'once');
      if (!once.ok) return codeOf(ask, 'qr');
      if (ask.text('amount') === '') return missing('amount', 'required for a single-payment code');
      if (once.value.channel.method !== 'qr') return noChannel('channelCode');
      const made = paymentOf(ask);
      if (!made.ok) return made;
      return ok({ ...made.value, metadata: { ...made.value.metadata, form: 'qr' } });
    },
    answers: { created: createdAs(CREATED_QR) },
  }),
  call({
    ...REGIONAL,
    name: 'va_create',
    title: 'Create a virtual account',
    paths: shared('/static/payment/code'),
    fields: VA,
    requests: ['create_code'],
    request: (ask) => codeOf(ask, 'va'),
    answers: { created: createdAs(CREATED_VA) },
  }),
  call({
    ...PAYMENTS_LIST,
    country: null,
    name: 'code_payments',
    paths: shared('/qr/paymentList', '/static/payment/code/payments'),
  }),
];

/** `form`: of a regional call, which has names of its own for what comes of it. */
function codeOf(ask: OpenApiAsk, form: 'qr' | 'va' | null): Result<CreateCode> {
  const found = channelIn(ask, 'reuse');
  if (!found.ok) return found;
  const refusal = checkMobile(ask, found.value.country);
  if (refusal !== null) return refusal;
  // 0: whatever the payer pays.
  const amountMinor = ask.text('amount') === '' ? ok(0n) : amountIn(ask, 'amount');
  if (!amountMinor.ok) return amountMinor;
  const expiresAt = expiryIn(ask);
  if (!expiresAt.ok) return expiresAt;
  const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
  if (!notifyUrl.ok) return notifyUrl;
  return ok({
    kind: 'create_code',
    channel: found.value.channel,
    scope: SCOPES.code,
    merchantRef: ask.text('mchOrderId'),
    digest: digestOf(ask),
    amountMinor: amountMinor.value,
    metadata: { ...kept(ask, 'channelCode', 'mobile'), ...(form === null ? {} : { form }) },
    notifyUrl: notifyUrl.value,
    onRepeat: 'refuse',
    // The answer shows the number or QR text.
    wait: 'instructions',
    fields: factsOf(ask),
    minMinor: null,
    maxMinor: null,
    single: false,
    expiresAt: expiresAt.value,
  });
}

function expiryIn({ text: textOf }: OpenApiAsk): Result<Date | null> {
  const sent = textOf('expireTime');
  if (sent === '') return ok(null);
  const ms = parseTimestampMs(sent);
  if (ms === null)
    return refuse(
      'invalid_field',
      'expireTime',
      'must be Unix time in milliseconds, such as 1798761600000',
    );
  return ok(new Date(ms));
}

function codeKey({ text: textOf }: OpenApiAsk): OrderKey {
  return { kind: 'merchantRef', scope: SCOPES.code, merchantRef: textOf('mchOrderId') };
}

function paymentsOf(ask: OpenApiAsk): Result<ListChildren> {
  const country = countryOf(ask);
  if (!country.ok) return country;
  const within = daysIn(ask);
  if (!within.ok) return within;
  const parentFilter = { kinds: ['code'], ...ofPath(ask) } as const;
  const about = { parent: codeKey(ask), parentFilter, childKind: 'payin' } as const;
  return ok({ kind: 'list_children', ...about, within: within.value });
}
