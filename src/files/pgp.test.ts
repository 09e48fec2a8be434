import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { decrypt, readMessage, readPrivateKey } from 'openpgp';
import {
  EXPIRED,
  MESSAGE,
  MESSAGE_TEXT,
  SHOP_PUBLIC,
  SHOP_SECRET,
  SIGN_ONLY,
} from './fixtures/pgp-samples.ts';
import { encryptedFor, whyNotPgpKey } from './pgp.ts';
import { bytesOf, collect } from './test-support/bytes.ts';

const decryptionKeys = await readPrivateKey({ armoredKey: SHOP_SECRET });

describe('an encrypted file', () => {
  test('is opened by the key that gpg made, as the message is that gpg wrote', async () => {
    const theirs = await readMessage({ armoredMessage: MESSAGE });
    assert.equal((await decrypt({ message: theirs, decryptionKeys })).data, MESSAGE_TEXT);
    const file = await collect(encryptedFor(SHOP_PUBLIC, bytesOf('one, ', 'two'), 'a.zip'));
    const ours = await readMessage({ binaryMessage: file });
    const opened = await decrypt({ message: ours, decryptionKeys, format: 'binary' });
    assert.equal(Buffer.from(opened.data).toString(), 'one, two');
    assert.equal(opened.filename, 'a.zip');
  });

  test('shows nothing of what is in it, and is another one every time', async () => {
    const make = () => collect(encryptedFor(SHOP_PUBLIC, bytesOf('SECRET'.repeat(1_000)), 'a.zip'));
    const [one, two] = [await make(), await make()];
    assert.equal(one.includes('SECRET'), false);
    assert.notDeepEqual(one, two);
  });

  test('is not written at all without a key, nor after an error of what goes into it', async () => {
    await assert.rejects(collect(encryptedFor('', bytesOf('x'), 'a.zip')), /no OpenPGP public key/);
    async function* broken() {
      yield Buffer.from('x'.repeat(100_000));
      throw new Error('no database');
    }
    await assert.rejects(collect(encryptedFor(SHOP_PUBLIC, broken(), 'a.zip')), /no database/);
  });
});

describe('a key to encrypt with', () => {
  test('is refused with the reason when nothing can be encrypted with it', async () => {
    assert.equal(await whyNotPgpKey(SHOP_PUBLIC), null);
    assert.equal(await whyNotPgpKey(`${SHOP_PUBLIC}\n`.replaceAll('\n', '\r\n')), null);
    const cut = SHOP_PUBLIC.slice(0, 200);
    const damaged = SHOP_PUBLIC.split('\n').toSpliced(4, 1).join('\n');
    for (const [armored, reason] of [
      ['', /no OpenPGP public key/],
      ['ssh-ed25519 AAAA', /no OpenPGP public key/],
      [cut, /no OpenPGP public key/],
      [damaged, /no OpenPGP public key|nothing can be encrypted with it/],
      [MESSAGE, /no OpenPGP public key/],
      [SHOP_SECRET, /private key: hand in the public one/],
      [SIGN_ONLY, /nothing can be encrypted with it/],
      [EXPIRED, /nothing can be encrypted with it.*expired/],
      ['x'.repeat(100_001), /too long/],
    ] as const) {
      assert.match((await whyNotPgpKey(armored)) ?? 'none', reason);
    }
  });
});
