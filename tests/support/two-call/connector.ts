/** The connector of the provider beside it: what the contract has for such providers, in one. */
import { amountOf, objectOf } from '../../../src/connectors/build-json.ts';
import type {
  Credentials,
  Intent,
  QueryAnswer,
  UnprovenConnector,
  UpstreamReply,
  UpstreamRequest,
} from '../../../src/connectors/contract.ts';
import {
  idAt,
  objectAt,
  type Read,
  readJsonObject,
  readJsonReply,
  textAt,
  unread,
} from '../../../src/connectors/read-json.ts';
import type { Verdict } from '../../../src/domain/dispatch.ts';
import { currencyOf } from '../../../src/domain/money.ts';
import type { Instructions } from '../../../src/domain/order.ts';
import type { Fact } from '../../../src/domain/provider-event.ts';
import { MAJOR_TEXT, readAmount } from '../../../src/wire/amount.ts';
import { writeJson } from '../../../src/wire/canonical-json.ts';
import type { JsonObject } from '../../../src/wire/json-value.ts';

/** The provider remembers a day; an hour of it is left for the way. */
const REPEATED_FOR_MS = 23 * 3_600_000;

interface Payment {
  readonly id: string;
  readonly reference: string;
  readonly status: string;
  readonly instructions: Instructions | null;
  readonly body: JsonObject;
}

type Answer = { readonly http: number; readonly error: string } | Payment;

const doubt = (reason: string) => ({ kind: 'doubt', reason }) as const;

function request(
  method: 'GET' | 'POST',
  path: string,
  { baseUrl, secrets }: Credentials,
  post: { readonly key: string; readonly body: JsonObject } | null,
): UpstreamRequest {
  const basic = Buffer.from(`${secrets.key ?? ''}:`).toString('base64');
  const headers = { authorization: `Basic ${basic}` };
  const json = { 'content-type': 'application/json' };
  return {
    method,
    url: `${baseUrl}/v1/payments${path}`,
    headers: post === null ? headers : { ...headers, ...json, 'idempotence-key': post.key },
    body: post === null ? null : writeJson(post.body),
  };
}

const pathOf = ({ order }: Intent) => `/${encodeURIComponent(order.upstreamId ?? '')}`;

function readAnswer(reply: UpstreamReply): Read<Answer> {
  const json = readJsonReply(reply);
  if (!json.ok) return json;
  const { status: http, body } = json.value;
  const error = textAt(body, 'error');
  if (error !== null) return { ok: true, value: { http, error } };
  const [id, reference] = [idAt(body, 'id'), textAt(body, 'reference')];
  const status = textAt(body, 'status');
  if (http !== 200 || id === null || reference === null || status === null) {
    return unread('no payment');
  }
  const qr = textAt(body, 'qr');
  const instructions = qr === null || qr === '' ? null : ({ kind: 'qr', payload: qr } as const);
  return { ok: true, value: { id, reference, status, instructions, body } };
}

function read({ operation, order, reference }: Intent, reply: UpstreamReply): Verdict {
  if (reply.kind === 'not_sent') return { kind: 'not_executed', reason: reply.reason };
  const answer = readAnswer(reply);
  if (!answer.ok) return doubt(answer.reason);
  if ('error' in answer.value) {
    const { http, error } = answer.value;
    if (http === 401) return { kind: 'not_executed', reason: error };
    if (http !== 400 || error !== 'invalid_request') return doubt(error);
    return { kind: 'declined', failure: { code: 'invalid_request', text: error } };
  }
  const { id: upstreamId, status, instructions, ...payment } = answer.value;
  const isOurs = operation !== 'continue' || upstreamId === order.upstreamId;
  if (payment.reference !== reference || !isOurs) return doubt('an answer about another order');
  if (operation === 'payin' && status === 'new') {
    return { kind: 'accepted', upstreamId, instructions: null, continues: true };
  }
  if (status !== 'pending') return doubt('an unknown status word');
  if (operation === 'payout') return { kind: 'accepted', upstreamId, instructions: null };
  if (operation !== 'continue' || instructions === null) return doubt('nothing to be shown');
  return { kind: 'accepted', upstreamId, instructions };
}

function readQuery(intent: Intent, reply: UpstreamReply): QueryAnswer {
  const answer = readAnswer(reply);
  if (!answer.ok) return doubt(answer.reason);
  if ('error' in answer.value) {
    const { http, error } = answer.value;
    return http === 404 && error === 'not_found' ? { kind: 'not_found' } : doubt(error);
  }
  const payment = answer.value;
  if (payment.reference !== intent.reference) return doubt('an answer about another order');
  const reported = factOf(intent, payment);
  if (reported === null || 'reason' in reported) return reported ?? { kind: 'pending' };
  const { reference } = intent;
  const eventKey = `${reported.word}:${payment.id}`;
  return { kind: 'events', events: [{ reference, eventKey, fact: reported.fact }] };
}

/** What a payment's state says that the order does not know; null: nothing. */
function factOf({ order }: Intent, payment: Payment) {
  const { id: upstreamId, status, instructions, body } = payment;
  const fact = (word: string, value: Fact) => ({ word, fact: value });
  switch (status) {
    case 'new':
      return fact('new', { kind: 'accepted', upstreamId, instructions: null, continues: true });
    case 'pending':
      if (order.upstreamId !== null && (order.instructions !== null || instructions === null)) {
        return null;
      }
      return fact('pending', { kind: 'accepted', upstreamId, instructions });
    case 'succeeded': {
      const token = body.members.get('amount');
      const amount = token === undefined ? null : readAmount(token, order.asset, MAJOR_TEXT);
      const isOurs = textAt(body, 'currency') === currencyOf(order.asset);
      if (!amount?.ok || !isOurs) return doubt('paid, yet no amount can be read');
      const paid = { paymentRef: upstreamId, bankRef: null, upstreamId };
      return fact('paid', { kind: 'paid', amount: amount.value, ...paid });
    }
    case 'canceled':
      return fact('canceled', { kind: 'declined', failure: { code: 'declined', text: status } });
    default:
      return doubt('an unknown status word');
  }
}

export const twoCall: UnprovenConnector = {
  name: 'twocall',
  capabilities: {
    operations: ['payin', 'payout', 'continue'],
    methods: ['qr', 'payout'],
    callbackAddress: 'account',
    foundByIdAlone: ['payin', 'payout', 'continue'],
  },
  idempotentForMs: {
    payin: REPEATED_FOR_MS,
    payout: REPEATED_FOR_MS,
    continue: REPEATED_FOR_MS,
  },
  notFoundProvesAfterMs: { payin: null, payout: null, continue: null },
  timeoutMs: 10_000,
  session: null,

  build(intent, credentials) {
    const { operation, reference, order } = intent;
    if (operation === 'continue') {
      const post = { key: `${reference}-present`, body: objectOf({}) };
      return request('POST', `${pathOf(intent)}/present`, credentials, post);
    }
    const body = objectOf({
      reference,
      kind: operation,
      amount: amountOf({ asset: order.asset, minor: order.amountMinor }, MAJOR_TEXT),
      currency: currencyOf(order.asset),
    });
    return request('POST', '', credentials, { key: reference, body });
  },
  read,
  buildQuery: (intent, credentials) => request('GET', pathOf(intent), credentials, null),
  readQuery,

  questionsIn({ body }) {
    const json = readJsonObject(body);
    const object = json.ok ? objectAt(json.value, 'object') : null;
    if (object === null) return null;
    const upstreamId = idAt(object, 'id');
    const reference = textAt(object, 'reference') ?? '';
    return upstreamId === null && reference === '' ? [] : [{ reference, upstreamId }];
  },
  callbackReply: (stored) => ({ status: stored ? 200 : 503, headers: {}, body: '' }),
};
