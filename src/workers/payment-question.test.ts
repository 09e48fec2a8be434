/** Whatever is not a clear yes of the merchant in time is a no, and is recorded apart. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sampleOrder } from '../../tests/support/order.ts';
import { appOf, merchantOf } from '../../tests/support/shop.ts';
import { plainDialect } from '../../tests/workers/plain-dialect.ts';
import type { PaymentCheck } from '../dialects/contract.ts';
import type { EgressRequest, EgressResult } from '../egress/contract.ts';
import { createAskMerchant } from './payment-question.ts';

const CHECK: PaymentCheck = {
  timeoutMs: 5_000,
  urlOf: ({ settings }) => settings.askAt ?? null,
  async ask({ order, amount, payerPhone }) {
    const body = JSON.stringify({ order: `${order.id}`, minor: `${amount.minor}`, payerPhone });
    return { method: 'POST', headers: { 'x-sign': 's' }, body };
  },
  read: ({ status, body }) =>
    status === 200 && /^(2000|1000)$/.test(body)
      ? { collect: body === '2000', detail: `code ${body}` }
      : null,
};
const APP = appOf(merchantOf(5), { settings: { askAt: 'https://shop.example/ask' } });
const QUESTION = {
  order: sampleOrder(),
  amount: { asset: 'PHP/2', minor: 500n },
  ...{ payerPhone: '0917', at: new Date(0) },
};

function answered(body: string, status = 200, truncated = false): EgressResult {
  return { kind: 'response', status, headers: {}, body: Buffer.from(body), truncated, ms: 1 };
}

function asking(result: EgressResult, check: PaymentCheck | undefined = CHECK) {
  const sent: EgressRequest[] = [];
  const dialect = { ...plainDialect(), ...(check === undefined ? {} : { paymentCheck: check }) };
  const ask = createAskMerchant({
    dialects: new Map([['plain', dialect]]),
    egress: {
      async send(request) {
        sent.push(request);
        return result;
      },
    },
    nowMs: () => 0,
  });
  return { ask, sent };
}

const OUTCOMES: readonly (readonly [string, EgressResult, string])[] = [
  ['a yes', answered('2000'), 'true answered 200'],
  ['a no', answered('1000'), 'false answered 200'],
  ['a yes with an error status', answered('2000', 500), 'false unreadable 500'],
  ['anything else', answered('OK'), 'false unreadable 200'],
  ['a yes that has no end', answered('2000', 200, true), 'false unreadable 200'],
  ['silence', { kind: 'unknown', reason: 'timeout', ms: 5_000 }, 'false no_answer null'],
  ['a cut', { kind: 'unknown', reason: 'connection_reset', ms: 1 }, 'false no_answer null'],
  ['nobody', { kind: 'not_sent', reason: 'connection_refused' }, 'false not_reachable null'],
  [
    'an address that the guard refuses',
    { kind: 'refused', reason: 'request_malformed', detail: 'private' },
    'false not_reachable null',
  ],
];

for (const [what, result, expected] of OUTCOMES) {
  test(`${what} is ${expected}`, async () => {
    const { ask, sent } = asking(result);
    const call = await ask(APP, QUESTION);
    assert.equal(`${call?.collect} ${call?.reason} ${call?.status}`, expected);
    assert.equal(sent.length, 1, 'asked once');
    const [{ url, timeoutMs, body } = {} as EgressRequest] = sent;
    assert.deepEqual([url, timeoutMs], ['https://shop.example/ask', 5_000]);
    assert.match(Buffer.from(body ?? []).toString(), /"minor":"500","payerPhone":"0917"/);
  });
}

test('nobody is asked where the app has no address, or its API no such call', async () => {
  const { ask, sent } = asking(answered('2000'));
  assert.equal(ask({ ...APP, settings: {} }, QUESTION), null);
  assert.equal(asking(answered('2000'), undefined).ask({ ...APP, dialect: 'x' }, QUESTION), null);
  assert.equal(sent.length, 0);
});

test('a question that cannot be signed is a no', async () => {
  const broken = { ...CHECK, ask: async () => Promise.reject(new Error('no key')) };
  const call = await asking(answered('2000'), broken).ask(APP, QUESTION);
  assert.deepEqual([call?.collect, call?.reason], [false, 'not_recorded']);
});
