import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeySpec } from '../domain/merchant.ts';
import { keySpecOf, keysOfNewApp, MERCHANT_RSA, newKey } from './app-keys.ts';
import { generateRsaPair } from './generate-keys.ts';
import { importPrivateKey } from './rsa.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

const MD5_KEY = { kind: 'secret', bytes: 16, algorithm: 'MD5' } as const;
const MD5: readonly KeySpec[] = [
  { purpose: 'request', form: MD5_KEY, required: true, description: '' },
  { purpose: 'payout', form: MD5_KEY, required: false, description: '' },
];
const LONG = { kind: 'rsa_public', minBits: 3072, maxBits: 4096 } as const;

test('a secret is stored and disclosed, and is another one each time', async () => {
  const [one, two] = [
    accepted(await newKey(MD5[0] as KeySpec, null)),
    accepted(await newKey(MD5[1] as KeySpec, null)),
  ];
  assert.match(one.material, /^[0-9a-f]{32}$/);
  assert.deepEqual(one.disclosed, { kind: 'key', value: one.material });
  assert.equal(two.purpose, 'payout');
  assert.notEqual(one.material, two.material);
  assert.match(
    refused(await newKey(MD5[0] as KeySpec, 'something')).reason,
    /MD5 keys are made here/,
  );
});

test("of RSA keys only the merchant's public half is stored, and nothing is disclosed", async () => {
  const spec = { purpose: 'request', form: LONG } as const;
  const { publicKey, privateKey } = await generateRsaPair(3072);
  const kept = accepted(await newKey(spec, publicKey));
  assert.deepEqual(kept, { purpose: 'request', material: publicKey, disclosed: null });
  assert.match(refused(await newKey(spec, null)).reason, /is needed/);
  assert.match(refused(await newKey(spec, privateKey)).reason, /cannot be used/);
});

test('a key of a merchant is as long as the dialect takes', async () => {
  const { publicKey } = await generateRsaPair(2048);
  const form = (minBits: number, maxBits: number) =>
    ({ purpose: 'request', form: { kind: 'rsa_public', minBits, maxBits } }) as const;
  assert.match(
    refused(await newKey(form(2049, 8192), publicKey)).reason,
    /has 2048 bits; at least 2049/,
  );
  assert.match(
    refused(await newKey(form(1024, 2047), publicKey)).reason,
    /has 2048 bits; at most 2047/,
  );
  assert.ok(accepted(await newKey(form(2048, 2048), publicKey)));
  assert.deepEqual([MERCHANT_RSA.minBits, MERCHANT_RSA.maxBits], [2048, 8192]);
});

test("the platform's own key is as long as the dialect wants, and its public half is disclosed", async () => {
  const spec = { purpose: 'notification', form: { kind: 'rsa_private', bits: 3072 } } as const;
  const key = accepted(await newKey(spec, null));
  assert.equal(key.disclosed?.kind, 'public_key');
  assert.equal(accepted(importPrivateKey(key.material)).bits, 3072);
  assert.match(refused(await newKey(spec, 'something')).reason, /key pairs are made here/);
});

test('a new app has every required key, and refuses a public key that none of them is', async () => {
  const mixed: readonly KeySpec[] = [
    { purpose: 'request', form: MERCHANT_RSA, required: true, description: '' },
    {
      purpose: 'notification',
      form: { kind: 'secret', bytes: 20, algorithm: 'SHA-1' },
      required: true,
      description: '',
    },
  ];
  const { publicKey } = await generateRsaPair(2048);
  const [request, notification] = accepted(await keysOfNewApp(mixed, publicKey));
  assert.deepEqual(request, { purpose: 'request', material: publicKey, disclosed: null });
  assert.match(notification?.material ?? '', /^[0-9a-f]{40}$/);
  assert.equal(notification?.disclosed?.value, notification?.material);
  assert.match(refused(await keysOfNewApp(mixed, null)).reason, /is needed/);

  assert.deepEqual(
    accepted(await keysOfNewApp(MD5, null)).map(({ purpose }) => purpose),
    ['request'],
  );
  assert.match(refused(await keysOfNewApp(MD5, publicKey)).reason, /is not used/);
  assert.equal(keySpecOf(MD5, 'payout'), MD5[1]);
  assert.equal(keySpecOf(MD5, 'notification'), null);
});
