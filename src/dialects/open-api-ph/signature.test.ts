/** The published vectors, and what else is taken as a signature and what is not. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import type { App } from '../../domain/merchant.ts';
import { generateRsaPair } from '../../wire/generate-keys.ts';
import type { RawRequest } from '../contract.ts';
import { rawRequest } from '../tools.ts';
import { verifyNotification } from './client.ts';
import { readRequest } from './codec.ts';
import { openApiPh } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import { CALLBACKS, REQUESTS } from './fixtures/published.ts';
import { SAMPLE_APP, SAMPLE_KEYS, sampleKey } from './fixtures/sample.ts';
import {
  envelopeOf,
  type Fields,
  flatOf,
  pairsOf,
  sampleFields,
  signText,
} from './fixtures/speak.ts';
import { operationOf } from './operations/all.ts';
import { CALLBACK_DIGEST, proven } from './signature.ts';

const WITH = { app: SAMPLE_APP, keys: SAMPLE_KEYS, nowMs: harness.nowMs };

/** What comes of a request: `ok`, or the code of the refusal. */
function codeOf(operation: string, raw: RawRequest, changes: Partial<typeof harness> = {}): string {
  const outcome = receive(openApiPh, raw, operation, { ...harness, ...changes });
  return outcome.ok ? 'ok' : outcome.refusal.code;
}

describe('the published vectors of requests', () => {
  for (const { title, body, text, sign } of REQUESTS) {
    test(`${title}: is made of the bytes that are printed, and holds`, () => {
      const signed = Buffer.from(body.replace(/\}$/, `,"sign":"${sign}"}`));
      const form = body.includes('"param"') ? 'envelope' : 'flat';
      const headers = { 'content-type': 'application/json' };
      const call = operationOf(form === 'envelope' ? 'checkout_query' : 'refund_query');
      const request = readRequest(rawRequest(call, { headers, body: signed }), form);
      assert.ok(request.ok, JSON.stringify(request));
      assert.equal(signText(text), sign, 'by a calculation of the test');
      assert.ok(proven(request.value, call, WITH).ok);
      // The number's text is signed: 100 is not 100.00.
      const fields = request.value.fields.map(({ name, value }) => ({
        name,
        value: name === 'appId' ? value : (value ?? '').replace(/\.00$|0(?=[,}]|$)/, ''),
      }));
      assert.notDeepEqual(fields, request.value.fields);
      assert.ok(!proven({ ...request.value, fields, param: null }, call, WITH).ok);
    });
  }
});

describe('the published vectors of notifications', () => {
  for (const { title, body, text, sign, secret } of CALLBACKS) {
    test(`${title}: SHA-1 of the pairs with the secret behind them`, () => {
      assert.equal(CALLBACK_DIGEST.digest(text), sign);
      const signed = Buffer.from(body.replace(/\}$/, `,"eventName":"e","sign":"${sign}"}`));
      const own = Buffer.from(body.replace(/\}$/, `,"sign":"${sign}"}`));
      const isNamed = body.includes('eventName');
      assert.equal(verifyNotification(isNamed ? own : signed, [{ secret }]).ok, isNamed);
      assert.ok(!verifyNotification(own, [{ secret: `${secret}x` }]).ok);
    });
  }
});

const DETAIL = 'qrcode_detail';
const PAYMENTS = 'qrcode_payments';

describe('a GET', () => {
  test('is signed over its query, decoded, and a plus of base64 may have become a blank', () => {
    const raw = flatOf(DETAIL, { ...sampleFields(DETAIL), note: 'a b&c=d/é+' });
    assert.equal(codeOf(DETAIL, raw), 'invalid_field', 'a value must not imitate a field');
    const fine = flatOf(DETAIL, { ...sampleFields(DETAIL), note: 'a b/é+' });
    assert.equal(codeOf(DETAIL, fine), 'ok');
    const blank = fine.query.replace(/sign=.*/, (sign) => sign.replaceAll('%2B', '+'));
    assert.equal(codeOf(DETAIL, { ...fine, query: blank }), 'ok');
    const other = fine.query.replace('ORD20260115001', 'ORD20260115002');
    assert.equal(codeOf(DETAIL, { ...fine, query: other }), 'bad_signature');
  });

  test('may have the parameter of its path among what is signed, or not', () => {
    const fields = sampleFields(PAYMENTS);
    const signed = pairsOf({ ...fields, appId: SAMPLE_APP.publicId });
    const raw = flatOf(PAYMENTS, fields, signText(signed));
    assert.equal(codeOf(PAYMENTS, raw), 'ok');
    const elsewhere = { ...raw, pathParams: { mchOrderId: 'ORD2' } };
    assert.equal(codeOf(PAYMENTS, elsewhere), 'bad_signature');
    const bare = flatOf(PAYMENTS, fields);
    assert.equal(codeOf(PAYMENTS, bare), 'ok');
    assert.equal(codeOf(PAYMENTS, { ...bare, pathParams: { mchOrderId: 'ORD2' } }), 'ok');
  });

  test('may send it in its query as well, but not another one', () => {
    const info = operationOf(PAYMENTS);
    const { mchOrderId = '', ...days } = sampleFields(PAYMENTS);
    const withId = (id: string): RawRequest => {
      const sent: Fields = { appId: SAMPLE_APP.publicId, mchOrderId: id, ...days };
      const all = Object.entries({ ...sent, sign: signText(pairsOf(sent)) });
      const query = new URLSearchParams(
        all.map(([name, value]): [string, string] => [name, `${value}`]),
      );
      const path = `/api/v1/qrcode/${mchOrderId}/payments`;
      return rawRequest(info, { path, query: `${query}`, headers: {}, body: Buffer.alloc(0) });
    };
    assert.equal(codeOf(PAYMENTS, withId(`${mchOrderId}`)), 'ok');
    assert.equal(codeOf(PAYMENTS, withId('ORD2')), 'invalid_field');
  });
});

const QUERY = 'checkout_query';
const PARAM = JSON.stringify(sampleFields(QUERY));

describe('an envelope', () => {
  test('is signed over its outer fields, or over the text of param alone', () => {
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, PARAM)), 'ok');
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, PARAM, PARAM)), 'ok');
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, PARAM, `param=${PARAM}`)), 'bad_signature');
  });

  test('is checked before param is read', () => {
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, 'no JSON', 'else')), 'bad_signature');
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, 'no JSON')), 'malformed');
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, '[]')), 'malformed');
  });

  test('says who sends it once, and holds nothing beside param', () => {
    const inner = JSON.stringify({ ...sampleFields(QUERY), appId: 'another' });
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, inner)), 'invalid_field');
    const own = JSON.stringify({ ...sampleFields(QUERY), appId: SAMPLE_APP.publicId });
    assert.equal(codeOf(QUERY, envelopeOf(QUERY, own)), 'ok');
    const outer: Fields = { param: PARAM, mchOrderId: 'X1' };
    assert.equal(codeOf(QUERY, flatOf(QUERY, outer)), 'invalid_field');
    assert.equal(codeOf(QUERY, flatOf(QUERY, sampleFields(QUERY))), 'missing_field');
  });

  test('is one of two forms of a call of direct debit', () => {
    const operation = 'debit_query';
    const fields = sampleFields(operation);
    assert.equal(codeOf(operation, flatOf(operation, fields)), 'ok');
    assert.equal(codeOf(operation, envelopeOf(operation, JSON.stringify(fields))), 'ok');
  });
});

describe('who may sign', () => {
  test('is an app with a key of 2048 or 4096 bits', async () => {
    for (const bits of [2048, 4096]) {
      const pair = await generateRsaPair(bits);
      const text = pairsOf({ appId: SAMPLE_APP.publicId });
      const raw = flatOf('balance', {}, signText(text, pair.privateKey));
      const keys = [sampleKey('k', 'request', pair.publicKey)];
      assert.equal(codeOf('balance', raw, { keys }), 'ok');
      assert.equal(codeOf('balance', raw), 'bad_signature');
    }
  });

  test('is a caller at one of the addresses of the app, where it has any', () => {
    const raw = { ...flatOf('balance', {}), ip: '192.0.2.1' };
    const at = (...ipAllow: string[]): App => ({ ...SAMPLE_APP, ipAllow });
    assert.equal(codeOf('balance', raw, { app: at('192.0.2.1') }), 'ok');
    assert.equal(codeOf('balance', raw, { app: at('192.0.2.2') }), 'ip_not_allowed');
    const forged = { ...flatOf('balance', {}, signText('x')), ip: '192.0.2.1' };
    assert.equal(codeOf('balance', forged, { app: at('192.0.2.2') }), 'bad_signature');
  });

  test('signs within two minutes where the call has a timestamp, unless the app says otherwise', () => {
    const live = { ...SAMPLE_APP, settings: { timestampWindowSeconds: '120' } };
    const operation = 'debit_query';
    const at = (ms: number) =>
      flatOf(operation, { ...sampleFields(operation), timestamp: harness.nowMs + ms });
    assert.equal(codeOf(operation, at(-120_000), { app: live }), 'ok');
    assert.equal(codeOf(operation, at(-120_001), { app: live }), 'bad_timestamp');
    assert.equal(codeOf(operation, at(120_001), { app: live }), 'bad_timestamp');
    const unset = { ...SAMPLE_APP, settings: {} };
    assert.equal(codeOf(operation, at(-120_001), { app: unset }), 'bad_timestamp', 'test mode');
    const off = { ...live, settings: { timestampWindowSeconds: 'off' } };
    assert.equal(codeOf(operation, at(-120_001), { app: off }), 'ok');
  });
});
