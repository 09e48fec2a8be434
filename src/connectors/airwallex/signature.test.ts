import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Credentials, RawCallback } from '../contract.ts';
import { signerOf } from './signature.ts';

/** A printed example: secret, timestamp and body below; made with openssl. */
const SECRET = 'whsec_test';
const AT_MS = 1_700_000_000_000;
const SIGNATURE = 'fd578f61dc320098a71f161935b1f994e1c60cf54968efd6c6e533566b8cb503';

function credentials(secrets: Readonly<Record<string, string>> = {}): Credentials {
  const baseUrl = 'https://provider.example';
  return { account: 'main', version: 1, baseUrl, secrets: { webhookSecret: SECRET, ...secrets } };
}

function callback(signature: string, timestamp = `${AT_MS}`, body = '{"id":"evt_1"}'): RawCallback {
  const headers = { 'x-timestamp': timestamp, 'x-signature': signature };
  return { method: 'POST', path: '/hooks/airwallex/main', headers, body: Buffer.from(body) };
}

describe('signatures of webhooks', () => {
  test('the printed example holds', () => {
    assert.equal(signerOf(callback(SIGNATURE), [credentials()], AT_MS), 'main');
  });

  test('capital letters are no signature', () => {
    assert.equal(signerOf(callback(SIGNATURE.toUpperCase()), [credentials()], AT_MS), null);
  });

  test('a digit that moves from the timestamp into the body is refused', () => {
    const moved = callback(SIGNATURE, '170000000000', '0{"id":"evt_1"}');
    assert.equal(signerOf(moved, [credentials()], AT_MS), null);
  });

  test('age counts only where a window is set', () => {
    const dayLater = AT_MS + 86_400_000;
    const windowed = credentials({ webhookWindowMs: '600000' });
    assert.equal(signerOf(callback(SIGNATURE), [credentials()], dayLater), 'main');
    assert.equal(signerOf(callback(SIGNATURE), [windowed], AT_MS + 600_000), 'main');
    assert.equal(signerOf(callback(SIGNATURE), [windowed], AT_MS + 600_001), null);
  });
});
