/** The connector beside it as the conformance suite meets it. */
import assert from 'node:assert/strict';
import type { Credentials, Intent, Question } from '../../../src/connectors/contract.ts';
import type { ConnectorHarness, Response } from '../../../src/connectors/harness.ts';
import { sampleIntent } from '../../../src/connectors/sample.fixture.ts';

const ID = 'pay_sample';
const QR = `QR:${ID}:1`;

const PAYIN = sampleIntent('payin', 'qr', { upstreamId: ID });
const PAYOUT = sampleIntent('payout', 'payout', { upstreamId: ID });
const SECOND: Intent = { ...PAYIN, operation: 'continue' };

function credentials(account: string, version: number): Credentials {
  const secrets = { key: `key-${version}-of-${account}` };
  return { account, version, baseUrl: 'https://provider.example', secrets };
}

function reply(status: number, body: object): Response {
  const headers = { 'content-type': 'application/json' };
  const bytes = Buffer.from(JSON.stringify(body));
  return { kind: 'response', status, headers, body: bytes, truncated: false };
}

function payment({ reference, operation }: Intent, changes: object): Response {
  const kind = operation === 'payout' ? 'payout' : 'payin';
  const facts = { id: ID, reference, kind, amount: '100.50', currency: 'PHP' };
  return reply(200, { ...facts, ...changes });
}

const NEW = { payin: 'new', payout: 'pending', continue: 'pending' };
const shown = ({ operation }: Intent) => (operation === 'continue' ? { qr: QR } : {});
const doubt = (reason: string) => ({ kind: 'doubt', reason }) as const;

function created(intent: Intent, word?: string): Response {
  const status = word ?? NEW[intent.operation as keyof typeof NEW];
  return payment(intent, { status, ...shown(intent) });
}

const accepted = { kind: 'accepted', upstreamId: ID, instructions: null } as const;
const withCode = { ...accepted, instructions: { kind: 'qr', payload: QR } } as const;

/** What callbacks of the provider, or of anybody, name. */
export const QUESTIONS: readonly (readonly [
  body: string,
  questions: readonly Question[] | null,
])[] = [
  [
    JSON.stringify({ event: 'payment', object: { id: ID, reference: '1', status: 'succeeded' } }),
    [{ reference: '1', upstreamId: ID }],
  ],
  [JSON.stringify({ object: { id: ID } }), [{ reference: '', upstreamId: ID }]],
  [JSON.stringify({ object: { reference: '1' } }), [{ reference: '1', upstreamId: null }]],
  [JSON.stringify({ object: { id: 'a\nb' } }), []],
  [JSON.stringify({ object: {} }), []],
  [JSON.stringify({ object: [ID] }), null],
  ['', null],
  ['{', null],
];

export const harness: ConnectorHarness = {
  credentials: credentials('main', 2),
  previous: credentials('main', 1),
  unrelated: credentials('other', 1),
  nowMs: Date.parse('2026-11-20T09:00:00Z'),
  token: null,
  callbackWindowMs: null,
  shownSettings: [],
  signedHeaders: ['none'],
  closesBy: 'upstreamId',
  intents: [
    { title: 'payin', intent: PAYIN },
    { title: 'payout', intent: PAYOUT },
    { title: 'second call', intent: SECOND },
  ],
  verdicts: [
    {
      title: 'a first call waits for the second',
      intent: PAYIN,
      reply: created(PAYIN),
      verdict: { ...accepted, continues: true },
    },
    {
      title: 'a second call brings what is shown',
      intent: SECOND,
      reply: created(SECOND),
      verdict: withCode,
    },
    {
      title: 'a second call that brings nothing to show is doubt',
      intent: SECOND,
      reply: payment(SECOND, { status: 'pending' }),
      verdict: doubt('nothing to be shown'),
    },
    {
      title: "another payment's second call is doubt",
      intent: SECOND,
      reply: payment(SECOND, { status: 'pending', qr: QR, id: 'pay_other' }),
      verdict: doubt('an answer about another order'),
    },
    { title: 'a payout', intent: PAYOUT, reply: created(PAYOUT), verdict: accepted },
    {
      title: 'a refusal',
      intent: PAYIN,
      reply: reply(400, { error: 'invalid_request' }),
      verdict: {
        kind: 'declined',
        failure: { code: 'invalid_request', text: 'invalid_request' },
      },
    },
  ],
  answers: [
    {
      title: 'paid',
      intent: PAYIN,
      reply: payment(PAYIN, { status: 'succeeded', qr: QR }),
      answer: {
        kind: 'events',
        events: [
          {
            reference: PAYIN.reference,
            eventKey: `paid:${ID}`,
            fact: {
              kind: 'paid',
              amount: { asset: 'PHP/2', minor: 10_050n },
              ...{ paymentRef: ID, bankRef: null, upstreamId: ID },
            },
          },
        ],
      },
    },
    {
      title: 'unknown',
      intent: PAYIN,
      reply: reply(404, { error: 'not_found' }),
      answer: { kind: 'not_found' },
    },
    {
      title: 'under way',
      intent: PAYOUT,
      reply: payment(PAYOUT, { status: 'pending' }),
      answer: { kind: 'pending' },
    },
    {
      title: 'a payment of another reference, named by a callback for ours, is not ours',
      intent: PAYIN,
      reply: payment({ ...PAYIN, reference: '7' }, { status: 'succeeded' }),
      answer: doubt('an answer about another order'),
    },
  ],
  callbacks: [],
  stories: [],

  created,
  queried: created,
  referenceIn({ method, url, headers, body }, { secrets }) {
    const basic = Buffer.from(`${secrets.key}:`).toString('base64');
    assert.equal(headers.authorization, `Basic ${basic}`);
    const [, , , id = '', second] = new URL(url).pathname.split('/');
    if (method === 'GET') return decodeURIComponent(id);
    assert.ok((headers['idempotence-key'] ?? '').length <= 64);
    if (second === 'present') return decodeURIComponent(id);
    const sent = JSON.parse(body ?? '') as Record<string, string>;
    assert.equal(sent.amount, '100.50');
    assert.equal(headers['idempotence-key'], sent.reference);
    return sent.reference ?? '';
  },
  callback: (body) => ({ method: 'POST', path: '/', headers: {}, body: Buffer.from(body) }),
};
