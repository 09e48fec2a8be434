/** 7 Web payment: the payer is led to a page of a wallet, a bank or for cards. */
import type { Channel } from '../../../domain/channel.ts';
import { refuse } from '../../../domain/refusal.ts';
import { MINOR_INTEGER, writeAmount } from '../../../wire/amount.ts';
import { jsonArray } from '../../../wire/json-value.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { inPath, optional } from '../../kit/fields.ts';
import { text } from '../../kit/forms.ts';
import { type Member, member, objectOf, text as textMember } from '../../kit/members.ts';
import { ok } from '../../kit/result.ts';
import { parseTransactionId } from '../codec.ts';
import { CREATED_WEB, PAYMENT } from '../members-payment.ts';
import {
  amountIn,
  COUNTRY,
  call,
  channelIn,
  digestOf,
  factsOf,
  kept,
  notifyUrlIn,
  type PhOperation,
  SCOPES,
} from './ask.ts';
import * as field from './fields.ts';

/** Published for every web payment, before its channel's own limits. */
const RANGE = { min: 100n, max: 5_000_000n } as const;

function isPage({ method, abilities }: Channel): boolean {
  return (method === 'redirect' || method === 'card') && !abilities.static;
}

const webCreate = call({
  name: 'payment_create',
  title: 'Create a web payment',
  method: 'POST',
  paths: ['/api/v1/payment'],
  fields: [
    ...[field.APP_NAME, field.MCH_ORDER_ID, field.AMOUNT, field.mayBe(field.CUSTOMER_NAME)],
    ...[field.CHANNEL_CODE, field.EMAIL, field.MOBILE, field.REMARK],
    ...[field.mustBe(field.CALLBACK_URL), field.REDIRECT_URL],
    optional('billingAddress', text(2_000, 1), 'JSON text of the address, for cards'),
  ],
  requests: ['create_payin'],
  request(ask) {
    const channel = channelIn(ask, ask.text('channelCode'), isPage);
    if (!channel.ok) return channel;
    const amountMinor = amountIn(ask, 'amount', RANGE);
    if (!amountMinor.ok) return amountMinor;
    return ok({
      kind: 'create_payin',
      channel: channel.value,
      scope: SCOPES.web,
      merchantRef: ask.text('mchOrderId'),
      digest: digestOf(ask),
      amountMinor: amountMinor.value,
      metadata: { ...kept(ask, 'channelCode', 'mobile'), form: 'web' },
      notifyUrl: notifyUrlIn(ask, 'callbackUrl'),
      returnUrl: ask.text('redirectUrl'),
      onRepeat: 'refuse',
      // The answer shows the page.
      wait: 'instructions',
      fields: factsOf(ask),
      expiryMinutes: null,
    });
  },
  answers: { created: createdAs(CREATED_WEB) },
});

const webQuery = call({
  name: 'payment_query',
  title: 'Check a web payment',
  method: 'GET',
  paths: ['/api/v1/payment/:transactionId'],
  fields: [inPath('transactionId', field.id(1, 32), 'our number of the payment')],
  requests: ['query_order'],
  request({ text: textOf }) {
    const id = parseTransactionId(textOf('transactionId'), 'payin');
    if (id === null) return refuse('not_found');
    return ok({ kind: 'query_order', key: { kind: 'id', id }, kinds: ['payin'] });
  },
  answers: { order: orderAs(PAYMENT) },
});

const codeOf = ({ aliases }: Channel) => aliases['open-api-ph'];

function limit(name: string, description: string, of: (channel: Channel) => bigint) {
  return member<Channel>(name, 'number', description, (channel) =>
    writeAmount({ asset: channel.asset, minor: of(channel) }, MINOR_INTEGER),
  );
}

const CHANNEL: readonly Member<Channel>[] = [
  textMember('channelCode', 'the code of the channel', codeOf),
  textMember('channelName', 'its name', ({ name }) => name),
  textMember('status', 'ACTIVE: what is not open is not listed', () => 'ACTIVE'),
  limit('minAmount', 'smallest payment, in centavos', ({ limits }) => limits.minMinor),
  limit('maxAmount', 'largest payment, in centavos', ({ limits }) => limits.maxMinor),
];

const webChannels = call({
  name: 'payment_channels',
  title: 'List the channels of web payments',
  method: 'GET',
  paths: ['/api/v1/payment/channels', '/api/v1/payment/channel'],
  fields: [],
  requests: ['list_channels'],
  request: () => ok({ kind: 'list_channels', channelKind: 'payin', country: COUNTRY }),
  answers: {
    channels: {
      type: 'list',
      members: CHANNEL,
      data: ({ channels }) =>
        jsonArray(channels.filter(isPage).map((channel) => objectOf(CHANNEL, channel))),
    },
  },
});

export const WEB_PAYMENTS: readonly PhOperation[] = [webCreate, webQuery, webChannels];
