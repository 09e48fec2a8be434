import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { buildRequest, verifyNotification } from './client.ts';
import { MERCHANT, newPair, PLATFORM } from './fixtures/sample.ts';
import { signText } from './fixtures/speak.ts';

const SAMPLES = { acceptSampleKeys: true };
const APP_ID = '5f0c2a7be1d94c6f9a31c0de77b4a812';

describe('building a request', () => {
  const build = (fields: Parameters<typeof buildRequest>[2], options = SAMPLES as object) =>
    buildRequest('balance', APP_ID, fields, MERCHANT.privateKey, { ...SAMPLES, ...options });

  test('gives the envelope of the specification, param signed as it is sent', async () => {
    const param = '{"countryCode":"PH","timestamp":1735689600000}';
    const request = await build({ countryCode: 'PH', timestamp: 1735689600000 });
    assert.deepEqual(request, {
      method: 'POST',
      path: '/open-api/account/balance',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ appId: APP_ID, sign: signText(param), param }),
    });
  });

  test('keeps the order of fields, and takes lists, objects and big whole numbers', async () => {
    const fields = { b: [{ z: 1, a: null }, true], a: 'é/"', amount: 9007199254740993n };
    const { body } = await build(fields);
    const { param } = JSON.parse(body);
    assert.equal(param, '{"b":[{"z":1,"a":null},true],"a":"é/\\"","amount":9007199254740993}');
  });

  test('goes to another path of the same call, and to no other', async () => {
    const path = '/open-api/account/balance/v2';
    assert.equal((await build({}, { path })).path, path);
    await assert.rejects(build({}, { path: '/open-api/payment/refund' }), /no path of balance/);
  });

  test('rejects numbers that are not whole, and keys that cannot sign', async () => {
    await assert.rejects(build({ amount: 10.5 }), /whole numbers/);
    await assert.rejects(build({ amount: 2 ** 60 }), /whole numbers/);
    await assert.rejects(buildRequest('balance', 'a', {}, MERCHANT.publicKey), /private key/);
    await assert.rejects(buildRequest('balance', 'a', {}, MERCHANT.privateKey), /public documents/);
  });
});

describe('verifying a notification', () => {
  const PARAM = '{"eventName":"order.payment.success","amount":9007199254740993,"x":{"y":1}}';
  const bodyOf = (param: string, sign = signText(param, PLATFORM.privateKey)) =>
    Buffer.from(JSON.stringify({ sign, param }));
  const verify = (body: Uint8Array, keys: readonly string[] = [PLATFORM.publicKey]) =>
    verifyNotification(body, keys);

  test('reads what was signed, numbers as they were sent', () => {
    const verified = verify(bodyOf(PARAM));
    assert.deepEqual(verified, {
      ok: true,
      value: {
        eventName: 'order.payment.success',
        fields: { eventName: 'order.payment.success', amount: '9007199254740993' },
      },
    });
  });

  test('takes either key of a rotation', async () => {
    assert.ok(verify(bodyOf(PARAM), [(await newPair()).publicKey, PLATFORM.publicKey]).ok);
  });

  test('refuses a changed param, another key, no key and what is no notification', () => {
    const changed = bodyOf(PARAM.replace('3', '4'), signText(PARAM, PLATFORM.privateKey));
    for (const [body, keys] of [
      [changed, [PLATFORM.publicKey]],
      [bodyOf(PARAM), [MERCHANT.publicKey]],
      [bodyOf(PARAM), []],
      [bodyOf(PARAM), ['no key']],
      [bodyOf('no JSON'), [PLATFORM.publicKey]],
      [bodyOf('{"amount":1}'), [PLATFORM.publicKey]],
      [Buffer.from('{}'), [PLATFORM.publicKey]],
      [Buffer.from('{'), [PLATFORM.publicKey]],
    ] as const) {
      assert.ok(!verify(body, keys).ok);
    }
  });
});
