import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import { openApi } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { MERCHANT, PLATFORM, SAMPLE_APP, sampleKey } from './fixtures/sample.ts';
import { rawOf, sampleFields, signText } from './fixtures/speak.ts';
import { openApiTools } from './tools.ts';

const OPTIONS = { encoding: 'json', nowMs: harness.nowMs } as const;
const OWN = [sampleKey('own', 'request', MERCHANT.privateKey)];
const appId = SAMPLE_APP.publicId;

async function signed(body: string, keys = OWN, options: object = OPTIONS) {
  const given = { ...OPTIONS, ...options };
  return await openApiTools.sign('ph_payment_query', Buffer.from(body), keys, given);
}

describe('signing at a command line', () => {
  const { timestamp: _, ...fields } = sampleFields('ph_payment_query');

  for (const [title, body] of [
    ['the fields with the appId beside them', { appId, ...fields }],
    ['an envelope with param as an object', { appId, param: fields }],
    [
      'an envelope with param as a text',
      { appId, param: JSON.stringify({ ...fields, timestamp: 5 }) },
    ],
  ] as const) {
    test(`takes ${title}, and what it makes is accepted`, async () => {
      const call = await signed(JSON.stringify(body));
      assert.ok(call.ok);
      const { path, stringToSign } = call.value;
      assert.equal(path, '/open-api/philippines/payment/query');
      const raw = rawOf('ph_payment_query', call.value.body);
      assert.ok(receive(openApi, raw, 'ph_payment_query', harness).ok);
      assert.equal(JSON.parse(call.value.body).param, stringToSign);
    });
  }

  test('puts a timestamp in where there is none, and keeps number text', async () => {
    const call = await signed(`{"appId":"${appId}","amount":9007199254740993}`);
    assert.ok(call.ok);
    const due = `{"amount":9007199254740993,"timestamp":${harness.nowMs}}`;
    assert.equal(call.value.stringToSign, due);
  });

  test('is refused without an appId, a usable key or JSON', async () => {
    for (const call of [
      await signed('{"mchOrderId":"a"}'),
      await signed('{'),
      await signed('{"appId":"a"}', []),
      await signed('{"appId":"a"}', [sampleKey('own', 'request', 'no key')]),
      await signed('{"appId":"a"}', OWN, { encoding: 'form' }),
    ]) {
      assert.ok(!call.ok);
    }
  });
});

describe('checking a notification at a command line', () => {
  const param = '{"eventName":"disbursement.success","amount":5}';
  const explained = (body: object, keys = [sampleKey('p', 'request', PLATFORM.publicKey)]) => {
    const notification = { headers: {}, body: Buffer.from(JSON.stringify(body)) };
    const answer = openApiTools.explainNotification(notification, keys);
    assert.ok('explanation' in answer);
    return answer;
  };
  const sign = signText(param, PLATFORM.privateKey);

  test('shows what was signed and what it says, by a public key or the app’s own pair', () => {
    for (const keys of [undefined, [sampleKey('n', 'notification', PLATFORM.privateKey)]]) {
      const { explanation, content } = explained({ sign, param }, keys);
      assert.deepEqual([explanation.matches, explanation.stringToSign], [true, param]);
      assert.deepEqual(content, {
        eventName: 'disbursement.success',
        fields: { eventName: 'disbursement.success', amount: '5' },
      });
    }
  });

  for (const [hint, body, keys] of [
    [/sign is missing/, { param }, undefined],
    [/param is not a string/, { sign, param: JSON.parse(param) }, undefined],
    [/no JSON any more/, { sign, param: param.replaceAll('"', '') }, undefined],
    [/never write it anew/, { sign, param: JSON.stringify(JSON.parse(param), null, 1) }, undefined],
    [/No key is usable/, { sign, param }, [sampleKey('p', 'request', 'no key')]],
  ] as const) {
    test(`says what to look at: ${hint.source}`, () => {
      const { explanation, content } = explained(body, keys as never);
      assert.ok(!explanation.matches);
      assert.match(explanation.hints.join(' '), hint);
      assert.equal(content, null);
    });
  }
});
