/**
 * The Open API's envelope against implementations that share no code with ours: the openssl
 * command, a Java program (java.security), and Python with the textbook's RSA.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openApi } from '../../src/dialects/open-api/dialect.ts';
import { harness } from '../../src/dialects/open-api/fixtures/harness.ts';
import { MERCHANT, PLATFORM, SAMPLE_APP } from '../../src/dialects/open-api/fixtures/sample.ts';
import { type Fields, rawOf, sampleFields } from '../../src/dialects/open-api/fixtures/speak.ts';
import { receive } from './conversation.ts';
import {
  base64,
  java,
  opensslSign,
  opensslVerifies,
  privateNumbers,
  publicNumbers,
  python,
  WITHOUT_JAVA,
  WITHOUT_PYTHON,
} from './independent.ts';

interface Check {
  readonly body: string;
  /** Base64 of SubjectPublicKeyInfo DER. */
  readonly publicKey: string;
}

/** Somebody else's implementation of the published rules. */
interface Independent {
  verify(checks: readonly Check[]): readonly boolean[];
  /** Writes and signs `param` from the fields, and the envelope around it. */
  request(requests: readonly Fields[], privateKey: string): readonly string[];
}

const OPENSSL: Independent = {
  verify: (checks) =>
    checks.map(({ body, publicKey }) => {
      const { sign, param } = JSON.parse(body) as { sign: string; param: string };
      return opensslVerifies(param, sign, publicKey);
    }),
  request: (requests, privateKey) =>
    requests.map((fields) => {
      const param = JSON.stringify(fields, null, 2);
      const sign = opensslSign(param, privateKey);
      return JSON.stringify({ appId: SAMPLE_APP.publicId, sign, param });
    }),
};

const inJava = (tasks: readonly (readonly string[])[]) => java('OpenApiCheck.java', tasks);

const JAVA: Independent = {
  verify: (checks) =>
    inJava(checks.map(({ publicKey, body }) => ['verify', publicKey, base64(body)])).map(
      (answer) => answer === 'true',
    ),
  request: (requests, privateKey) =>
    inJava(
      requests.map((fields) => [
        'request',
        privateKey,
        SAMPLE_APP.publicId,
        base64(JSON.stringify(fields)),
      ]),
    ).map((answer) => Buffer.from(answer, 'base64').toString()),
};

const inPython = (tasks: readonly object[]) => python('open_api_check.py', { tasks }).answers;

const PYTHON: Independent = {
  verify: (checks) =>
    inPython(
      checks.map(({ body, publicKey }) => ({ do: 'verify', ...publicNumbers(publicKey), body })),
    ) as readonly boolean[],
  request: (requests, privateKey) => {
    const signer = { do: 'request', ...privateNumbers(privateKey) };
    return inPython(
      requests.map((fields) => ({ ...signer, appId: SAMPLE_APP.publicId, fields })),
    ) as readonly string[];
  },
};

async function notifications(): Promise<readonly string[]> {
  const reported = harness.events.filter((sample) => sample.isSent);
  return await Promise.all(
    reported.map(async ({ event }) => {
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

describe('java', { skip: WITHOUT_JAVA }, () => checks(JAVA));
describe('openssl', () => checks(OPENSSL));
describe('python', { skip: WITHOUT_PYTHON }, () => checks(PYTHON));

function checks(independent: Independent): void {
  test('every notification that we make is valid, none when changed, none by another key', async () => {
    const made = await notifications();
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
      assert.ok(outcome.value.kind === 'create_payin' && outcome.value.amountMinor === 50_010n);
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
