import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildRequest, verifyNotification } from './client.ts';
import { SPEC_CANONICAL, SPEC_NOTIFICATION } from './fixtures/published.ts';
import { MERCHANT, newPair, PLATFORM } from './fixtures/sample.ts';
import { type CREATE_FIELDS, signText } from './fixtures/speak.ts';

const SAMPLES = { acceptSampleKeys: true };

describe('building a request', () => {
  test('gives the text of the spec, signed as it is sent', async () => {
    const fields = Object.fromEntries(Object.entries(JSON.parse(SPEC_CANONICAL)).toReversed());
    const request = await buildRequest(
      'recharge_create',
      fields as typeof CREATE_FIELDS,
      MERCHANT.privateKey,
      SAMPLES,
    );
    assert.deepEqual(request, {
      method: 'POST',
      path: '/en/pay-center/recharge-order/create',
      headers: { 'content-type': 'application/json', sign: signText(SPEC_CANONICAL) },
      body: SPEC_CANONICAL,
    });
  });

  test('goes to any locale, and bare', async () => {
    const pathFor = async (locale: string) => {
      const options = { ...SAMPLES, locale };
      return (await buildRequest('recharge_info', {}, MERCHANT.privateKey, options)).path;
    };
    assert.equal(await pathFor('zh-CN'), '/zh-CN/pay-center/recharge-order/info');
    assert.equal(await pathFor(''), '/pay-center/recharge-order/info');
  });

  test('sorts lists’ objects and integer-like names, and keeps lists in order', async () => {
    const fields = { b: [{ z: 1, a: null }, true], '10': 'é/', '9': -1 };
    const { body } = await buildRequest('recharge_info', fields, MERCHANT.privateKey, SAMPLES);
    assert.equal(body, '{"10":"é/","9":-1,"b":[{"a":null,"z":1},true]}');
  });

  test('rejects decimals that are no text, and keys that cannot sign', async () => {
    const build = (fields: Record<string, number>, key: string) =>
      buildRequest('recharge_info', fields, key, SAMPLES);
    await assert.rejects(build({ money: 10.5 }, MERCHANT.privateKey), /decimals as text/);
    await assert.rejects(build({ money: 2 ** 60 }, MERCHANT.privateKey), /decimals as text/);
    await assert.rejects(build({}, MERCHANT.publicKey), /private key/);
    await assert.rejects(
      buildRequest('recharge_info', {}, MERCHANT.privateKey),
      /public documents/,
    );
  });
});

describe('verifying a notification', () => {
  const sign = signText(SPEC_NOTIFICATION, PLATFORM.privateKey);
  const verify = (body: string, given = sign, keys: readonly string[] = [PLATFORM.publicKey]) =>
    verifyNotification(Buffer.from(body), given, keys);

  test('reads what was signed', () => {
    assert.deepEqual(verify(SPEC_NOTIFICATION), {
      ok: true,
      value: {
        timestamp: '2022-10-27T08:53:03.000+00:00',
        orderNo: '443.PA.20221027-20151109-10982861-08710506-2290',
        type: '1',
        status: 'IN_PROGRESS',
        amount: '10.00',
        currencyCode: 'SGD',
        payTime: '2022-10-27T08:53:02.000+00:00',
        metadata: null,
      },
    });
  });

  test('takes either key during a rotation', async () => {
    const other = (await newPair()).publicKey;
    assert.ok(verify(SPEC_NOTIFICATION, sign, [other, PLATFORM.publicKey]).ok);
    assert.ok(!verify(SPEC_NOTIFICATION, sign, [other]).ok);
    assert.ok(!verify(SPEC_NOTIFICATION, sign, []).ok);
  });

  test('says so when a key is none', () => {
    const verified = verify(SPEC_NOTIFICATION, sign, ['x']);
    assert.ok(!verified.ok && verified.reason.startsWith('a key: '));
  });

  const CHANGED = [
    ['a changed amount', SPEC_NOTIFICATION.replace('10.00', '11.00')],
    ['a blank more', SPEC_NOTIFICATION.replace(',', ', ')],
    ['a line break more', `${SPEC_NOTIFICATION}\n`],
  ] as const;
  for (const [title, body] of CHANGED) {
    test(`refuses ${title}`, () => assert.ok(!verify(body).ok));
  }

  const SIGNED = [
    ['an unknown status', SPEC_NOTIFICATION.replace('IN_PROGRESS', 'PAID')],
    ['no order', SPEC_NOTIFICATION.replace(/"orderNo":"[^"]*",/, '')],
    ['a name twice', SPEC_NOTIFICATION.replace('{', '{"status":"FAILED",')],
    ['a list', '[]'],
    ['no JSON', 'ok'],
  ] as const;
  for (const [title, body] of SIGNED) {
    test(`refuses ${title}, though it was signed`, () => {
      assert.ok(!verify(body, signText(body, PLATFORM.privateKey)).ok);
    });
  }
});
