/** Signing and explaining by hand. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { receive } from '../../../tests/wire/conversation.ts';
import { rawRequest } from '../tools.ts';
import { openApiPh } from './dialect.ts';
import { harness } from './fixtures/harness.ts';
import {
  MERCHANT,
  PLATFORM,
  SAMPLE_APP,
  SAMPLE_KEYS,
  SECRET,
  sampleKey,
  sampleOrder,
} from './fixtures/sample.ts';
import {
  envelopeOf,
  type Fields,
  flatOf,
  pairsOf,
  sampleFields,
  signText,
} from './fixtures/speak.ts';
import { OPERATIONS, operationOf } from './operations/all.ts';
import { openApiPhTools } from './tools.ts';

const OPTIONS = { encoding: 'json', nowMs: harness.nowMs } as const;
const OWN = [sampleKey('own', 'request', MERCHANT.privateKey)];
const appId = SAMPLE_APP.publicId;

async function signed(operation: string, fields: object, keys = OWN, options: object = {}) {
  const body = Buffer.from(JSON.stringify(fields));
  return await openApiPhTools.sign(operation, body, keys, { ...OPTIONS, ...options });
}

describe('signing at a command line', () => {
  for (const { name } of OPERATIONS) {
    test(`${name}: what it makes of the fields is accepted`, async () => {
      const { timestamp: _, ...fields } = sampleFields(name);
      const call = await signed(name, { appId, ...fields });
      assert.ok(call.ok, JSON.stringify(call));
      const raw = rawRequest(operationOf(name), {
        ...call.value,
        body: Buffer.from(call.value.body),
      });
      const outcome = receive(openApiPh, raw, name, harness);
      assert.ok(outcome.ok, outcome.ok ? '' : JSON.stringify(outcome.refusal));
    });
  }

  test('keeps number text, and takes a param that is a text as it stands', async () => {
    const body = Buffer.from(`{"appId":"${appId}","amount":100.00,"version":"1.0"}`);
    const call = await openApiPhTools.sign('qrcode_create', body, OWN, OPTIONS);
    assert.ok(call.ok);
    assert.equal(call.value.stringToSign, `amount=100.00&appId=${appId}&version=1.0`);
    const param = '{"mchOrderId": "CK1", "timestamp": 5}';
    const envelope = await signed('checkout_query', { appId, param });
    assert.ok(envelope.ok);
    assert.equal(envelope.value.stringToSign, `appId=${appId}&param=${param}`);
  });

  test('is refused without an appId, a usable key or JSON', async () => {
    for (const call of [
      await signed('balance', {}),
      await signed('balance', { appId }, []),
      await signed('balance', { appId }, [sampleKey('own', 'request', 'no key')]),
      await signed('balance', { appId }, OWN, { encoding: 'form' }),
    ]) {
      assert.ok(!call.ok);
    }
  });
});

const FLAT = 'payment_create';
const SENT: Fields = { appId, ...sampleFields(FLAT), remark: 'a b/é', note: '' };

function explained(text: string, operation = FLAT, fields: Fields = SENT) {
  const explanation = openApiPhTools.explain(
    flatOf(operation, fields, signText(text)),
    operation,
    SAMPLE_KEYS,
  );
  assert.ok('matches' in explanation);
  return explanation;
}

describe('the explainer', () => {
  const RIGHT = pairsOf(SENT);
  const IN_ORDER = Object.entries(SENT)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

  test('shows the text that is signed, and agrees when it holds', () => {
    const { matches, stringToSign, hints } = explained(RIGHT);
    assert.deepEqual([matches, stringToSign, hints], [true, RIGHT, []]);
  });

  for (const [hint, text] of [
    [/order sent/, IN_ORDER],
    [/URL-encoded/, RIGHT.replace(/=([^&]*)/g, (_, value) => `=${encodeURIComponent(value)}`)],
    [/amount was re-formatted/, RIGHT.replace('amount=200500', 'amount=200500.00')],
    [/remark was left out/, RIGHT.replace('&remark=a b/é', '')],
  ] as const) {
    test(`names the mistake: ${hint.source}`, () => {
      const { matches, hints, signedInstead } = explained(text);
      assert.equal(matches, false);
      assert.match(hints.join(' '), hint);
      assert.equal(signedInstead, text);
    });
  }

  test('explains of an envelope that param was written anew', () => {
    const param = '{"mchOrderId":"CK1","timestamp":5}';
    const spaced = '{"mchOrderId": "CK1", "timestamp": 5}';
    const raw = envelopeOf('checkout_query', param, `appId=${appId}&param=${spaced}`);
    const explanation = openApiPhTools.explain(raw, 'checkout_query', SAMPLE_KEYS);
    assert.ok('hints' in explanation && !explanation.matches);
    assert.match(explanation.hints.join(' '), /written anew/);
  });

  test('says of a notification whether it holds, by the secret or the platform’s key', async () => {
    const order = sampleOrder({ state: 'paid', paidMinor: 200_500n, finalAt: new Date(0) });
    const event = { type: 'payin.paid', order, n: 1, url: '', at: new Date(0) } as const;
    for (const [callbackSignature, key] of [
      ['secret', SECRET],
      ['rsa', PLATFORM.publicKey],
    ] as const) {
      const app = { ...SAMPLE_APP, settings: { callbackSignature } };
      const made = await openApiPh.notification(event, app, SAMPLE_KEYS);
      const body = Buffer.from(made?.body ?? '');
      const reported = (material: string) =>
        openApiPhTools.explainNotification({ headers: {}, body }, [
          sampleKey('given', 'request', material),
        ]);
      const held = reported(key);
      assert.ok('explanation' in held && held.explanation.matches);
      assert.equal((held.content as { eventName: string }).eventName, 'h5.payment.success');
      const wrong = reported('another-secret');
      assert.ok('explanation' in wrong && !wrong.explanation.matches && wrong.content === null);
      assert.ok(!JSON.stringify([held, wrong]).includes(SECRET));
      const own = openApiPhTools.explainNotification({ headers: {}, body }, SAMPLE_KEYS);
      assert.ok('explanation' in own && own.explanation.matches);
    }
  });
});
