/**
 * The Philippine Open API's signatures against implementations that share no code with ours: the
 * openssl command, a Java program (java.security), and Python with the textbook's RSA.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { openApiPh } from '../../src/dialects/open-api-ph/dialect.ts';
import { harness } from '../../src/dialects/open-api-ph/fixtures/harness.ts';
import { CALLBACKS, REQUESTS } from '../../src/dialects/open-api-ph/fixtures/published.ts';
import {
  MERCHANT,
  PLATFORM,
  SAMPLE_APP,
  SECRET,
} from '../../src/dialects/open-api-ph/fixtures/sample.ts';
import { type Fields, sampleFields } from '../../src/dialects/open-api-ph/fixtures/speak.ts';
import { operationOf } from '../../src/dialects/open-api-ph/operations/all.ts';
import { rawRequest } from '../../src/dialects/tools.ts';
import { opensslDigest } from '../../src/wire/test-support/openssl.ts';
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
  readonly text: string;
  readonly sign: string;
  /** Base64 of SubjectPublicKeyInfo DER. */
  readonly publicKey: string;
}

/** Somebody else's implementation of the published rules. */
interface Independent {
  verify(checks: readonly Check[]): readonly boolean[];
  /** Whether each body is signed with the secret. */
  callbacks(bodies: readonly string[], secret: string): readonly boolean[];
  /** Signs the fields with the merchant's key, and makes the body. */
  request(requests: readonly Fields[]): readonly string[];
}

type Pair = readonly [name: string, value: string];

/** As they were sent: our bodies and these requests hold texts and whole numbers only. */
function pairsIn(members: object): readonly Pair[] {
  return Object.entries(members).map(([name, value]): Pair => [name, String(value ?? '')]);
}

function joined(pairs: readonly Pair[]): string {
  return pairs
    .filter(([name, value]) => name !== 'sign' && value !== '')
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map((pair) => pair.join('='))
    .join('&');
}

const signOf = (body: string) => (JSON.parse(body) as { sign: string }).sign;

const OPENSSL: Independent = {
  verify: (checks) =>
    checks.map(({ text, sign, publicKey }) => opensslVerifies(text, sign, publicKey)),
  callbacks: (bodies, secret) =>
    bodies.map((body) => {
      const text = `${joined(pairsIn(JSON.parse(body)))}&secret=${secret}`;
      return opensslDigest(['-sha1'], text) === signOf(body);
    }),
  request: (requests) =>
    requests.map((fields) => {
      const sign = opensslSign(joined(pairsIn(fields)), MERCHANT.privateKey);
      return JSON.stringify({ ...fields, sign });
    }),
};

const inJava = (tasks: readonly (readonly string[])[]) => java('OpenApiPhCheck.java', tasks);

const spread = (members: object) =>
  pairsIn(members).flatMap(([name, value]) => [name, base64(value)]);

const JAVA: Independent = {
  verify: (checks) =>
    inJava(
      checks.map(({ publicKey, text, sign }) => ['verify', publicKey, base64(text), sign]),
    ).map((answer) => answer === 'true'),
  callbacks: (bodies, secret) =>
    inJava(
      bodies.map((body) => ['callback', base64(secret), signOf(body), ...spread(JSON.parse(body))]),
    ).map((answer) => answer === 'true'),
  request(requests) {
    const signs = inJava(
      requests.map((fields) => ['request', MERCHANT.privateKey, ...spread(fields)]),
    );
    return requests.map((fields, at) => JSON.stringify({ ...fields, sign: signs[at] }));
  },
};

const inPython = (tasks: readonly object[]) => python('open_api_ph_check.py', { tasks }).answers;

const PYTHON: Independent = {
  verify: (checks) =>
    inPython(
      checks.map(({ text, sign, publicKey }) => ({
        ...{ do: 'verify', ...publicNumbers(publicKey) },
        ...{ text, sign },
      })),
    ) as readonly boolean[],
  callbacks: (bodies, secret) =>
    inPython(bodies.map((body) => ({ do: 'callback', secret, body }))) as readonly boolean[],
  request(requests) {
    const signer = { do: 'request', ...privateNumbers(MERCHANT.privateKey) };
    return inPython(requests.map((fields) => ({ ...signer, fields }))) as readonly string[];
  },
};

/** What the platform would send, signed in one of the two ways. */
async function callbacks(callbackSignature: 'secret' | 'rsa'): Promise<readonly string[]> {
  const app = { ...SAMPLE_APP, settings: { callbackSignature } };
  const sent = harness.events.filter((sample) => sample.isSent);
  return await Promise.all(
    sent.map(async ({ event }) => {
      const signed = await openApiPh.notification(event, app, harness.keys);
      assert.ok(signed !== null);
      return signed.body;
    }),
  );
}

const OPERATION = 'payment_create';
const ORDER: Fields = { appId: SAMPLE_APP.publicId, ...sampleFields(OPERATION) };
const BODIES: readonly Fields[] = [
  ORDER,
  { ...ORDER, remark: 'Zoë 日本 😀 a/b "c" \\ d', '10': 1, '9': 2, a: '', Z: 'capital' },
  { ...ORDER, amount: '200500' },
];

describe('java', { skip: WITHOUT_JAVA }, () => checks(JAVA));
describe('openssl', () => checks(OPENSSL));
describe('python', { skip: WITHOUT_PYTHON }, () => checks(PYTHON));

function checks(independent: Independent): void {
  test('the published vectors are what it makes of them', () => {
    const { publicKey } = MERCHANT;
    const vectors = REQUESTS.map(({ text, sign }) => ({ text, sign, publicKey }));
    assert.ok(independent.verify(vectors).every((valid) => valid));
    const changed = vectors.map((vector) => ({ ...vector, text: `${vector.text} ` }));
    assert.ok(independent.verify(changed).every((valid) => !valid));
    // The other vector is of a string with 100.00, which no JSON parser keeps.
    const [, paid] = CALLBACKS;
    const signed = paid?.body.replace(/\}$/, `,"sign":"${paid.sign}"}`) ?? '';
    assert.deepEqual(independent.callbacks([signed], 'test-secret-1'), [true]);
  });

  test('every callback that we make is valid, none when changed, none with another secret', async () => {
    const made = await callbacks('secret');
    assert.ok(made.length >= 15);
    assert.ok(independent.callbacks(made, SECRET).every((valid) => valid));
    const changed = made.map((body) => body.replace('"eventName":"', '"eventName":"x'));
    assert.ok(independent.callbacks(changed, SECRET).every((valid) => !valid));
    assert.ok(independent.callbacks(made, 'another').every((valid) => !valid));
  });

  test('so is each that is signed with the platform’s key', async () => {
    const made = await callbacks('rsa');
    const right = made.map((body) => ({
      text: joined(pairsIn(JSON.parse(body))),
      sign: signOf(body),
      publicKey: PLATFORM.publicKey,
    }));
    assert.ok(independent.verify(right).every((valid) => valid));
    const foreign = right.map((check) => ({ ...check, publicKey: MERCHANT.publicKey }));
    assert.ok(independent.verify(foreign).every((valid) => !valid));
  });

  test('requests that it signs are accepted, and ask for what they say', () => {
    for (const body of independent.request(BODIES)) {
      const headers = { 'content-type': 'application/json' };
      const raw = rawRequest(operationOf(OPERATION), { headers, body: Buffer.from(body) });
      const outcome = receive(openApiPh, raw, OPERATION, harness);
      assert.ok(outcome.ok, outcome.ok ? '' : `${body}: ${JSON.stringify(outcome.refusal)}`);
      assert.ok(outcome.value.kind === 'create_payin' && outcome.value.amountMinor === 200_500n);
    }
  });
}
