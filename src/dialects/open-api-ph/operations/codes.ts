/**
 * 4 Bills payment and 6 Bank transfer: for one id of the merchant's a code at each channel, which
 * many payments arrive at.
 */
import type { Channel } from '../../../domain/channel.ts';
import { codeScope } from '../../../domain/payment-code.ts';
import { type Refusal, type Refused, refuse } from '../../../domain/refusal.ts';
import type { CodeGroup, CodeItem, GroupCode } from '../../../domain/request.ts';
import type { CodeTerms } from '../../../domain/terms-change.ts';
import { parseDay } from '../../../wire/day.ts';
import { createdAs } from '../../kit/answers.ts';
import { daysIn, missing } from '../../kit/family/asks.ts';
import { ZONE_MINUTES } from '../../kit/family/times.ts';
import { optional } from '../../kit/fields.ts';
import { text, wholeNumber } from '../../kit/forms.ts';
import { type Member, objectOf } from '../../kit/members.ts';
import type { Answer } from '../../kit/operation.ts';
import { ok, type Result } from '../../kit/result.ts';
import { wholeList } from '../../kit/whole-lists.ts';
import { errorIn } from '../errors-texts.ts';
import { ownCodeOf } from '../members.ts';
import {
  BILL,
  codesIn,
  ENDED_BILL,
  GROUP_ID,
  type GroupAnswer,
  SHORT_LINK,
  TRANSFER_ACCOUNT,
} from '../members-code.ts';
import { ARRIVAL } from '../members-qr.ts';
import type { Code } from '../status-codes.ts';
import {
  amountIn,
  call,
  channelIn,
  digestOf,
  factsOf,
  kept,
  type PhAsk,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

/** What differs between bills and accounts. */
interface Product {
  readonly form: 'bill' | 'account';
  /** The code of a pair of id and channel that is there already. */
  readonly exists: Code;
  fits(channel: Channel): boolean;
}

const BILLS_PAYMENT: Product = {
  form: 'bill',
  exists: 1017,
  fits: ({ method, abilities }) => abilities.static && method === 'bill',
};

const BANK_TRANSFER: Product = {
  form: 'account',
  exists: 1019,
  fits: ({ method, abilities }) => abilities.static && method === 'bank_transfer',
};

const MIN_AMOUNT = optional('minAmount', wholeNumber(), 'smallest payment, in centavos');
const MAX_AMOUNT = optional('maxAmount', wholeNumber(), 'largest payment, in centavos');

const CREATION = [
  ...[field.APP_NAME, field.OWN_ORDER_ID, field.CHANNEL_CODES, field.CUSTOMER_NAME, field.EMAIL],
  ...[MIN_AMOUNT, MAX_AMOUNT, field.mayBe(field.MOBILE)],
  optional('expireTime', field.DAY, 'the last day; never, if left out'),
  optional('description', text(256, 1), 'returned as remark', 'description'),
];

/** How refusals of a creation are reported: an amount of it is one of the two bounds. */
function creationOf({ exists }: Product) {
  const renamed = new Map([['amount', 'maxAmount']]);
  return { codes: { duplicate_order: exists }, renamed };
}

/** Published is the list of channels alone: the rest is ours, and asked of the provider. */
const UPDATE = [
  ...[field.ORDER_IN_PATH, field.CHANNEL_CODES, MIN_AMOUNT, MAX_AMOUNT],
  optional('expireTime', field.DAY, 'the last day; stays as it is, if left out'),
  field.mayBe(field.TIMESTAMP),
];

/** Those of one group; without a channel, all. */
const PAYMENTS = [field.ORDER_IN_PATH, ...field.DAYS, field.mayBe(field.CHANNEL_CODES)];

const billCreate = call({
  name: 'bill_create',
  title: 'Create a static virtual account',
  method: 'POST',
  paths: ['/api/v1/paymentCode'],
  fields: CREATION.map((each) => (each === field.CHANNEL_CODES ? field.CHANNEL_CODE : each)),
  ...creationOf(BILLS_PAYMENT),
  requests: ['create_code'],
  request(ask) {
    const channel = channelIn(ask, ask.text('channelCode'), BILLS_PAYMENT.fits);
    if (!channel.ok) return channel;
    const code = codeOf(ask, BILLS_PAYMENT, channel.value);
    if (!code.ok) return code;
    const group = groupIn(ask, BILLS_PAYMENT);
    const scope = codeScope(group, channel.value.code);
    return ok({ ...code.value, kind: 'create_code', scope, merchantRef: group.merchantRef });
  },
  answers: { created: createdAs(BILL) },
});

const BILLS_ANSWER = groupAnswer(BILLS_PAYMENT, [SHORT_LINK, codesIn('paymentVaList', BILL)]);

const billsCreate = call({
  name: 'bill_batch_create',
  title: 'Create static virtual accounts at several channels',
  method: 'POST',
  paths: ['/api/v1/batch/paymentCode'],
  fields: CREATION,
  ...creationOf(BILLS_PAYMENT),
  requests: ['create_codes'],
  request: (ask) => codesOf(ask, BILLS_PAYMENT),
  answers: { codes: BILLS_ANSWER },
});

const billsUpdate = call({
  name: 'bill_batch_update',
  title: 'Update static virtual accounts',
  method: 'POST',
  paths: ['/api/v1/batch/paymentCode/:mchOrderId/update'],
  fields: UPDATE,
  isExact: true,
  requests: ['extend_codes'],
  request: (ask) => extensionOf(ask, BILLS_PAYMENT),
  answers: { codes: BILLS_ANSWER },
});

const billsPage = call({
  name: 'bill_short_link',
  title: 'Get the page of all static virtual accounts',
  method: 'POST',
  paths: ['/api/v1/paymentCode/shortLink', '/api/v1/paymentCode/cashier'],
  fields: [field.OWN_ORDER_ID, field.mayBe(field.CHANNEL_CODES)],
  requests: ['query_codes'],
  request(ask) {
    const channels = ownCodesIn(ask, BILLS_PAYMENT);
    if (!channels.ok) return channels;
    return ok({
      kind: 'query_codes',
      group: groupIn(ask, BILLS_PAYMENT),
      channels: channels.value,
    });
  },
  answers: { codes: groupAnswer(BILLS_PAYMENT, [GROUP_ID, SHORT_LINK]) },
});

const PAYMENTS_OF = {
  title: 'List the payments of a group of codes',
  method: 'GET',
  fields: PAYMENTS,
  requests: ['list_code_payments'],
  answers: { orders: wholeList(ARRIVAL) },
} as const;

const billPayments = call({
  ...PAYMENTS_OF,
  name: 'bill_payments',
  paths: ['/api/v1/paymentCode/:mchOrderId/payments'],
  request: (ask) => paymentsOf(ask, BILLS_PAYMENT),
});

const billsCancel = call({
  name: 'bill_cancel',
  title: 'Cancel static virtual accounts',
  method: 'POST',
  paths: ['/api/v1/paymentCode/cancel'],
  fields: [field.OWN_ORDER_ID],
  isExact: true,
  requests: ['close_codes'],
  request: (ask) => ok({ kind: 'close_codes', group: groupIn(ask, BILLS_PAYMENT), channels: null }),
  answers: { codes: groupAnswer(BILLS_PAYMENT, [codesIn('paymentVaList', ENDED_BILL)]) },
});

export const BILLS: readonly PhOperation[] = [
  billCreate,
  billsCreate,
  billsUpdate,
  billsPage,
  billPayments,
  billsCancel,
];

const ACCOUNTS_ANSWER = groupAnswer(BANK_TRANSFER, [
  SHORT_LINK,
  codesIn('paymentAccountList', TRANSFER_ACCOUNT),
]);

const accountsCreate = call({
  name: 'account_batch_create',
  title: 'Create bank transfer accounts',
  method: 'POST',
  paths: ['/api/v1/batch/paymentAccount'],
  fields: CREATION.map((each) => (each === field.EMAIL ? field.mayBe(each) : each)),
  ...creationOf(BANK_TRANSFER),
  requests: ['create_codes'],
  request: (ask) => codesOf(ask, BANK_TRANSFER),
  answers: { codes: ACCOUNTS_ANSWER },
});

const accountsUpdate = call({
  name: 'account_batch_update',
  title: 'Update bank transfer accounts',
  method: 'POST',
  paths: ['/api/v1/batch/paymentAccount/:mchOrderId/update'],
  fields: UPDATE,
  isExact: true,
  requests: ['extend_codes'],
  request: (ask) => extensionOf(ask, BANK_TRANSFER),
  answers: { codes: ACCOUNTS_ANSWER },
});

const accountPayments = call({
  ...PAYMENTS_OF,
  name: 'account_payments',
  paths: ['/api/v1/paymentAccount/:mchOrderId/payments'],
  request: (ask) => paymentsOf(ask, BANK_TRANSFER),
});

export const ACCOUNTS: readonly PhOperation[] = [accountsCreate, accountsUpdate, accountPayments];

function groupIn({ text: textOf }: PhAsk, { form }: Product): CodeGroup {
  return { scope: SCOPES[form], merchantRef: textOf('mchOrderId') };
}

/** A code of the group. Its channel's code is its channel: one that is added is made like it. */
function codeOf(ask: PhAsk, { form }: Product, channel: Channel): Result<GroupCode> {
  const [min, max] = [boundIn(ask, 'minAmount'), boundIn(ask, 'maxAmount')];
  if (!min.ok) return min;
  if (!max.ok) return max;
  const description = ask.text('description');
  return ok({
    channel,
    digest: digestOf(ask),
    amountMinor: 0n,
    metadata: {
      ...kept(ask, 'mobile'),
      ...(description === '' ? {} : { remark: description }),
      form,
    },
    notifyUrl: ask.app.notifyUrl,
    onRepeat: 'refuse',
    // The answer shows the number.
    wait: 'instructions',
    fields: factsOf(ask),
    minMinor: min.value,
    maxMinor: max.value,
    single: false,
    expiresAt: lastDayIn(ask),
  });
}

function boundIn(ask: PhAsk, name: string): Result<bigint | null> {
  return ask.text(name) === '' ? ok(null) : amountIn(ask, name);
}

/** The day counts whole. */
function lastDayIn({ text: textOf }: PhAsk): Date | null {
  const day = parseDay(textOf('expireTime'), ZONE_MINUTES);
  return day.ok ? day.value.to : null;
}

interface Named {
  readonly channels: readonly Channel[];
  readonly refused: readonly CodeItem[];
}

/** The channels that a call names, each once, and which are none; refused where all are. */
function channelsIn(ask: PhAsk, { fits }: Product): Result<Named> {
  const channels: Channel[] = [];
  const refused: (CodeItem & { readonly outcome: Refused })[] = [];
  for (const code of new Set(ask.text('channelCode').split(','))) {
    const found = channelIn(ask, code, fits);
    if (found.ok) channels.push(found.value);
    else refused.push({ channel: ownCodeOf(code), outcome: found });
  }
  const [first] = refused;
  return channels.length === 0 && first !== undefined ? first.outcome : ok({ channels, refused });
}

/** The same as our codes, of which an unknown one refuses the whole; null where none is named. */
function ownCodesIn(ask: PhAsk, product: Product): Result<readonly string[] | null> {
  if (ask.text('channelCode') === '') return ok(null);
  const named = channelsIn(ask, product);
  if (!named.ok) return named;
  const [unknown] = named.value.refused;
  if (unknown !== undefined && !unknown.outcome.ok) return unknown.outcome;
  return ok(named.value.channels.map(({ code }) => code));
}

function codesOf(ask: PhAsk, product: Product) {
  const named = channelsIn(ask, product);
  if (!named.ok) return named;
  const { channels, refused } = named.value;
  const items: GroupCode[] = [];
  for (const channel of channels) {
    const code = codeOf(ask, product, channel);
    if (!code.ok) return code;
    items.push(code.value);
  }
  return ok({ kind: 'create_codes' as const, group: groupIn(ask, product), items, refused });
}

function extensionOf(ask: PhAsk, product: Product) {
  const named = channelsIn(ask, product);
  if (!named.ok) return named;
  const terms = termsIn(ask);
  if (!terms.ok) return terms;
  return ok({
    kind: 'extend_codes' as const,
    group: groupIn(ask, product),
    ...named.value,
    wait: 'instructions' as const,
    terms: terms.value,
  });
}

/** Null: no terms are sent. A text that changes some serves one call, so it has its time. */
function termsIn(ask: PhAsk): Result<CodeTerms | null> {
  const [min, max] = [boundIn(ask, 'minAmount'), boundIn(ask, 'maxAmount')];
  if (!min.ok) return min;
  if (!max.ok) return max;
  const expiresAt = lastDayIn(ask);
  if (min.value === null && max.value === null && expiresAt === null) return ok(null);
  if (ask.text('timestamp') === '') return missing('timestamp');
  return ok({
    ...(min.value === null ? {} : { minMinor: min.value }),
    ...(max.value === null ? {} : { maxMinor: max.value }),
    ...(expiresAt === null ? {} : { expiresAt }),
  });
}

function paymentsOf(ask: PhAsk, product: Product) {
  const within = daysIn(ask);
  if (!within.ok) return within;
  const channels = ownCodesIn(ask, product);
  if (!channels.ok) return channels;
  return ok({
    kind: 'list_code_payments' as const,
    group: groupIn(ask, product),
    channels: channels.value,
    within: within.value,
  });
}

/** A group; where no code of it stands, why not. */
function groupAnswer(product: Product, members: readonly Member<GroupAnswer>[]): Answer<'codes'> {
  const about = { fields: CREATION, ...creationOf(product) };
  const errorOf = ({ outcome }: CodeItem) => (outcome.ok ? null : errorIn(outcome.refusal, about));
  return {
    type: 'object',
    members,
    data({ items, pageUrl }) {
      const refused = refusalOfAll(items);
      if (refused !== null) return { ok: false, refusal: refused };
      return objectOf(members, { items, pageUrl, errorOf });
    },
  };
}

function refusalOfAll(items: readonly CodeItem[]): Refusal | null {
  if (items.length === 0) return refuse('not_found').refusal;
  const refusals = items.flatMap(({ outcome }) => (outcome.ok ? [] : [outcome.refusal]));
  return refusals.length === items.length ? (refusals[0] ?? null) : null;
}
