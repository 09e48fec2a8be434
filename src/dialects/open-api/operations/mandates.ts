/** A payer's permission to be debited (v2, Direct Debit): asked for, looked at, cancelled. */
import { createdAs, orderAs } from '../../kit/answers.ts';
import { checkSystem, checkTerminal, permissionsIn, tokenKey } from '../../kit/family/asks.ts';
import { ok } from '../../kit/result.ts';
import { CREATED_MANDATE, MANDATE } from '../members-mandate.ts';
import {
  call,
  digestOf,
  factsOf,
  kept,
  notifyUrlIn,
  type OpenApiOperation,
  SCOPES,
  shared,
} from './ask.ts';
import { channelIn, noChannel } from './channel-in.ts';
import * as field from './fields.ts';

const V2_CALL = { country: null, version: 'v2', method: 'POST' } as const;

/** Whatever is wrong with a token: the permission is not there. */
const TOKEN_CODES = { not_found: 21024 } as const;

const SYSTEMS = ['IOS', 'ANDROID', 'OTHER'];

const mandateApply = call({
  ...V2_CALL,
  name: 'mandate_apply',
  title: "Ask for a payer's permission to be debited",
  paths: shared('/direct/debit/token/apply'),
  fields: [
    field.TIMESTAMP,
    field.USER_ID,
    field.REQUEST_ID,
    field.CHANNEL_CODE,
    field.mayBe(field.COUNTRY_CODE),
    field.mustBe(field.TERMINAL_TYPE),
    field.OS_TYPE,
    field.NOTIFY_URL,
    field.mustBe(field.REDIRECT_URL),
  ],
  requests: ['create_mandate'],
  request(ask) {
    const found = channelIn(ask, 'once');
    if (!found.ok) return found;
    const { channel } = found.value;
    if (channel.method !== 'direct_debit') return noChannel('channelCode');
    const refusal = checkTerminal(ask) ?? checkSystem(ask, SYSTEMS);
    if (refusal !== null) return refusal;
    const notifyUrl = notifyUrlIn(ask, 'notifyUrl');
    if (!notifyUrl.ok) return notifyUrl;
    return ok({
      kind: 'create_mandate',
      channel,
      scope: SCOPES.mandate,
      merchantRef: ask.text('requestId'),
      digest: digestOf(ask),
      amountMinor: 0n,
      metadata: kept(ask, 'channelCode', 'userId'),
      notifyUrl: notifyUrl.value,
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
  ...V2_CALL,
  name: 'mandate_query',
  title: "Query a payer's permissions",
  paths: shared('/direct/debit/token/query'),
  fields: [field.USER_ID, field.mayBe(field.PAY_TOKEN), field.TIMESTAMP],
  codes: TOKEN_CODES,
  requests: ['list_mandates', 'query_order'],
  request: permissionsIn,
  answers: MANDATE.answers,
});

const mandateCancel = call({
  ...V2_CALL,
  name: 'mandate_cancel',
  title: "End a payer's permission",
  paths: shared('/direct/debit/token/cancel'),
  fields: [field.USER_ID, field.PAY_TOKEN, field.TIMESTAMP],
  isExact: true,
  codes: TOKEN_CODES,
  requests: ['close_order'],
  request(ask) {
    const key = tokenKey(ask);
    return key.ok ? ok({ kind: 'close_order', key: key.value, kinds: ['mandate'] }) : key;
  },
  answers: { order: orderAs(MANDATE.cancelled) },
});

export const MANDATES: readonly OpenApiOperation[] = [mandateApply, mandateQuery, mandateCancel];
