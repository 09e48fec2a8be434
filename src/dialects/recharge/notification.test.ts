import assert from 'node:assert/strict';
import { createPrivateKey, createPublicKey, verify } from 'node:crypto';
import { describe, test } from 'node:test';
import type { App, AppKey } from '../../domain/merchant.ts';
import type { Order } from '../../domain/order.ts';
import { webhookSecretOf } from '../../signatures/rsa-keys.ts';
import { parseWebhookSecret, verifyWebhook } from '../../wire/standard-webhooks.ts';
import { orderNoOf } from './codec.ts';
import { recharge } from './dialect.ts';
import { SEED_ORDER_NO, SPEC_NOTIFICATION } from './fixtures/published.ts';
import {
  newPair,
  PLATFORM,
  SAMPLE_APP,
  SAMPLE_KEYS,
  sampleKey,
  sampleOrder,
} from './fixtures/sample.ts';

const AT = new Date('2026-11-20T09:30:00.250Z');
const AT_SECONDS = 1_795_167_000;

async function eventOf(
  changes: Partial<Order>,
  { app = SAMPLE_APP, keys = SAMPLE_KEYS }: { app?: App; keys?: readonly AppKey[] } = {},
) {
  const order = sampleOrder({ state: 'paid', paidMinor: 1_000n, finalAt: AT, ...changes });
  const url = 'https://shop.example/notify';
  const signed = await recharge.notification(
    { type: 'payin.paid', order, n: 3, url, at: AT },
    app,
    keys,
  );
  assert.ok(signed !== null);
  return signed;
}

function signedBy({ body, headers }: Awaited<ReturnType<typeof eventOf>>, privateKey: string) {
  const der = Buffer.from(privateKey, 'base64');
  const key = createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  const sign = Buffer.from(headers.sign ?? '', 'base64');
  return verify('RSA-SHA256', Buffer.from(body), key, sign);
}

describe('the body of a notification', () => {
  test('is the spec’s but for number and times', async () => {
    const { body } = await eventOf({});
    const expected = SPEC_NOTIFICATION.replace(SEED_ORDER_NO, orderNoOf(sampleOrder().id)).replace(
      /2022-10-27T08:53:0[23]\.000/g,
      '2026-11-20T09:30:00.250',
    );
    assert.equal(body, expected);
  });

  test('has the amount ordered, whatever came', async () => {
    const { body } = await eventOf({ paidMinor: 999n });
    assert.equal(JSON.parse(body).amount, '10.00');
  });

  const STATES = [
    ['failed', 'FAILED'],
    ['expired', 'REVERSED'],
    ['closed', 'REVERSED'],
    ['reversed', 'REFUSE'],
  ] as const;
  for (const [state, status] of STATES) {
    test(`says ${status} of an order that is ${state}, and no time of payment`, async () => {
      const { body } = await eventOf({ state });
      assert.match(body, new RegExp(`"payTime":null,"status":"${status}"`));
    });
  }

  test('gives metadata back as it came with the order, sorted', async () => {
    const metadata = '{"openid":"o-1","merchant":"a/b","channel_name":"é","more":1}';
    const { body } = await eventOf({ metadata: { payType: 'payermax', metadata } });
    const given = '"metadata":{"channel_name":"é","merchant":"a/b","openid":"o-1"},"orderNo"';
    assert.ok(body.includes(given), body);
    for (const other of ['{}', '[]', 'no JSON', '']) {
      const plain = await eventOf({ metadata: { payType: 'payermax', metadata: other } });
      assert.ok(!plain.body.includes('metadata'));
    }
  });
});

const other = await newPair();

describe('the keys of a notification', () => {
  const NEWER = sampleKey(
    'notification-2',
    'notification',
    other.privateKey,
    '2026-06-01T00:00:00Z',
  );

  test('are the platform’s own, and sign the very bytes that are sent', async () => {
    const signed = await eventOf({});
    assert.ok(signedBy(signed, PLATFORM.privateKey));
    assert.ok(!signedBy({ ...signed, body: `${signed.body} ` }, PLATFORM.privateKey));
  });

  test('stay the older one while two live, in any order', async () => {
    for (const keys of [
      [...SAMPLE_KEYS, NEWER],
      [NEWER, ...SAMPLE_KEYS],
    ]) {
      assert.ok(signedBy(await eventOf({}, { keys }), PLATFORM.privateKey));
    }
    assert.ok(signedBy(await eventOf({}, { keys: [NEWER] }), other.privateKey));
  });

  test('must be there and usable: without, it is a defect', async () => {
    const broken = [sampleKey('n', 'notification', 'no key')];
    for (const keys of [[], SAMPLE_KEYS.slice(0, 1), broken]) {
      await assert.rejects(eventOf({}, { keys }), /no key/);
    }
  });

  test('give a secret each for Standard Webhooks headers, which all live ones sign', async () => {
    const keys = [...SAMPLE_KEYS, NEWER];
    const { headers, body } = await eventOf({}, { keys });
    assert.equal(headers['webhook-id'], `${sampleOrder().id}_3`);
    assert.equal(headers['webhook-timestamp'], String(AT_SECONDS));
    for (const key of keys.filter(({ purpose }) => purpose === 'notification')) {
      const secret = parseWebhookSecret(webhookSecretOf(key));
      assert.ok(secret.ok && verifyWebhook(headers, body, [secret.value], AT_SECONDS + 60).ok);
      assert.ok(secret.ok && !verifyWebhook(headers, `${body} `, [secret.value], AT_SECONDS).ok);
    }
  });
});

describe('the timetable', () => {
  test('is 0, 10, 30 s, 1, 5, 15 min, 1 h, then every six hours up to thirty days', () => {
    const seconds = recharge.attemptAfterMs.map((ms) => ms / 1_000);
    assert.deepEqual(seconds.slice(0, 9), [0, 10, 30, 60, 300, 900, 3_600, 25_200, 46_800]);
    const later = seconds.slice(6);
    for (const [index, at] of later.slice(1).entries()) {
      assert.equal(at - (later[index] ?? 0), 6 * 3_600);
    }
    const last = seconds.at(-1) ?? 0;
    assert.ok(last <= 30 * 86_400 && last > 30 * 86_400 - 6 * 3_600);
  });

  test('has one attempt only for a chargeback', () => {
    assert.deepEqual(recharge.attemptedOnce, ['payin.reversed']);
  });
});
