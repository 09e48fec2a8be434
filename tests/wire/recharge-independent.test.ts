/**
 * The recharge signature against implementations that share no code with ours: the openssl command,
 * a Java program (java.security), and Python for the JSON text that is signed.
 */
import assert from 'node:assert/strict';
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
import { receive } from './conversation.ts';
import {
  base64,
  java,
  opensslSign,
  opensslVerifies,
  python,
  WITHOUT_JAVA,
  WITHOUT_PYTHON,
} from './independent.ts';

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
  verify(checks: readonly Check[]): readonly boolean[];
  /** Sorts, writes and signs the fields of each request. */
  sign(requests: readonly Fields[], privateKey: string): readonly Signed[];
}

/** Flat fields, sorted: enough for what is signed here. */
function sortedText(fields: Fields): string {
  const members = Object.entries(fields).map(
    ([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`,
  );
  return `{${members.toSorted().join(',')}}`;
}

const OPENSSL: Independent = {
  verify: (checks) =>
    checks.map(({ body, sign, publicKey }) => opensslVerifies(body, sign, publicKey)),
  sign: (requests, privateKey) =>
    requests.map((fields) => {
      const body = sortedText(fields);
      return { body, sign: opensslSign(body, privateKey) };
    }),
};

const inJava = (tasks: readonly (readonly string[])[]) => java('RechargeCheck.java', tasks);

const JAVA: Independent = {
  verify: (checks) =>
    inJava(
      checks.map(({ publicKey, sign, body }) => ['verify', publicKey, sign, base64(body)]),
    ).map((answer) => answer === 'true'),
  sign: (requests, privateKey) =>
    inJava(
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

async function notifications(): Promise<readonly Signed[]> {
  const reported = harness.events.filter((sample) => sample.isSent);
  return await Promise.all(
    reported.map(async ({ event }) => {
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

describe('java', { skip: WITHOUT_JAVA }, () => checks(JAVA));
describe('openssl', () => checks(OPENSSL));

function checks(independent: Independent): void {
  test('every notification that we make is valid, none when changed, none by another key', async () => {
    const made = await notifications();
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

const inPython = (task: object) => python('recharge_texts.py', task).texts;

describe('python', { skip: WITHOUT_PYTHON }, () => {
  const products = [{ unit_price: '10.00', name: 'Münzen a/b', code: 'c1' }];
  const body = JSON.stringify({ ...AIRWALLEX_FIELDS, products, good: '100 枚/コイン 😀' });

  test('whatever text it makes of a body, sorted or as PHP would, is accepted once signed', () => {
    const [texts] = inPython({ do: 'texts', bodies: [body] }) as [Record<string, string>];
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
    const bodies = (await notifications()).map((notification) => notification.body);
    assert.deepEqual(inPython({ do: 'sorted', bodies }), bodies);
  });
});
