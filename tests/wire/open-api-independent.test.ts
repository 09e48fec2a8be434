/**
 * The Open API's envelope against implementations that share no code with ours: the openssl
 * command, a Java program (java.security), and Python with the textbook's RSA.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { createPrivateKey, createPublicKey, type JsonWebKey } from 'node:crypto';
import { describe, test } from 'node:test';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { harness } from '../../src/dialects/open-api/fixtures/harness.ts';
import { MERCHANT, PLATFORM, SAMPLE_APP } from '../../src/dialects/open-api/fixtures/sample.ts';
import { type Fields, rawOf, sampleFields } from '../../src/dialects/open-api/fixtures/speak.ts';
import { openssl, withFiles } from '../../src/wire/test-support/openssl.ts';
import { receive } from './conversation.ts';

interface Check {
  readonly body: string;
  /** Base64 of SubjectPublicKeyInfo DER. */
  readonly publicKey: string;
}

/** Somebody else's implementation of the published rules. */
interface Independent {
  readonly name: string;
  verify(checks: readonly Check[]): readonly boolean[];
  /** Writes and signs `param` from the fields, and the envelope around it. */
  request(requests: readonly Fields[], privateKey: string): readonly string[];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

function opensslVerifies({ body, publicKey }: Check): boolean {
  const { sign, param } = JSON.parse(body) as { sign: string; param: string };
  const files = [pem('PUBLIC KEY', publicKey), Buffer.from(sign, 'base64')];
  return withFiles(files, (key = '', signature = '') => {
    const args = ['dgst', '-sha256', '-verify', key, '-signature', signature];
    return spawnSync('openssl', args, { input: param, timeout: 20_000 }).status === 0;
  });
}

const OPENSSL: Independent = {
  name: 'openssl',
  verify: (checks) => checks.map(opensslVerifies),
  request: (requests, privateKey) =>
    requests.map((fields) => {
      const param = JSON.stringify(fields, null, 2);
      const sign = withFiles([pem('PRIVATE KEY', privateKey)], (key = '') =>
        openssl(['dgst', '-sha256', '-sign', key], param).toString('base64'),
      );
      return JSON.stringify({ appId: SAMPLE_APP.publicId, sign, param });
    }),
};

function java(tasks: readonly (readonly string[])[]): readonly string[] {
  const program = new URL('OpenApiCheck.java', import.meta.url).pathname;
  const input = tasks.map((task) => `${task.join('\t')}\n`).join('');
  return execFileSync('java', [program], { input, timeout: 120_000 })
    .toString()
    .trimEnd()
    .split('\n');
}

const JAVA: Independent = {
  name: 'java',
  verify: (checks) =>
    java(checks.map(({ publicKey, body }) => ['verify', publicKey, base64(body)])).map(
      (answer) => answer === 'true',
    ),
  request: (requests, privateKey) =>
    java(
      requests.map((fields) => [
        'request',
        privateKey,
        SAMPLE_APP.publicId,
        base64(JSON.stringify(fields)),
      ]),
    ).map((answer) => Buffer.from(answer, 'base64').toString()),
};

function python(tasks: readonly object[]): readonly unknown[] {
  const program = new URL('open_api_check.py', import.meta.url).pathname;
  const input = JSON.stringify({ tasks });
  return JSON.parse(execFileSync('python3', [program], { input, timeout: 60_000 }).toString())
    .answers;
}

/** A number of a key as hexadecimal digits. */
function hexOf(jwk: JsonWebKey, name: 'n' | 'd'): string {
  return Buffer.from(jwk[name] ?? '', 'base64url').toString('hex');
}

const der = (key: string) => ({ key: Buffer.from(key, 'base64'), format: 'der' }) as const;

const PYTHON: Independent = {
  name: 'python',
  verify: (checks) =>
    python(
      checks.map(({ body, publicKey }) => {
        const jwk = createPublicKey({ ...der(publicKey), type: 'spki' }).export({ format: 'jwk' });
        return { do: 'verify', n: hexOf(jwk, 'n'), e: 65_537, body };
      }),
    ) as readonly boolean[],
  request: (requests, privateKey) => {
    const key = createPrivateKey({ ...der(privateKey), type: 'pkcs8' });
    const jwk = key.export({ format: 'jwk' });
    const signer = { do: 'request', n: hexOf(jwk, 'n'), d: hexOf(jwk, 'd') };
    return python(
      requests.map((fields) => ({ ...signer, appId: SAMPLE_APP.publicId, fields })),
    ) as readonly string[];
  },
};

function has(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { timeout: 60_000 }).status === 0;
}

const without = (found: boolean, name: string) => (found ? false : `there is no ${name} here`);

async function notices(): Promise<readonly string[]> {
  const told = harness.events.filter((sample) => sample.isSent);
  return await Promise.all(
    told.map(async ({ event }) => {
      const signed = await openApi.notification(event, harness.app, harness.keys);
      assert.ok(signed !== null);
      return signed.body;
    }),
  );
}

const OPERATION = 'ph_payment_create';
const ORDER = sampleFields(OPERATION);
const REQUESTS: readonly Fields[] = [
  ORDER,
  { ...ORDER, remark: 'Zoë 日本 😀 a/b "c" \\ d', '10': 1, '9': 2 },
  { ...ORDER, amount: '50010', timestamp: '1736130000', nested: { a: ['x', null, true] } },
];

const hasJava = has('java', '-version');
const hasPython = has('python3', '--version');

describe('java', { skip: without(hasJava, 'java; openssl checks instead') }, () => checks(JAVA));
describe('openssl', () => checks(OPENSSL));
describe('python', { skip: without(hasPython, 'python3') }, () => checks(PYTHON));

function checks(independent: Independent): void {
  test('every notification that we make is valid, none when changed, none by another key', async () => {
    const made = await notices();
    assert.ok(made.length >= 10);
    const right = made.map((body) => ({ body, publicKey: PLATFORM.publicKey }));
    const changed = right.map((check) => ({
      ...check,
      body: check.body.replace('\\"eventName\\"', '\\"eventname\\"'),
    }));
    const foreign = right.map((check) => ({ ...check, publicKey: MERCHANT.publicKey }));
    assert.deepEqual(independent.verify([...right, ...changed, ...foreign]), [
      ...right.map(() => true),
      ...changed.map(() => false),
      ...foreign.map(() => false),
    ]);
  });

  test('requests that it writes and signs are accepted, and ask for what they say', () => {
    for (const body of independent.request(REQUESTS, MERCHANT.privateKey)) {
      const outcome = receive(openApi, rawOf(OPERATION, body), OPERATION, harness);
      assert.ok(outcome.ok, outcome.ok ? '' : `${body}: ${JSON.stringify(outcome.refusal)}`);
      assert.ok(outcome.value.do === 'create_payin' && outcome.value.amountMinor === 50_010n);
    }
  });

  test('requests that our client signs are valid', () => {
    const sent = harness.requests.map(({ raw }) => ({
      body: Buffer.from(raw.body).toString(),
      publicKey: MERCHANT.publicKey,
    }));
    assert.ok(sent.length > 40);
    assert.ok(independent.verify(sent).every((valid) => valid));
  });
}
