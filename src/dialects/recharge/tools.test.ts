import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import { recharge } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { SPEC_NOTIFICATION } from './fixtures/published.ts';
import { MERCHANT, PLATFORM, SAMPLE_KEYS, sampleKey } from './fixtures/sample.ts';
import { CREATE_FIELDS, signText } from './fixtures/speak.ts';
import { rechargeTools } from './tools.ts';

/** As the command line hands it over: nobody has said what it is for. */
const given = (material: string) => [sampleKey('given', 'request', material)];

const JSON_BODY = { encoding: 'json', nowMs: harness.nowMs } as const;

describe('signing by hand', () => {
  test('gives a call that the platform accepts, stamped where there was no time', async () => {
    const { timestamp: _, ...fields } = CREATE_FIELDS;
    const body = Buffer.from(JSON.stringify({ ...fields, sign: 'old' }, null, 2));
    const signed = await rechargeTools.sign(
      'recharge_create',
      body,
      given(MERCHANT.privateKey),
      JSON_BODY,
    );
    assert.ok(signed.ok);
    const { method, path, headers, body: sent, stringToSign } = signed.value;
    const app = { ...harness.app, settings: { timestampWindowSeconds: '1' } };
    const raw = {
      method,
      path,
      headers,
      pathParams: {},
      query: '',
      body: Buffer.from(sent),
      ip: '203.0.113.7',
    };
    assert.ok(receive(recharge, raw, 'recharge_create', { ...harness, app }).ok);
    assert.equal(stringToSign, sent);
  });

  test('refuses forms, keys that are none, and bodies that are no JSON object', async () => {
    const sign = async (body: string, key: string, encoding: 'json' | 'form' = 'json') => {
      const options = { ...JSON_BODY, encoding };
      const signed = await rechargeTools.sign(
        'recharge_info',
        Buffer.from(body),
        given(key),
        options,
      );
      return signed.ok ? 'ok' : `${signed.refusal.code} ${signed.refusal.field}`;
    };
    assert.equal(await sign('{}', MERCHANT.privateKey), 'ok');
    assert.equal(await sign('{}', MERCHANT.privateKey, 'form'), 'not_supported undefined');
    assert.equal(await sign('{}', MERCHANT.publicKey), 'invalid_field key');
    assert.equal(await sign('[]', MERCHANT.privateKey), 'malformed undefined');
    assert.equal(await sign('{', MERCHANT.privateKey), 'malformed undefined');
  });
});

describe('checking a notification by hand', () => {
  const right = signText(SPEC_NOTIFICATION, PLATFORM.privateKey);

  function check(body: string, sign: string | null, keys = given(PLATFORM.publicKey)) {
    const headers = sign === null ? {} : { sign };
    const checked = rechargeTools.explainNotification({ headers, body: Buffer.from(body) }, keys);
    assert.ok('explanation' in checked);
    return checked;
  }

  test('shows what it says, if it holds', () => {
    const { explanation, content } = check(SPEC_NOTIFICATION, right);
    assert.equal(explanation.matches, true);
    assert.equal((content as { status: string }).status, 'IN_PROGRESS');
  });

  const WRONG = [
    [
      'a body that was written anew',
      JSON.stringify(JSON.parse(SPEC_NOTIFICATION), null, 1),
      right,
      /raw/,
    ],
    ['no header', SPEC_NOTIFICATION, null, /sign is missing/],
    ['another key', SPEC_NOTIFICATION, signText(SPEC_NOTIFICATION), /key is not the one/],
  ] as const;
  for (const [title, body, sign, hint] of WRONG) {
    test(`says what to look at for ${title}`, () => {
      const { explanation, content } = check(body, sign);
      assert.equal(explanation.matches, false);
      assert.match(explanation.hints.join(' '), hint);
      assert.equal(content, null);
    });
  }

  test('names the text that was signed where only the form was changed', () => {
    const pretty = JSON.stringify(JSON.parse(SPEC_NOTIFICATION), null, 1);
    assert.equal(check(pretty, right).explanation.signedInstead, SPEC_NOTIFICATION);
  });

  test('finds the public half where an app’s own keys are at hand', () => {
    assert.equal(check(SPEC_NOTIFICATION, right, [...SAMPLE_KEYS]).explanation.matches, true);
  });

  test('says that no key is usable', () => {
    assert.match(
      check(SPEC_NOTIFICATION, right, given('x')).explanation.hints.join(),
      /No key is usable/,
    );
  });

  test('refuses what is no JSON', () => {
    const checked = rechargeTools.explainNotification({ headers: {}, body: Buffer.from('ok') }, []);
    assert.ok('refusal' in checked && checked.refusal.code === 'malformed');
  });
});
