import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeyKinds } from '../domain/merchant.ts';
import { noticeKey, requestKey } from './app-keys.ts';
import { generateRsaPair } from './generate-keys.ts';
import { importPrivateKey } from './rsa.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

const MD5: KeyKinds = { request: 'md5', notice: 'md5', rsaBits: null };
const RSA: KeyKinds = { request: 'rsa-public', notice: 'rsa-private', rsaBits: 3072 };

test('an MD5 key is stored and told, and is another one each time', async () => {
  const [one, two] = [accepted(requestKey(MD5, null)), accepted(requestKey(MD5, null, 'payout'))];
  assert.deepEqual(one.told, { is: 'key', value: one.material });
  assert.equal(two.purpose, 'payout');
  assert.notEqual(one.material, two.material);
  assert.match(refused(requestKey(MD5, 'something')).reason, /made here/);
  assert.equal(await noticeKey(MD5), null);
});

test("of RSA keys only the merchant's public half is stored, and nothing is told", async () => {
  const { publicKey, privateKey } = await generateRsaPair(3072);
  const kept = accepted(requestKey(RSA, publicKey));
  assert.deepEqual(kept, { purpose: 'request', material: publicKey, told: null });
  assert.match(refused(requestKey(RSA, null)).reason, /is needed/);
  assert.match(refused(requestKey(RSA, privateKey)).reason, /cannot be used/);
  const { publicKey: weak } = await generateRsaPair(2048);
  assert.match(refused(requestKey(RSA, weak)).reason, /has 2048 bits; at least 3072/);
});

test("the platform's own key is as long as the dialect wants, and its public half is told", async () => {
  const key = await noticeKey(RSA);
  assert.equal(key?.told?.is, 'public_key');
  assert.equal(accepted(importPrivateKey(key?.material ?? '')).bits, 3072);
});
