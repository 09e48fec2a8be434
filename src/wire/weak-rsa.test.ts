import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import { newKey } from './app-keys.ts';

const FORM = { kind: 'rsa_public', minBits: 2048, maxBits: 8192 } as const;

function made(publicExponent = 65_537) {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048, publicExponent });
  return publicKey.export({ format: 'jwk' });
}

function textOf(n: bigint, e = 'AQAB'): string {
  const bytes = Buffer.from(n.toString(16).padStart(512, '0'), 'hex').toString('base64url');
  const key = createPublicKey({ key: { kty: 'RSA', n: bytes, e }, format: 'jwk' });
  return key.export({ format: 'der', type: 'spki' }).toString('base64');
}

const numberOf = (text = '') => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);

async function problemOf(text: string): Promise<string | null> {
  const key = await newKey({ purpose: 'request', form: FORM }, text);
  return key.ok ? null : key.error.reason;
}

test('a key whose modulus falls apart, or whose exponent is small, is refused by name', async () => {
  const good = made();
  assert.equal(await problemOf(textOf(numberOf(good.n))), null);
  const even = numberOf(good.n) & ~1n;
  assert.match((await problemOf(textOf(even))) ?? '', /can be divided by 2:/);
  // All of 2048 bits, by factors of 16 bits alone.
  const smooth = 65_521n ** 128n;
  assert.equal(smooth.toString(2).length, 2048);
  assert.match((await problemOf(textOf(smooth))) ?? '', /can be divided by 65521:/);
  // The largest prime of 1024 bits, by itself.
  const prime = (1n << 1024n) - 105n;
  assert.match((await problemOf(textOf(prime * prime))) ?? '', /is the square of a number/);
  const three = made(3);
  assert.match((await problemOf(textOf(numberOf(three.n), 'Aw'))) ?? '', /exponent below 65537/);
});
