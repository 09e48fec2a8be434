/**
 * The collection / proxy-payment API (seed 002): its four operations, each whole. A field that is
 * listed nowhere here is signed like any other and otherwise ignored.
 */
import type { Channel } from '../../domain/channel.ts';
import { refuse } from '../../domain/refusal.ts';
import type { CreatePayin } from '../../domain/request.ts';
import { type AmountForm, MAJOR_WITHOUT_POINT, parseAmount } from '../../wire/amount.ts';
import { jsonString } from '../../wire/json-value.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Field } from '../contract.ts';
import { createdAs, orderAs } from '../kit/answers.ts';
import { checkAllForms, coreFields, optional, required, valuesOfText } from '../kit/fields.ts';
import { decimal, pattern, text, url } from '../kit/forms.ts';
import { member } from '../kit/members.ts';
import { type Ask, operationFinder, operationsFor } from '../kit/operation.ts';
import { ok, type Result } from '../kit/result.ts';
import { AMOUNT, FEE, PLAT_ORDER_ID, REFERENCE, STATUS } from './members.ts';
import { balanceAnswer } from './members-balance.ts';
import { ASSET_SETTING } from './settings.ts';

export interface CollectAsk extends Ask {
  /** The key that the request was signed with. */
  readonly keyId: string | null;
}

const operation = operationsFor<CollectAsk>();

/** Served under the base path that all known clients use, and bare as the seed prints it. */
export const BASE_PATHS = ['/client', ''] as const;

function served(path: string): readonly string[] {
  return BASE_PATHS.map((base) => base + path);
}

/** One name space for both kinds: `/order/query` takes nothing but `orderId`. */
const SCOPE = 'order';

const TEXT = text(256);
const URL_TEXT = url(1024);
const ORDER_ID_FAULT = 'must be 1 to 32 printable ASCII characters without spaces';
const ORDER_ID_FORM = pattern([1, 256], 'order id', /^[!-~]{1,32}$/, ORDER_ID_FAULT);

const MERCHANT = required('merchant', TEXT, 'your merchant number');
const PAY_CODE = required('payCode', TEXT, 'the way to pay, by its code');
const AMOUNT_FIELD = required(
  'amount',
  decimal(['string'], 256),
  'in major units, at most two decimals; without a decimal point in Indonesia',
);
const ORDER_ID = required('orderId', ORDER_ID_FORM, 'your id of the order, used once');
const NOTIFY_URL = required('notifyUrl', URL_TEXT, 'where the result is sent');
const SIGN = required('sign', TEXT, 'the signature');

/** `"100"`, `"100.00"`, `100.00`: at most two decimals whatever the currency (seed 002). */
const AMOUNT_FORM: AmountForm = {
  kind: 'major',
  print: 'fixed',
  maxDecimals: 2,
  tokens: ['string', 'number'],
};

/** In the order of the published tables (seed 002, sections 3 to 7), as all fields are. */
const COLLECT_FIELDS: readonly Field[] = [
  MERCHANT,
  PAY_CODE,
  AMOUNT_FIELD,
  ORDER_ID,
  NOTIFY_URL,
  optional('callbackUrl', URL_TEXT, 'where the payer returns to'),
  optional(
    'remark',
    TEXT,
    'the tax number of the payer where the channel needs one, else a description',
    'payer.taxId',
    'description',
  ),
  optional('customName', TEXT, 'name of the payer', 'payer.name'),
  optional('number', TEXT, 'phone number of the payer', 'payer.phone'),
  optional('email', TEXT, 'e-mail address of the payer', 'payer.email'),
  SIGN,
];

const PAY_FIELDS: readonly Field[] = [
  MERCHANT,
  PAY_CODE,
  AMOUNT_FIELD,
  ORDER_ID,
  NOTIFY_URL,
  required('bankAccount', TEXT, 'account, wallet or Pix key to pay to', 'beneficiary.account'),
  required('customName', TEXT, 'name of the payee', 'beneficiary.name'),
  optional(
    'remark',
    TEXT,
    'what the channel needs: kind of Pix key, IFSC or bank code; else a description',
    'beneficiary.accountType',
    'beneficiary.bankCode',
    'description',
  ),
  optional('number', TEXT, 'phone number of the payee', 'beneficiary.phone'),
  optional('email', TEXT, 'e-mail address of the payee', 'beneficiary.email'),
  SIGN,
];

const collectCreate = operation({
  name: 'collect_create',
  title: 'Create a collection order',
  method: 'POST',
  paths: served('/collect/create'),
  fields: COLLECT_FIELDS,
  requests: ['create_payin'],
  request(ask) {
    const order = newOrder(ask, 'collect_create', COLLECT_FIELDS);
    if (!order.ok) return order;
    const returnUrl = ask.text('callbackUrl') || null;
    return ok({ ...order.value, kind: 'create_payin', returnUrl, expiryMinutes: null });
  },
  // `platOrderId` beside `url` is an addition that one client reads (spec 6.1).
  answers: {
    created: createdAs([
      member('url', 'text', 'the page to send the payer to', ({ payUrl }) => jsonString(payUrl)),
      PLAT_ORDER_ID,
    ]),
  },
});

const payCreate = operation({
  name: 'pay_create',
  title: 'Create a payout',
  method: 'POST',
  paths: served('/pay/create'),
  fields: PAY_FIELDS,
  requests: ['create_payout'],
  request(ask) {
    const order = newOrder(ask, 'pay_create', PAY_FIELDS);
    return order.ok ? ok({ ...order.value, kind: 'create_payout' }) : order;
  },
  answers: { created: createdAs([PLAT_ORDER_ID]) },
});

const orderQuery = operation({
  name: 'order_query',
  title: 'Query an order',
  method: 'POST',
  paths: served('/order/query'),
  fields: [MERCHANT, required('orderId', TEXT, 'your id of the order'), SIGN],
  requests: ['query_order'],
  request({ text: textOf }) {
    const key = { kind: 'merchantRef', scope: SCOPE, merchantRef: textOf('orderId') } as const;
    return ok({ kind: 'query_order', key, kinds: ['payin', 'payout'] });
  },
  answers: {
    order: orderAs([
      AMOUNT,
      REFERENCE,
      PLAT_ORDER_ID,
      STATUS,
      member('utr', 'text', "the bank's reference", ({ order }) => jsonString(order.bankRef ?? '')),
      FEE,
    ]),
  },
});

const orderBalance = operation({
  name: 'order_balance',
  title: 'Query the balance',
  method: 'POST',
  paths: served('/order/balance'),
  fields: [MERCHANT, SIGN],
  requests: ['query_balance'],
  request: ({ app }) => ok({ kind: 'query_balance', asset: app.settings[ASSET_SETTING] ?? null }),
  answers: { balance: balanceAnswer },
});

export const OPERATIONS = [collectCreate, payCreate, orderQuery, orderBalance] as const;

export type CollectOperation = (typeof OPERATIONS)[number];
export type OperationName = CollectOperation['name'];

export const operationOf = operationFinder<CollectOperation>(OPERATIONS);

/** Fields whose presence says which operation a body was signed for. */
export const DISTINCTIVE: ReadonlySet<string> = new Set([
  'payCode',
  'amount',
  'orderId',
  'notifyUrl',
  'bankAccount',
]);

/** What both kinds of new order have, checked in the order of the spec's error table. */
function newOrder(
  ask: CollectAsk,
  name: 'collect_create' | 'pay_create',
  fields: readonly Field[],
): Result<Omit<CreatePayin, 'kind' | 'returnUrl' | 'expiryMinutes'>> {
  const kind = name === 'collect_create' ? 'payin' : 'payout';
  const channel = ask.view.channel(ask.text('payCode'), kind);
  if (channel === null) return refuse('channel_unavailable', 'payCode');
  const amount = amountOf(ask.text('amount'), channel);
  if (!amount.ok) return amount;
  const orderId = [ORDER_ID];
  const valueFor = valuesOfText(ask.text);
  const refusal = checkAllForms(orderId, valueFor) ?? checkAllForms(fields, valueFor);
  if (refusal !== null) return refusal;
  return ok({
    channel,
    scope: SCOPE,
    merchantRef: ask.text('orderId'),
    digest: digestOf(ask, name, fields),
    amountMinor: amount.value,
    // The notification is signed with the key that the merchant used, see notification.ts.
    metadata: ask.keyId === null ? {} : { keyId: ask.keyId },
    notifyUrl: ask.text('notifyUrl'),
    onRepeat: 'refuse',
    wait: 'none',
    fields: coreFields(fields, ask.text, channel),
  });
}

function amountOf(value: string, channel: Channel): Result<bigint> {
  const form = channel.decimalsAllowed ? AMOUNT_FORM : MAJOR_WITHOUT_POINT;
  const amount = parseAmount(value, channel.asset, form);
  if (!amount.ok) return refuse('amount_invalid', 'amount', amount.error.reason);
  const { minor } = amount.value;
  return minor === 0n ? refuse('amount_invalid', 'amount', 'must be greater than 0') : ok(minor);
}

/** What was asked, in the operation's own fields: blanks and unknown fields make no difference. */
function digestOf(ask: CollectAsk, name: string, fields: readonly Field[]): string {
  const asked = fields.filter((field) => field !== SIGN).map((field) => ask.text(field.name));
  return sha256Hex(JSON.stringify([name, ...asked]));
}
