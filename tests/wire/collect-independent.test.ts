/**
 * The collect signature against implementations that share no code with ours: Python's hashlib,
 * and the openssl command.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { collect } from '../../src/dialects/collect/dialect.ts';
import { harness } from '../../src/dialects/collect/fixtures/harness.ts';
import { SIGNATURE_VECTORS } from '../../src/dialects/collect/fixtures/published.ts';
import { SAMPLE_KEY } from '../../src/dialects/collect/fixtures/sample.ts';
import {
  BALANCE_FIELDS,
  COLLECT_FIELDS,
  PAY_FIELDS,
  QUERY_FIELDS,
  rawOf,
} from '../../src/dialects/collect/fixtures/speak.ts';
import { receive } from './conversation.ts';
import { python, WITHOUT_PYTHON } from './independent.ts';

type Json = string | number | boolean | null;

/** Somebody else's implementation of the published rules. */
interface Independent {
  /** MD5 of `<string>&key=<key>` for each. */
  vectors(strings: readonly string[]): readonly string[];
  verify(bodies: readonly string[]): readonly boolean[];
  sign(requests: readonly Readonly<Record<string, Json>>[]): readonly string[];
}

const inPython = (task: object) => python('collect_verify.py', { ...task, key: SAMPLE_KEY });

const PYTHON: Independent = {
  vectors: (strings) => inPython({ do: 'vectors', strings }).md5 as string[],
  verify: (bodies) => inPython({ do: 'verify', bodies }).valid as boolean[],
  sign: (requests) => inPython({ do: 'sign', requests }).bodies as string[],
};

function openssl(text: string): string {
  const input = `${text}&key=${SAMPLE_KEY}`;
  const output = execFileSync('openssl', ['md5', '-r'], { input, timeout: 20_000 });
  return output.toString().slice(0, 32);
}

/** `"a":1,"b":"x"` of a flat body, by token: enough for what we send. */
function joined(body: string): string {
  const pairs = [...body.matchAll(/"(\w+)": ?("(?:[^"\\]|\\.)*"|[^,}]+)/g)]
    .map(([, name = '', token = '']) => [
      name,
      token.startsWith('"') ? String(JSON.parse(token)) : token,
    ])
    .filter(([name, value]) => name !== 'sign' && value !== '' && value !== 'null');
  return pairs
    .map(([name, value]) => `${name}=${value}`)
    .toSorted()
    .join('&');
}

const OPENSSL: Independent = {
  vectors: (strings) => strings.map(openssl),
  verify: (bodies) => bodies.map((body) => openssl(joined(body)) === JSON.parse(body).sign),
  sign: (requests) =>
    requests.map((fields) => {
      const sign = openssl(joined(JSON.stringify(fields)));
      return JSON.stringify({ ...fields, sign });
    }),
};

describe('openssl', () => checks(OPENSSL));
describe('python', { skip: WITHOUT_PYTHON }, () => checks(PYTHON));

function checks(independent: Independent): void {
  test('the published vectors hold', () => {
    const strings = SIGNATURE_VECTORS.map(({ text }) => text);
    const expected = SIGNATURE_VECTORS.map(({ md5 }) => md5);
    assert.deepEqual(independent.vectors(strings), expected);
  });

  test('every notification that we make is valid in every profile, and none when changed', async () => {
    const bodies: string[] = [];
    for (const callbackProfile of ['full', 'noFee', 'legacy4']) {
      const app = { ...harness.app, settings: { callbackProfile } };
      for (const { event } of harness.events.filter(({ isSent: reported }) => reported)) {
        bodies.push((await collect.notification(event, app, harness.keys))?.body ?? '');
      }
    }
    assert.ok(bodies.length >= 18);
    assert.deepEqual(
      independent.verify(bodies),
      bodies.map(() => true),
    );
    const changed = bodies.map((body) => body.replace('"amount":', '"amount":1'));
    assert.deepEqual(
      independent.verify(changed),
      bodies.map(() => false),
    );
  });

  test('requests that it signs are accepted, whatever types they hold', () => {
    const requests = [
      ['collect_create', { ...COLLECT_FIELDS, customName: 'Zoë 日本 😀', remark: 'a/b "c" \\ d' }],
      ['collect_create', { ...COLLECT_FIELDS, amount: 100, isTest: true, email: null, number: '' }],
      ['pay_create', { ...PAY_FIELDS, amount: 99.5, remark: 'HDFC0001234' }],
      ['order_query', QUERY_FIELDS],
      ['order_balance', BALANCE_FIELDS],
    ] as const;
    const bodies = independent.sign(requests.map(([, fields]) => fields));
    for (const [index, [operation]] of requests.entries()) {
      const raw = rawOf(operation, bodies[index] ?? '');
      const outcome = receive(collect, raw, operation, harness);
      assert.ok(outcome.ok, `${operation}: ${outcome.ok ? '' : JSON.stringify(outcome.refusal)}`);
    }
  });
}
