import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { SAMPLE_PUBLIC_KEY } from '../../../src/wire/fixtures/public-sample-key.ts';
import { generateRsaPair } from '../../../src/wire/generate-keys.ts';
import { importPrivateKey, signSha256Rsa } from '../../../src/wire/rsa.ts';
import { type Books, openBooks, SHOP } from './books.ts';

const CREATE = [
  'app',
  'create',
  '--merchant',
  SHOP,
  '--dialect',
  'recharge',
  '--public-id',
  '77',
  '--mode',
  'live',
];

interface Merchant extends Books {
  /** The file with the private key, and what the platform disclosed at the app's creation. */
  readonly keyFile: string;
  readonly platformPublicKey: string;
}

/** A merchant with an app of an RSA dialect. */
async function openMerchant(t: TestContext): Promise<Merchant> {
  const books = await openBooks(t);
  const { publicKey, privateKey } = await generateRsaPair(2048);
  const keyFile = join(books.program.folder, 'private.key');
  await writeFile(keyFile, privateKey);
  const made = await books.program.json([...CREATE, '--public-key', '-'], publicKey);
  assert.equal(made.code, 0, JSON.stringify(made.data));
  return { ...books, keyFile, platformPublicKey: made.data.platformPublicKey };
}

describe('an app of an RSA dialect', () => {
  test('signs with the private key of the merchant; the platform verifies it', async (t) => {
    const { program, keyFile } = await openMerchant(t);
    const operation = ['--dialect', 'recharge', '--operation', 'recharge_info'];
    const fields = ['mchId=77', 'orderNo=C1234567890123456789'];
    const signed = await program.json(['sign', ...operation, '--key-file', keyFile, ...fields]);
    assert.equal(signed.code, 0);
    const { body, headers } = signed.data;
    const verify = ['verify', ...operation, '--app', '77', '--body', '-'];
    const header = ['--header', `sign=${headers.sign}`];
    assert.equal((await program.run([...verify, ...header], body)).code, 0);
    const altered = body.replace('C123', 'C124');
    assert.equal((await program.run([...verify, ...header], altered)).code, 1);
    assert.equal((await program.run(verify, body)).code, 1);
    const withApp = await program.run(['sign', ...operation, '--app', '77', ...fields]);
    assert.equal(withApp.code, 1);
    assert.match(withApp.err, /only the merchant has the private key/);
  });

  test('has a key pair of the platform, whose public half verifies notifications', async (t) => {
    const { program, platformPublicKey, world } = await openMerchant(t);
    const stored = await world.query('select purpose from app_key order by purpose');
    assert.deepEqual(stored, [{ purpose: 'notification' }, { purpose: 'request' }]);
    const publicFile = join(program.folder, 'platform.pub');
    await writeFile(publicFile, platformPublicKey);
    const unrelated = importPrivateKey((await generateRsaPair(2048)).privateKey);
    assert.ok(unrelated.ok);
    const body = '{"orderNo":"C1"}';
    const sign = await signSha256Rsa(unrelated.value, body);
    const verify = ['verify', '--dialect', 'recharge', '--notification', '--body', '-'];
    for (const key of [
      ['--key-file', publicFile],
      ['--app', '77'],
    ]) {
      const { code, out } = await program.run(
        [...verify, ...key, '--header', `sign=${sign}`],
        body,
      );
      assert.equal(code, 1);
      assert.match(out, /not the one that the platform signed with/);
    }
  });

  test('takes a new public key, and makes a new pair of the platform, beside the old', async (t) => {
    const { program } = await openMerchant(t);
    const rotate = ['app', 'rotate-key', '--app', '77'];
    assert.equal((await program.run(rotate)).code, 1, 'a public key is needed');
    const { publicKey } = await generateRsaPair(2048);
    assert.equal((await program.run([...rotate, '--public-key', '-'], publicKey)).code, 0);
    const notification = await program.json([...rotate, '--purpose', 'notification']);
    assert.match(notification.data.platformPublicKey, /^MII/);
    const { data } = await program.json(['app', 'list']);
    assert.equal(data.apps[0].keys.length, 4);
  });
});

test('sample keys, private keys and no keys at all are refused as public keys', async (t) => {
  const { program, world } = await openBooks(t);
  const { privateKey } = await generateRsaPair(2048);
  for (const [key, why] of [
    [SAMPLE_PUBLIC_KEY, /printed in public documents/],
    [privateKey, /this is a private key/],
    ['nonsense', /public-key cannot be used/],
  ] as const) {
    const { code, err } = await program.run([...CREATE, '--public-key', '-'], key);
    assert.equal(code, 1);
    assert.match(err, why);
  }
  assert.match((await program.run(CREATE)).err, /--public-key is needed/);
  assert.deepEqual(await world.query('select id from app'), []);
});
