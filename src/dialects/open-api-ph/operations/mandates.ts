/** 10 Direct debit: a payer's permission, and debits by it. Flat, or as `{appId, param, sign}`. */
import type { Channel } from '../../../domain/channel.ts';
import { refuse } from '../../../domain/refusal.ts';
import type { OrderKey } from '../../../domain/request.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import {
  checkSystem,
  checkTerminal,
  missing,
  permissionsIn,
  tokenKey,
} from '../../kit/family/asks.ts';
import { optional } from '../../kit/fields.ts';
import { text } from '../../kit/forms.ts';
import { ok, type Result } from '../../kit/result.ts';
import { parseTransactionId } from '../codec.ts';
import { CREATED_MANDATE, MANDATE } from '../members-mandate.ts';
import { CREATED_DEBIT, PAYMENT } from '../members-payment.ts';
import {
  amountIn,
  call,
  channelIn,
  digestOf,
  factsOf,
  kept,
  notifyUrlIn,
  type PhAsk,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

const CALL = { form: 'either', method: 'POST' } as const;

/** Whatever is wrong with a token: the permission is not there. */
const TOKEN_CODES = { not_found: 1024 } as const;

const mandateApply = call({
  ...CALL,
  name: 'mandate_apply',
  title: "Ask for a payer's permission to be debited",
  paths: ['/api/v2/direct/debit/token/apply'],
  fields: [
    field.TIMESTAMP,
    field.USER_ID,
    field.REQUEST_ID,
    field.CHANNEL_CODE,
    optional('countryCode', text(2, 2), 'PH'),
    ...[field.TERMINAL_TYPE, field.OS_TYPE, field.NOTIFY_URL, field.REDIRECT_URL],
  ],
  requests: ['create_mandate'],
  request(ask) {
    const channel = debitIn(ask);
    if (!channel.ok) return channel;
    const refusal = checkTerminal(ask) ?? checkSystem(ask, field.SYSTEMS);
    if (refusal !== null) return refusal;
    return ok({
      kind: 'create_mandate',
      channel: channel.value,
      scope: SCOPES.mandate,
      merchantRef: ask.text('requestId'),
      digest: digestOf(ask),
      amountMinor: 0n,
      metadata: kept(ask, 'channelCode'),
      notifyUrl: ask.text('notifyUrl'),
      returnUrl: ask.text('redirectUrl'),
      onRepeat: 'refuse',
      // The answer shows the page where the payer agrees.
      wait: 'instructions',
      fields: factsOf(ask),
    });
  },
  answers: { created: createdAs(CREATED_MANDATE) },
});

/** All of a user, or the one of a token. */
const mandateQuery = call({
  ...CALL,
  name: 'mandate_query',
  title: "Check a payer's permissions",
  paths: ['/api/v2/direct/debit/token/query'],
  fields: [field.USER_ID, field.mayBe(field.PAY_TOKEN), field.TIMESTAMP],
  codes: TOKEN_CODES,
  requests: ['list_mandates', 'query_order'],
  request: permissionsIn,
  answers: MANDATE.answers,
});

const mandateCancel = call({
  ...CALL,
  name: 'mandate_cancel',
  title: "End a payer's permission",
  paths: ['/api/v2/direct/debit/token/cancel'],
  fields: [field.USER_ID, field.PAY_TOKEN, field.TIMESTAMP],
  isExact: true,
  codes: TOKEN_CODES,
  requests: ['close_order'],
  request(ask) {
    const key = tokenKey(ask);
    if (!key.ok) return key;
    const about = { kinds: ['mandate'], onRepeat: 'return_first' } as const;
    return ok({ kind: 'close_order', key: key.value, ...about });
  },
  answers: { order: orderAs(MANDATE.cancelled) },
});

const debitCreate = call({
  ...CALL,
  name: 'debit_create',
  title: 'Debit a payer',
  paths: ['/api/v2/direct/debit/pay'],
  fields: [
    ...[field.APP_NAME, field.TIMESTAMP, field.MCH_ORDER_ID, field.AMOUNT, field.CHANNEL_CODE],
    ...[field.PAY_TOKEN, field.CUSTOMER_NAME, field.EMAIL, field.MOBILE].map((each) =>
      each === field.PAY_TOKEN ? each : field.mayBe(each),
    ),
    field.CALLBACK_URL,
    optional('notifyUrl', field.url(256), 'another name of callbackUrl'),
    field.REMARK,
  ],
  requests: ['create_payin'],
  request(ask) {
    const channel = debitIn(ask);
    if (!channel.ok) return channel;
    const mandate = tokenKey(ask);
    if (!mandate.ok) return mandate;
    const amountMinor = amountIn(ask, 'amount');
    if (!amountMinor.ok) return amountMinor;
    const notifyUrl = ask.text('notifyUrl') || notifyUrlIn(ask, 'callbackUrl');
    if (notifyUrl === null) return missing('callbackUrl');
    return ok({
      kind: 'create_payin',
      channel: channel.value,
      mandate: mandate.value,
      scope: SCOPES.debit,
      merchantRef: ask.text('mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: { ...kept(ask, 'channelCode', 'mobile'), form: 'debit' },
      notifyUrl,
      returnUrl: null,
      onRepeat: 'refuse',
      wait: 'none',
      fields: factsOf(ask),
      expiryMinutes: null,
    });
  },
  answers: { created: createdAs(CREATED_DEBIT) },
});

const debitQuery = call({
  ...CALL,
  name: 'debit_query',
  title: 'Check a debit',
  paths: ['/api/v2/direct/debit/query'],
  fields: [field.TRANSACTION_ID, field.mayBe(field.OWN_ORDER_ID), field.TIMESTAMP],
  requests: ['query_order'],
  request({ text: textOf }) {
    const merchantRef = textOf('mchOrderId');
    const number = textOf('transactionId');
    if (number === '' && merchantRef === '') return missing('transactionId');
    const id = parseTransactionId(number, 'payin');
    if (number !== '' && id === null) return refuse('not_found');
    const key: OrderKey =
      id === null ? { kind: 'merchantRef', scope: SCOPES.debit, merchantRef } : { kind: 'id', id };
    return ok({ kind: 'query_order', key, kinds: ['payin'] });
  },
  answers: { order: orderAs(PAYMENT) },
});

export const DIRECT_DEBIT: readonly PhOperation[] = [
  mandateApply,
  mandateQuery,
  mandateCancel,
  debitCreate,
  debitQuery,
];

/** The operator's other API has the same codes with the country in front. */
function debitIn(ask: PhAsk): Result<Channel> {
  const code = ask.text('channelCode').replace(/^PH_/, '');
  return channelIn(ask, code, ({ method }) => method === 'direct_debit');
}
