import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SAMPLE_PRIVATE_KEY, SAMPLE_PUBLIC_KEY } from './fixtures/public-sample-key.ts';
import { rememberedPrivateKey, rememberedPublicKey } from './rsa-cache.ts';

const SAMPLES = { acceptSampleKeys: true };
const STRICT = { acceptSampleKeys: false };

test('a key is imported once, and what is none stays none', () => {
  const key = rememberedPublicKey(SAMPLE_PUBLIC_KEY, SAMPLES);
  assert.ok(key !== null);
  assert.equal(rememberedPublicKey(SAMPLE_PUBLIC_KEY, SAMPLES), key);
  assert.equal(rememberedPrivateKey(SAMPLE_PRIVATE_KEY, SAMPLES)?.fingerprint, key.fingerprint);
  for (const _ of [1, 2]) assert.equal(rememberedPublicKey('no key', SAMPLES), null);
});

test('a key that one caller takes is not taken for another who would refuse it', () => {
  assert.ok(rememberedPublicKey(SAMPLE_PUBLIC_KEY, SAMPLES) !== null);
  assert.equal(rememberedPublicKey(SAMPLE_PUBLIC_KEY, STRICT), null);
  assert.equal(rememberedPrivateKey(SAMPLE_PRIVATE_KEY, STRICT), null);
});
