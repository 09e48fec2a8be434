/**
 * The recharge signature against implementations that share no code with ours: the openssl command,
 * a Java program (java.security), and Python for the JSON text that is signed.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { recharge } from '../../src/dialects/recharge/dialect.ts';
import { harness } from '../../src/dialects/recharge/fixtures/harness.ts';
import { MERCHANT, PLATFORM } from '../../src/dialects/recharge/fixtures/sample.ts';
import {
  AIRWALLEX_FIELDS,
  CREATE_FIELDS,
  rawOf,
} from '../../src/dialects/recharge/fixtures/speak.ts';
import type { OperationName } from '../../src/dialects/recharge/operations.ts';
import { openssl, withFiles } from '../../src/wire/test-support/openssl.ts';
import { receive } from './conversation.ts';

interface Signed {
  readonly body: string;
  readonly sign: string;
}

interface Check extends Signed {
  readonly publicKey: string;
}

type Fields = Readonly<Record<string, string | number>>;

/** Somebody else's implementation of the published rules. */
interface Independent {
  readonly name: string;
  verify(checks: readonly Check[]): readonly boolean[];
  /** Sorts, writes and signs the fields of each request. */
  sign(requests: readonly Fields[], privateKey: string): readonly Signed[];
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

function pem(label: string, der: string): string {
  return `-----BEGIN ${label}-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`;
}

function opensslVerifies({ body, sign, publicKey }: Check): boolean {
  const files = [pem('PUBLIC KEY', publicKey), Buffer.from(sign, 'base64')];
  return withFiles(files, (key = '', signature = '') => {
    const args = ['dgst', '-sha256', '-verify', key, '-signature', signature];
    return spawnSync('openssl', args, { input: body, timeout: 20_000 }).status === 0;
  });
}

function opensslSign(text: string, privateKey: string): string {
  return withFiles([pem('PRIVATE KEY', privateKey)], (key = '') =>
    openssl(['dgst', '-sha256', '-sign', key], text).toString('base64'),
  );
}

/** Flat fields, sorted: enough for what is signed here. */
function sortedText(fields: Fields): string {
  const members = Object.entries(fields).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `{${members.toSorted().join(',')}}`;
}

const OPENSSL: Independent = {
  name: 'openssl',
  verify: (checks) => checks.map(opensslVerifies),
  sign: (requests, privateKey) =>
    requests.map((fields) => {
      const body = sortedText(fields);
      return { body, sign: opensslSign(body, privateKey) };
    }),
};

function java(tasks: readonly (readonly string[])[]): readonly string[] {
  const program = new URL('RechargeCheck.java', import.meta.url).pathname;
  const input = tasks.map((task) => `${task.join('\t')}\n`).join('');
  const output = execFileSync('java', [program], { input, timeout: 120_000 });
  return output.toString().trimEnd().split('\n');
}

const JAVA: Independent = {
  name: 'java',
  verify: (checks) =>
    java(checks.map(({ publicKey, sign, body }) => ['verify', publicKey, sign, base64(body)])).map(
      (answer) => answer === 'true',
    ),
  sign: (requests, privateKey) =>
    java(
      requests.map((fields) => [
        'sign',
        privateKey,
        ...Object.entries(fields).flatMap(([name, value]) => [
          typeof value === 'string' ? 'text' : 'raw',
          name,
          base64(`${value}`),
        ]),
      ]),
    ).map((answer) => {
      const [sign = '', body = ''] = answer.split('\t');
      return { sign, body: Buffer.from(body, 'base64').toString() };
    }),
};

function has(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { timeout: 60_000 }).status === 0;
}

const hasJava = has('java', '-version');
const hasPython = has('python3', '--version');
const without = (found: boolean, name: string) => (found ? false : `there is no ${name} here`);

async function notices(): Promise<readonly Signed[]> {
  const told = harness.events.filter((sample) => sample.isSent);
  return await Promise.all(
    told.map(async ({ event }) => {
      const signed = await recharge.notification(event, harness.app, harness.keys);
      assert.ok(signed !== null);
      return { body: signed.body, sign: signed.headers.sign ?? '' };
    }),
  );
}

function assertAccepted(operation: OperationName, { body, sign }: Signed): void {
  const outcome = receive(recharge, rawOf(operation, body, sign), operation, harness);
  assert.ok(outcome.ok, outcome.ok ? '' : `${body}: ${JSON.stringify(outcome.refusal)}`);
}

const REQUESTS: readonly Fields[] = [
  CREATE_FIELDS,
  { ...CREATE_FIELDS, userId: '123456', good: 'Zoë 日本 😀 a/b "c" \\ d', '10': 1, '9': 2 },
  { ...CREATE_FIELDS, mchId: '10002', productId: 7, country: 'SGP', language: 'en' },
];

describe('java', { skip: without(hasJava, 'java; openssl checks instead') }, () => checks(JAVA));
describe('openssl', () => checks(OPENSSL));

function checks(independent: Independent): void {
  test('every notification that we make is valid, none when changed, none by another key', async () => {
    const made = await notices();
    assert.ok(made.length >= 4);
    const right = made.map((notification) => ({ ...notification, publicKey: PLATFORM.publicKey }));
    const changed = right.map((check) => ({
      ...check,
      body: check.body.replace('10.00', '11.00'),
    }));
    const foreign = right.map((check) => ({ ...check, publicKey: MERCHANT.publicKey }));
    assert.deepEqual(independent.verify([...right, ...changed, ...foreign]), [
      ...right.map(() => true),
      ...changed.map(() => false),
      ...foreign.map(() => false),
    ]);
  });

  test('requests that it sorts and signs are accepted', () => {
    for (const signed of independent.sign(REQUESTS, MERCHANT.privateKey)) {
      assertAccepted('recharge_create', signed);
    }
  });

  test('requests that our client signs are valid', () => {
    const sent = harness.requests.map(({ raw }) => ({
      body: Buffer.from(raw.body).toString(),
      sign: raw.headers.sign ?? '',
      publicKey: MERCHANT.publicKey,
    }));
    assert.deepEqual(
      independent.verify(sent),
      sent.map(() => true),
    );
  });
}

function python(task: object): readonly unknown[] {
  const script = new URL('recharge_texts.py', import.meta.url).pathname;
  const output = execFileSync('python3', [script], {
    input: JSON.stringify(task),
    timeout: 20_000,
  });
  return JSON.parse(output.toString()).texts;
}

describe('python', { skip: without(hasPython, 'python3') }, () => {
  const products = [{ unit_price: '10.00', name: 'Münzen a/b', code: 'c1' }];
  const body = JSON.stringify({ ...AIRWALLEX_FIELDS, products, good: '100 枚/コイン 😀' });

  test('whatever text it makes of a body, sorted or as PHP would, is accepted once signed', () => {
    const [texts] = python({ do: 'texts', bodies: [body] }) as [Record<string, string>];
    for (const form of ['sorted', 'php']) {
      const sign = opensslSign(texts[form] ?? '', MERCHANT.privateKey);
      assertAccepted('recharge_create', { body, sign });
    }
    // A text of another form holds for the very bytes only.
    const sign = opensslSign(texts.python ?? '', MERCHANT.privateKey);
    assertAccepted('recharge_create', { body: texts.python ?? '', sign });
    const outcome = receive(
      recharge,
      rawOf('recharge_create', body, sign),
      'recharge_create',
      harness,
    );
    assert.ok(!outcome.ok && outcome.refusal.code === 'bad_signature');
  });

  test('reads a notification and writes it sorted: the same bytes, so either way of checking holds', async () => {
    const bodies = (await notices()).map((notification) => notification.body);
    assert.deepEqual(python({ do: 'sorted', bodies }), bodies);
  });
});
