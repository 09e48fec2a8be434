import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  formatWebhookSecret,
  parseWebhookSecret,
  signWebhook,
  verifyWebhook,
} from './standard-webhooks.ts';
import { opensslDigest } from './test-support/openssl.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

// The vector that the reference libraries of Standard Webhooks share.
const SECRET_TEXT = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const SECRET = accepted(parseWebhookSecret(SECRET_TEXT));
const OTHER_SECRET = Buffer.alloc(32, 7);
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIME = 1614265330;
const BODY = '{"test": 2432232314}';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const FOREIGN = 'v1,Ceo5qEr07ixe2NLpvHk3FH9bwy/WavXrAFQ/9tdO6mc=';
const HEADERS = signWebhook(ID, TIME, BODY, [SECRET]);

function verify(changes: Partial<typeof HEADERS>, body = BODY, now = TIME) {
  return verifyWebhook({ ...HEADERS, ...changes }, body, [SECRET], now);
}

describe('signing', () => {
  test('the shared vector comes out', () => {
    assert.deepEqual(HEADERS, {
      'webhook-id': ID,
      'webhook-timestamp': String(TIME),
      'webhook-signature': SIGNATURE,
    });
  });

  test('openssl agrees', () => {
    const key = `hexkey:${Buffer.from(SECRET).toString('hex')}`;
    const args = ['-sha256', '-mac', 'hmac', '-macopt', key];
    const mac = Buffer.from(opensslDigest(args, `${ID}.${TIME}.${BODY}`), 'hex');
    assert.equal(`v1,${mac.toString('base64')}`, SIGNATURE);
  });

  test('during a rotation both secrets sign, and either verifies', () => {
    const headers = signWebhook(ID, TIME, BODY, [OTHER_SECRET, SECRET]);
    assert.equal(headers['webhook-signature'].split(' ').length, 2);
    assert.ok(verifyWebhook(headers, BODY, [SECRET], TIME).ok);
    assert.ok(verifyWebhook(headers, BODY, [OTHER_SECRET], TIME).ok);
    assert.ok(!verifyWebhook(headers, BODY, [Buffer.alloc(24, 1)], TIME).ok);
  });

  test('an id that could blend into the timestamp is a defect', () => {
    assert.throws(() => signWebhook('a.1', TIME, BODY, [SECRET]), TypeError);
    assert.throws(() => signWebhook(ID, 1.5, BODY, [SECRET]), TypeError);
    assert.throws(() => signWebhook(ID, TIME, BODY, []), TypeError);
  });
});

describe('verifying', () => {
  test('a good webhook has its id and time', () => {
    assert.deepEqual(accepted(verify({})), { id: ID, timestamp: TIME });
    assert.ok(verifyWebhook(HEADERS, Buffer.from(BODY), [OTHER_SECRET, SECRET], TIME).ok);
  });

  test('one fitting signature among others is enough', () => {
    const list = [FOREIGN, FOREIGN.replace('v1', 'v2'), SIGNATURE, 'v1a,x'].join(' ');
    assert.ok(verify({ 'webhook-signature': list }).ok);
  });

  for (const [what, changes, reason] of [
    ['no id', { 'webhook-id': '' }, /webhook-id/],
    ['no timestamp', { 'webhook-timestamp': '' }, /webhook-timestamp/],
    ['a word as timestamp', { 'webhook-timestamp': 'hello' }, /webhook-timestamp/],
    ['a timestamp with a plus', { 'webhook-timestamp': `+${TIME}` }, /webhook-timestamp/],
    ['no signature', { 'webhook-signature': '' }, /webhook-signature/],
    ['a foreign signature', { 'webhook-signature': FOREIGN }, /no signature fits/],
    ['a partial signature', { 'webhook-signature': SIGNATURE.slice(0, 8) }, /no signature/],
    ['an empty signature', { 'webhook-signature': 'v1,' }, /no signature/],
    ['another version', { 'webhook-signature': SIGNATURE.replace('v1', 'v2') }, /no signature/],
    ['another id', { 'webhook-id': 'msg_2' }, /no signature/],
    ['another timestamp', { 'webhook-timestamp': String(TIME + 1) }, /no signature/],
    ['a dotted id', { 'webhook-id': 'a.b' }, /webhook-id/],
  ] as const) {
    test(`${what} is refused`, () => assert.match(refused(verify(changes)).reason, reason));
  }

  test('another body is refused', () => {
    assert.match(refused(verify({}, `${BODY} `)).reason, /no signature/);
  });

  test('five minutes either way are allowed, no more', () => {
    assert.ok(verify({}, BODY, TIME + 300).ok);
    assert.ok(verify({}, BODY, TIME - 300).ok);
    assert.match(refused(verify({}, BODY, TIME + 301)).reason, /too old/);
    assert.match(refused(verify({}, BODY, TIME - 301)).reason, /too new/);
  });
});

describe('secrets', () => {
  test('the prefix is optional and is written', () => {
    assert.deepEqual(accepted(parseWebhookSecret(SECRET_TEXT.slice(6))), SECRET);
    assert.equal(formatWebhookSecret(SECRET), SECRET_TEXT);
  });

  test('a secret that is no base64, too short or too long is refused', () => {
    for (const text of ['', 'whsec_', 'whsec_!', Buffer.alloc(23).toString('base64')]) {
      assert.ok(!parseWebhookSecret(text).ok, text);
    }
    assert.ok(!parseWebhookSecret(Buffer.alloc(65).toString('base64')).ok);
    assert.ok(parseWebhookSecret(Buffer.alloc(64).toString('base64')).ok);
  });
});
