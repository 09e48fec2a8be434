import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, test } from 'node:test';
import {
  SAMPLE_PRIVATE_KEY,
  SAMPLE_PUBLIC_KEY,
  SAMPLE_SIGNATURES,
} from './fixtures/public-sample-key.ts';
import {
  exportKey,
  importPrivateKey,
  importPublicKey,
  otherRsaScheme,
  publicHalf,
  signSha256Rsa,
  signSha256RsaNow,
  verifySha256Rsa,
} from './rsa.ts';
import { openssl, withFiles } from './test-support/openssl.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

const SAMPLES = { acceptSampleKeys: true };
const samplePublic = accepted(importPublicKey(SAMPLE_PUBLIC_KEY, SAMPLES));
const samplePrivate = accepted(importPrivateKey(SAMPLE_PRIVATE_KEY, SAMPLES));
const own = generateKeyPairSync('rsa', { modulusLength: 2048 });

function der(key: KeyObject, type: 'spki' | 'pkcs1' | 'pkcs8'): Buffer {
  return key.export({ format: 'der', type } as { format: 'der'; type: 'pkcs1' });
}

function pem(key: KeyObject, type: 'spki' | 'pkcs1' | 'pkcs8'): string {
  return key.export({ format: 'pem', type } as { format: 'pem'; type: 'pkcs1' }).toString();
}

/** A public key of any modulus and exponent, whether it makes sense or not. */
function publicKeyOf(modulus: Buffer, exponent: Buffer): string {
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
  return der(createPublicKey({ key: jwk, format: 'jwk' }), 'spki').toString('base64');
}

const MODULUS = Buffer.from(own.publicKey.export({ format: 'jwk' }).n ?? '', 'base64url');
const lines = (text: string) => text.replace(/(.{64})/g, '$1\n');

describe('published signatures of the public sample key', () => {
  for (const { text, sign } of SAMPLE_SIGNATURES) {
    test(`${text.slice(0, 40)} signs to the published text`, async () => {
      assert.equal(await signSha256Rsa(samplePrivate, text), sign);
      assert.equal(signSha256RsaNow(samplePrivate, text), sign);
      assert.ok(verifySha256Rsa(samplePublic, text, sign));
      assert.ok(verifySha256Rsa(samplePublic, Buffer.from(text), sign));
    });

    test(`${text.slice(0, 40)} verifies with openssl`, () => {
      const signature = Buffer.from(sign, 'base64');
      withFiles([pem(samplePublic.key, 'spki'), signature], (key = '', file = '') => {
        const args = ['dgst', '-sha256', '-verify', key, '-signature', file];
        assert.match(openssl(args, text).toString(), /Verified OK/);
      });
    });
  }

  test('a signature made by openssl is accepted', () => {
    const text = 'remark=é€😀';
    withFiles([pem(own.privateKey, 'pkcs8')], (key = '') => {
      const signature = openssl(['dgst', '-sha256', '-sign', key], text).toString('base64');
      const publicKey = accepted(importPublicKey(pem(own.publicKey, 'spki')));
      assert.ok(verifySha256Rsa(publicKey, text, signature));
      assert.ok(!verifySha256Rsa(publicKey, `${text} `, signature));
      assert.ok(!verifySha256Rsa(samplePublic, text, signature));
    });
  });
});

describe('forms of a key', () => {
  const spki = der(own.publicKey, 'spki').toString('base64');
  const pkcs8 = der(own.privateKey, 'pkcs8').toString('base64');

  test('every published form of a public key is the same key', () => {
    const forms = [
      spki,
      lines(spki),
      ` ${spki}\r\n`,
      pem(own.publicKey, 'spki'),
      pem(own.publicKey, 'spki').replaceAll('\n', '\r\n'),
      pem(own.publicKey, 'spki').replaceAll('\n', ''),
      pem(own.publicKey, 'pkcs1'),
      der(own.publicKey, 'pkcs1').toString('base64'),
    ];
    for (const form of forms) {
      const key = accepted(importPublicKey(form));
      assert.equal(exportKey(key), spki);
      assert.equal(key.bits, 2048);
    }
  });

  test('every published form of a private key is the same key', () => {
    const forms = [
      pkcs8,
      lines(pkcs8),
      pem(own.privateKey, 'pkcs8'),
      pem(own.privateKey, 'pkcs8').replaceAll('\n', ''),
      pem(own.privateKey, 'pkcs1'),
      der(own.privateKey, 'pkcs1').toString('base64'),
    ];
    const fingerprint = accepted(importPublicKey(spki)).fingerprint;
    for (const form of forms) {
      const key = accepted(importPrivateKey(form));
      assert.equal(exportKey(key), pkcs8);
      assert.equal(exportKey(publicHalf(key)), spki);
      assert.equal(key.fingerprint, fingerprint);
    }
  });

  test('a 4096-bit key is taken', () => {
    const big = generateKeyPairSync('rsa', { modulusLength: 4096 });
    assert.equal(accepted(importPublicKey(pem(big.publicKey, 'spki'))).bits, 4096);
  });

  test('the sample keys that public documents print are refused', () => {
    assert.match(refused(importPublicKey(SAMPLE_PUBLIC_KEY)).reason, /public documents/);
    assert.match(refused(importPrivateKey(SAMPLE_PRIVATE_KEY)).reason, /public documents/);
    const wrapped = pem(samplePublic.key, 'pkcs1');
    assert.match(refused(importPublicKey(wrapped)).reason, /public documents/);
  });
});

describe('keys that are refused', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pss = generateKeyPairSync('rsa-pss', { modulusLength: 2048 });
  const small = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const spki = der(own.publicKey, 'spki');
  const encrypted = own.privateKey.export({
    format: 'pem',
    type: 'pkcs8',
    cipher: 'aes-256-cbc',
    passphrase: 'secret',
  });

  for (const [what, text, reason] of [
    ['nothing', ' ', /empty/],
    ['a word', 'key', /base64/],
    ['the URL alphabet', spki.toString('base64url'), /base64/],
    ['base64 of nothing sensible', Buffer.from('hello').toString('base64'), /not a public key/],
    ['a truncated key', spki.subarray(0, 200).toString('base64'), /not a public key/],
    ['bytes after the key', Buffer.concat([spki, Buffer.of(0)]).toString('base64'), /canonical/],
    ['an elliptic key', pem(ec.publicKey, 'spki'), /not an RSA key/],
    ['a PSS key', pem(pss.publicKey, 'spki'), /not an RSA key/],
    ['1024 bits', pem(small.publicKey, 'spki'), /1024 bits/],
    ['9000 bits', publicKeyOf(Buffer.alloc(1125, 0xff), Buffer.of(1, 0, 1)), /at most 8192/],
    ['the exponent 1', publicKeyOf(MODULUS, Buffer.of(1)), /exponent/],
    ['an even exponent', publicKeyOf(MODULUS, Buffer.of(1, 0, 0)), /exponent/],
    ['a giant exponent', publicKeyOf(MODULUS, Buffer.of(1, 0, 0, 0, 1)), /exponent/],
    ['a private key', der(own.privateKey, 'pkcs8').toString('base64'), /this is a private key/],
    ['an old private key', der(own.privateKey, 'pkcs1').toString('base64'), /private key/],
    ['a private key as PEM', pem(own.privateKey, 'pkcs8'), /PRIVATE KEY, not/],
    ['a certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /CERTIF/],
    ['a damaged PEM', pem(own.publicKey, 'spki').slice(0, -10), /armour/],
    ['labels that differ', pem(own.publicKey, 'spki').replace('END P', 'END RSA P'), /armour/],
    ['two keys', pem(own.publicKey, 'spki').repeat(2), /armour/],
    ['an endless text', 'A'.repeat(20_000), /too long/],
  ] as const) {
    test(`as a public key: ${what}`, () => {
      assert.match(refused(importPublicKey(text)).reason, reason);
    });
  }

  for (const [what, text, reason] of [
    ['a public key', spki.toString('base64'), /not a private key/],
    ['a public key as PEM', pem(own.publicKey, 'spki'), /PUBLIC KEY, not/],
    ['an encrypted key', encrypted.toString(), /ENCRYPTED PRIVATE KEY, not/],
    ['1024 bits', pem(small.privateKey, 'pkcs8'), /1024 bits/],
    ['an elliptic key', pem(ec.privateKey, 'pkcs8'), /not an RSA key/],
  ] as const) {
    test(`as a private key: ${what}`, () => {
      assert.match(refused(importPrivateKey(text)).reason, reason);
    });
  }

  test('as a private key: parts that do not fit together', () => {
    const jwk = own.privateKey.export({ format: 'jwk' });
    const broken = Buffer.from(der(own.privateKey, 'pkcs8'));
    const d = Buffer.from(jwk.d ?? '', 'base64url');
    const q = Buffer.from(jwk.q ?? '', 'base64url');
    for (const secret of [d, q]) {
      const at = broken.indexOf(secret) + 40;
      broken[at] = (broken[at] ?? 0) ^ 0x10;
    }
    assert.ok(!importPrivateKey(broken.toString('base64')).ok);
  });
});

describe('signatures that are refused', () => {
  const text = SAMPLE_SIGNATURES[1]?.text ?? '';
  const sign = SAMPLE_SIGNATURES[1]?.sign ?? '';

  test('another spelling of a good signature', () => {
    const bytes = Buffer.from(sign, 'base64');
    for (const other of [
      '',
      bytes.toString('base64url'),
      sign.replace(/=+$/, ''),
      `${sign}\n`,
      `${sign.slice(0, 76)}\n${sign.slice(76)}`,
      sign.replaceAll('+', ' '),
      bytes.toString('hex'),
      Buffer.concat([Buffer.of(0), bytes]).toString('base64'),
      bytes.subarray(1).toString('base64'),
    ]) {
      assert.ok(!verifySha256Rsa(samplePublic, text, other));
    }
  });

  test('SHA-1 and PSS signatures of the same text', () => {
    withFiles([pem(samplePrivate.key, 'pkcs8')], (key = '') => {
      const sha1 = openssl(['dgst', '-sha1', '-sign', key], text).toString('base64');
      const args = ['dgst', '-sha256', '-sigopt', 'rsa_padding_mode:pss', '-sign', key];
      const pss = openssl(args, text).toString('base64');
      for (const other of [sha1, pss]) assert.ok(!verifySha256Rsa(samplePublic, text, other));
    });
  });
});

describe('schemes that people confuse', () => {
  const text = 'param';
  const made = (args: readonly string[]) =>
    withFiles([pem(samplePrivate.key, 'pkcs8')], (key = '') =>
      openssl(['dgst', ...args, '-sign', key], text).toString('base64'),
    );

  for (const [args, name] of [
    [['-sha1'], 'SHA1withRSA'],
    [['-sha512'], 'SHA512withRSA'],
    [['-md5'], 'MD5withRSA'],
    [['-sha256', '-sigopt', 'rsa_padding_mode:pss'], 'SHA256withRSA/PSS'],
  ] as const) {
    test(`a signature of openssl by ${name} is named`, () => {
      assert.equal(otherRsaScheme(samplePublic, text, made(args)), name);
      assert.equal(otherRsaScheme(samplePublic, `${text} `, made(args)), null);
    });
  }

  test('the right one is no other, and what is no signature has no name', () => {
    assert.equal(otherRsaScheme(samplePublic, text, made(['-sha256'])), null);
    assert.equal(otherRsaScheme(samplePublic, text, ''), null);
    assert.equal(otherRsaScheme(samplePublic, text, 'AAAA'), null);
  });
});
