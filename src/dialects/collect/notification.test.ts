import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { App, AppKey } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import { parseWebhookSecret, verifyWebhook } from '../../wire/standard-webhooks.ts';
import { collect } from './dialect.ts';
import { SEED_NOTIFICATION } from './fixtures/published.ts';
import {
  SAMPLE_APP,
  SAMPLE_KEY,
  SAMPLE_KEYS,
  SAMPLE_PAYOUT_KEY,
  sampleKey,
  sampleOrder,
} from './fixtures/sample.ts';
import { md5WithKey } from './fixtures/speak.ts';

const AT = new Date('2026-11-20T09:30:00.250Z');
const AT_SECONDS = 1_795_167_000;

async function eventOf(
  changes: Partial<Order>,
  { app = SAMPLE_APP, keys = SAMPLE_KEYS }: { app?: App; keys?: readonly AppKey[] } = {},
) {
  const order = sampleOrder({ state: 'paid', paidMinor: 100_000n, ...changes });
  const url = 'https://shop.example/notify';
  const event = order.kind === 'payout' ? 'payout.paid' : 'payin.paid';
  const signed = await collect.notification({ type: event, order, n: 3, url, at: AT }, app, keys);
  assert.ok(signed !== null);
  return signed;
}

function withProfile(callbackProfile: string): App {
  return { ...SAMPLE_APP, settings: { callbackProfile } };
}

describe('the body of a notification', () => {
  test('is the seed’s, with our signature', async () => {
    const { body } = await eventOf({ state: 'failed', paidMinor: 0n });
    assert.equal(body.slice(0, SEED_NOTIFICATION.length), SEED_NOTIFICATION);
    assert.match(body.slice(SEED_NOTIFICATION.length), /^[0-9a-f]{32}"}$/);
  });

  test('is signed over the published string, fee included', async () => {
    const order = { id: 236130395249311744n, merchantRef: 'ORD202400001', paidMinor: 10_000n };
    const { body } = await eventOf({ ...order, feeMinor: 300n });
    const string =
      'amount=100&fee=3&orderId=ORD202400001&platOrderId=236130395249311744' +
      '&remark=no&reverse=false&status=1';
    assert.equal(JSON.parse(body).sign, md5WithKey(string));
  });

  test('has four fields in the oldest profile, signed as the spec calculates', async () => {
    const order = { merchantRef: 'ORD202400001', paidMinor: 10_000n };
    const { body } = await eventOf(order, { app: withProfile('legacy4') });
    assert.equal(
      body,
      '{"platOrderId":"236130395249311744","orderId":"ORD202400001","amount":100,"status":1,' +
        '"sign":"028f209f067eb19f4c19d193983f6b59"}',
    );
  });

  const PROFILES = [
    ['full', 'platOrderId,orderId,amount,status,reverse,remark,fee,sign'],
    ['noFee', 'platOrderId,orderId,amount,status,reverse,remark,sign'],
    ['legacy4', 'platOrderId,orderId,amount,status,sign'],
    ['unheard of', 'platOrderId,orderId,amount,status,reverse,remark,fee,sign'],
    ['toString', 'platOrderId,orderId,amount,status,reverse,remark,fee,sign'],
  ] as const;
  for (const [profile, names] of PROFILES) {
    test(`in profile ${profile} sends ${names}`, async () => {
      const { body } = await eventOf({}, { app: withProfile(profile) });
      assert.equal(Object.keys(JSON.parse(body)).join(), names);
    });
  }

  test('has the same number text in body and signature, in its shortest form', async () => {
    for (const [paidMinor, text] of [
      [60_000n, '600'],
      [9_950n, '99.5'],
      [9_999n, '99.99'],
      [100_000_000_000_000n, '1000000000000'],
    ] as const) {
      const { body } = await eventOf({ paidMinor }, { app: withProfile('legacy4') });
      assert.match(body, new RegExp(`"amount":${text.replace('.', '\\.')},`));
      const string =
        `amount=${text}&orderId=e8a581fa692342ccbaf9cbd6f2598e48` +
        '&platOrderId=236130395249311744&status=1';
      assert.equal(JSON.parse(body).sign, md5WithKey(string));
    }
  });

  test('has the amount really paid, the ordered one where nothing was', async () => {
    assert.equal(JSON.parse((await eventOf({ paidMinor: 99_000n })).body).amount, 990);
    const failed = await eventOf({ state: 'expired', paidMinor: 0n });
    assert.equal(JSON.parse(failed.body).amount, 1000);
  });

  test('says reverse when an earlier result is corrected, either way', async () => {
    const back = JSON.parse((await eventOf({ state: 'reversed', corrected: true })).body);
    assert.deepEqual([back.status, back.reverse], [2, true]);
    const late = JSON.parse((await eventOf({ corrected: true })).body);
    assert.deepEqual([late.status, late.reverse], [1, true]);
  });
});

describe('remark', () => {
  const REMARKS = [
    ['declined by the bank', 'declined by the bank'],
    ['', 'no'],
    [' \r\n ', 'no'],
    ['&=&', 'no'],
    ['x&amount=1', 'x amount 1'],
    ['  padded\t ', 'padded'],
    ['😀'.repeat(200), '😀'.repeat(128)],
    ['half \ud83d', 'half \ufffd'],
  ] as const;
  for (const [text, remark] of REMARKS) {
    test(`for ${JSON.stringify(text.slice(0, 20))} is ${JSON.stringify(remark.slice(0, 20))}`, async () => {
      const failure = { code: 'declined', text } as const;
      const { body } = await eventOf({ state: 'failed', failure });
      assert.equal(JSON.parse(body).remark, remark);
    });
  }

  test('is no reason where nothing failed', async () => {
    const failure = { code: 'declined', text: 'an old story' } as const;
    assert.equal(JSON.parse((await eventOf({ state: 'paid', failure })).body).remark, 'no');
  });
});

describe('the keys of a notification', () => {
  const NEWER = sampleKey('request-2', 'request', 'b'.repeat(32), '2026-06-01T00:00:00Z');
  const PAYOUT = sampleKey('payout-1', 'payout', SAMPLE_PAYOUT_KEY);

  function signedBy(body: string, key: string): boolean {
    const { sign, ...fields } = JSON.parse(body);
    const text = Object.keys(fields)
      .sort()
      .map((name) => `${name}=${fields[name]}`);
    return sign === md5WithKey(text.join('&'), key);
  }

  test('are the one that the order was created with, while it lives, else the newest', async () => {
    const both = [...SAMPLE_KEYS, NEWER];
    const created = await eventOf({ metadata: { keyId: 'request-1' } }, { keys: both });
    assert.ok(signedBy(created.body, SAMPLE_KEY));
    const since = await eventOf({ metadata: { keyId: 'gone' } }, { keys: both });
    assert.ok(signedBy(since.body, NEWER.material));
    const last = await eventOf({ metadata: { keyId: 'request-1' } }, { keys: [NEWER] });
    assert.ok(signedBy(last.body, NEWER.material));
  });

  test('are the payout key for payouts, where there is one', async () => {
    const both = [...SAMPLE_KEYS, PAYOUT];
    assert.ok(
      signedBy((await eventOf({ kind: 'payout' }, { keys: both })).body, SAMPLE_PAYOUT_KEY),
    );
    assert.ok(signedBy((await eventOf({ kind: 'payin' }, { keys: both })).body, SAMPLE_KEY));
    assert.ok(signedBy((await eventOf({ kind: 'payout' })).body, SAMPLE_KEY));
  });

  test('must be there: without any it is a defect', async () => {
    await assert.rejects(eventOf({}, { keys: [] }), /no key/);
  });

  test('sign Standard Webhooks headers too, all that live at once', async () => {
    const both = [...SAMPLE_KEYS, NEWER];
    const { headers, body } = await eventOf({}, { keys: both });
    assert.equal(headers['webhook-id'], '236130395249311744_3');
    assert.equal(headers['webhook-timestamp'], String(AT_SECONDS));
    for (const { material } of both) {
      const secret = new TextEncoder().encode(material);
      assert.ok(verifyWebhook(headers, body, [secret], AT_SECONDS + 60).ok);
    }
    assert.ok(
      !verifyWebhook(headers, `${body} `, [new TextEncoder().encode(SAMPLE_KEY)], AT_SECONDS).ok,
    );
  });

  test('leave the headers to a notification key where there is one, and never the body', async () => {
    const published = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';
    const keys = [...SAMPLE_KEYS, sampleKey('notification-1', 'notification', published)];
    const { headers, body } = await eventOf({}, { keys });
    const secret = parseWebhookSecret(published);
    assert.ok(secret.ok && verifyWebhook(headers, body, [secret.value], AT_SECONDS).ok);
    assert.ok(!verifyWebhook(headers, body, [new TextEncoder().encode(SAMPLE_KEY)], AT_SECONDS).ok);
    assert.ok(signedBy(body, SAMPLE_KEY));
  });
});

describe('the timetable', () => {
  test('is eight attempts in forty minutes', () => {
    const minutes = collect.attemptAfterMs.map((ms) => ms / 60_000);
    assert.deepEqual(minutes, [0, 1, 3, 7, 13, 20, 30, 40]);
  });
});
