import assert from 'node:assert/strict';
import { createHash, createPublicKey, sign, verify } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { DIALECTS } from '../../../src/dialects/registry.ts';
import { DIALECT_TOOLS } from '../../../src/dialects/tools-registry.ts';
import { type Causeway, causeway } from './run.ts';

const KEY = '00112233445566778899aabbccddeeff';
const QUERY = ['--dialect', 'collect', '--operation', 'order_query'];
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

async function withKey(t: TestContext): Promise<Causeway & { keyFile: string }> {
  const program = await causeway(t);
  const keyFile = join(program.folder, 'key.txt');
  await writeFile(keyFile, `${KEY}\n`);
  return { ...program, keyFile };
}

function bodyOf(fields: Readonly<Record<string, string>>, sign: string): string {
  return JSON.stringify({ ...fields, sign });
}

const FIELDS = { merchant: 'M1', orderId: 'A1' };
const STRING = 'merchant=M1&orderId=A1';

test('every dialect that is served can be signed and checked by hand', () => {
  assert.deepEqual(
    DIALECT_TOOLS.map(({ dialect }) => dialect),
    DIALECTS.map(({ name }) => name),
  );
});

describe('causeway sign', () => {
  test('shows string, body and curl, and never the key', async (t) => {
    const { run, keyFile } = await withKey(t);
    const fields = ['merchant=M1', 'orderId=A1'];
    const { code, out } = await run(['sign', ...QUERY, '--key-file', keyFile, ...fields]);
    assert.equal(code, 0);
    assert.match(out, /^String to sign\nmerchant=M1&orderId=A1&key=\*\*\*\n/);
    assert.ok(out.includes(bodyOf(FIELDS, md5(`${STRING}&key=${KEY}`))));
    assert.match(out, /curl -sS http:\/\/127\.0\.0\.1:8080\/client\/order\/query/);
    assert.equal(out.includes(KEY), false);
  });

  test('keeps numbers of a JSON body as they are written, and drops an old sign', async (t) => {
    const { json } = await withKey(t);
    const body = '{"merchant":"M1","amount":100.00,"note":null,"sign":"old"}';
    const line = ['sign', '--dialect', 'collect', '--operation', '/collect/create', '--body', '-'];
    const { code, data } = await json([...line, '--key', KEY], body);
    const digest = md5(`amount=100.00&merchant=M1&key=${KEY}`);
    assert.equal(code, 0);
    assert.equal(data.body, `{"merchant":"M1","amount":100.00,"note":null,"sign":"${digest}"}`);
    assert.match(data.warning, /missing field: payCode/);
  });

  test('signs a form, and quotes what a shell would take apart', async (t) => {
    const { json, keyFile } = await withKey(t);
    const fields = ['merchant=M1', "orderId=it's"];
    const line = ['sign', ...QUERY, '--key-file', keyFile, '--encoding', 'form', ...fields];
    const { data } = await json([...line, '--url', 'https://pay.example/']);
    assert.equal(data.url, 'https://pay.example/client/order/query');
    assert.equal(data.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.equal(new URLSearchParams(data.body).get('orderId'), "it's");
    const { data: asJson } = await json(['sign', ...QUERY, '--key-file', keyFile, ...fields]);
    assert.ok(asJson.curl.includes("it'\\''s"));
  });

  test('refuses what could be read in two ways, keys in bodies, and unknown operations', async (t) => {
    const { run, keyFile } = await withKey(t);
    const key = ['--key-file', keyFile];
    const refused = [
      ['sign', ...QUERY, ...key, 'merchant=M1', 'orderId=A&payCode=1'],
      ['sign', ...QUERY, ...key, 'merchant=M1', 'key=K'],
      ['sign', '--dialect', 'collect', '--operation', 'order_qery', ...key, 'a=b'],
      ['sign', '--dialect', 'colect', '--operation', 'order_query', ...key, 'a=b'],
      ['sign', ...QUERY, 'merchant=M1'],
      ['sign', ...QUERY, ...key, '--body', '-', 'merchant=M1'],
      ['sign', ...QUERY, '--key-file', join(keyFile, 'none'), 'merchant=M1'],
    ];
    for (const line of refused) {
      const { code, out, err } = await run(line, '{}');
      assert.deepEqual([code, out], [2, ''], line.join(' '));
      assert.equal(err.includes(KEY), false);
    }
  });
});

describe('causeway verify', () => {
  test('says that a signature holds', async (t) => {
    const { run, keyFile } = await withKey(t);
    const body = bodyOf(FIELDS, md5(`${STRING}&key=${KEY}`));
    const { code, out } = await run(
      ['verify', ...QUERY, '--key-file', keyFile, '--body', '-'],
      body,
    );
    assert.equal(code, 0);
    assert.match(
      out,
      /^The signature holds\.\n\nString to sign\nmerchant=M1&orderId=A1&key=\*\*\*\n/,
    );
  });

  test('wants a body for whatever has one', async (t) => {
    const { run, keyFile } = await withKey(t);
    for (const what of [QUERY, ['--dialect', 'collect', '--notification']]) {
      const { code, err } = await run(['verify', ...what, '--key-file', keyFile]);
      assert.equal(code, 2);
      assert.match(err, /give --body/);
    }
  });

  test('reads a form as well as JSON', async (t) => {
    const { run, keyFile } = await withKey(t);
    const body = `merchant=M1&orderId=A1&sign=${md5(`${STRING}&key=${KEY}`)}`;
    const { code } = await run(['verify', ...QUERY, '--key-file', keyFile, '--body', '-'], body);
    assert.equal(code, 0);
  });

  test('names the mistake that was made, and points to where the string differs', async (t) => {
    const { run, json, keyFile } = await withKey(t);
    const body = bodyOf(FIELDS, md5(STRING));
    const line = ['verify', ...QUERY, '--key-file', keyFile, '--body', '-'];
    const { code, out } = await run(line, body);
    assert.equal(code, 1);
    assert.match(out, /^The signature does not hold\./);
    assert.match(out, /- No key was used: append &key=<key> before hashing\./);
    const [, expected = '', given = '', caret = ''] =
      /( {2}expected.*)\n( {2}given.*)\n( *\^)/.exec(out) ?? [];
    const at = caret.indexOf('^');
    assert.equal(expected.slice(at), '&key=***');
    assert.equal(given.slice(at), '');
    const { data } = await json(line, body);
    assert.equal(data.matches, false);
    assert.equal(data.signedInstead, STRING);
    assert.equal(data.difference.at, STRING.length);
    assert.equal(JSON.stringify(data).includes(KEY), false);
  });

  test('compares the string that a program signed, its key hidden', async (t) => {
    const { run, keyFile, folder } = await withKey(t);
    const mine = join(folder, 'mine.txt');
    await writeFile(mine, `merchant=M1&orderid=A1&key=${KEY}\n`);
    const body = bodyOf(FIELDS, md5(`merchant=M1&orderid=A1&key=${KEY}`));
    const line = ['verify', ...QUERY, '--key-file', keyFile, '--body', '-', '--mine', mine];
    const { code, out } = await run(line, body);
    assert.equal(code, 1);
    assert.match(
      out,
      /Your string: the first difference\n {2}expected .*orderId=A1.*\n {2}given .*orderid=A1/,
    );
    assert.equal(out.includes(KEY), false);
  });

  test('says when the signature holds but the request would be refused', async (t) => {
    const { run, keyFile } = await withKey(t);
    const body = bodyOf({ merchant: 'M1' }, md5(`merchant=M1&key=${KEY}`));
    const { code, out } = await run(
      ['verify', ...QUERY, '--key-file', keyFile, '--body', '-'],
      body,
    );
    assert.equal(code, 1);
    assert.match(out, /refuse this all the same: missing field: orderId/);
  });

  test('checks a notification as a merchant does', async (t) => {
    const { json, keyFile } = await withKey(t);
    const reported = { platOrderId: '1', orderId: 'A1', amount: '99.5', status: '1' };
    const digest = md5(`amount=99.5&orderId=A1&platOrderId=1&status=1&key=${KEY}`);
    const line = ['verify', '--dialect', 'collect', '--notification', '--key-file', keyFile];
    const good = await json([...line, '--body', '-'], bodyOf(reported, digest));
    assert.equal(good.code, 0);
    assert.deepEqual([good.data.content.status, good.data.content.amount], ['success', '99.5']);
    const altered = await json(
      [...line, '--body', '-'],
      bodyOf({ ...reported, amount: '9999' }, digest),
    );
    assert.equal(altered.code, 1);
    assert.deepEqual([altered.data.matches, altered.data.content], [false, null]);
  });
});

describe('causeway keys generate', () => {
  test('makes a pair of which one half verifies what the other signs', async (t) => {
    const { json, run } = await causeway(t);
    const { data } = await json(['keys', 'generate', '--bits', '2048']);
    const key = { key: data.publicKey, format: 'der', type: 'spki', encoding: 'base64' } as const;
    assert.equal(createPublicKey(key).asymmetricKeyDetails?.modulusLength, 2048);
    const pem = await run(['keys', 'generate', '--form', 'pem']);
    const [privatePem = '', publicPem = ''] = pem.out.split(/(?=-----BEGIN PUBLIC)/);
    const signature = sign('RSA-SHA256', Buffer.from('x'), privatePem);
    assert.equal(verify('RSA-SHA256', Buffer.from('x'), publicPem, signature), true);
  });

  test('makes a new MD5 key each time', async (t) => {
    const { run } = await causeway(t);
    const [first, second] = await Promise.all([1, 2].map(() => run(['keys', 'generate', '--md5'])));
    assert.match(first?.out ?? '', /^[0-9a-f]{32}\n$/);
    assert.notEqual(first?.out, second?.out);
  });
});
