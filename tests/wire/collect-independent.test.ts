/**
 * The collect signature against implementations that share no code with ours: Python's hashlib,
 * or the openssl command where there is no Python.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
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

type Json = string | number | boolean | null;

/** Somebody else's implementation of the published rules. */
interface Independent {
  readonly name: string;
  /** MD5 of `<string>&key=<key>` for each. */
  vectors(strings: readonly string[]): readonly string[];
  verify(bodies: readonly string[]): readonly boolean[];
  sign(requests: readonly Readonly<Record<string, Json>>[]): readonly string[];
}

function python(task: object): Record<string, unknown> {
  const script = new URL('collect_verify.py', import.meta.url).pathname;
  const input = JSON.stringify({ ...task, key: SAMPLE_KEY });
  const output = execFileSync('python3', [script], { input, timeout: 20_000 });
  return JSON.parse(output.toString());
}

const PYTHON: Independent = {
  name: 'python3',
  vectors: (strings) => python({ do: 'vectors', strings }).md5 as string[],
  verify: (bodies) => python({ do: 'verify', bodies }).valid as boolean[],
  sign: (requests) => python({ do: 'sign', requests }).bodies as string[],
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
  name: 'openssl',
  vectors: (strings) => strings.map(openssl),
  verify: (bodies) => bodies.map((body) => openssl(joined(body)) === JSON.parse(body).sign),
  sign: (requests) =>
    requests.map((fields) => {
      const sign = openssl(joined(JSON.stringify(fields)));
      return JSON.stringify({ ...fields, sign });
    }),
};

function has(command: string, argument: string): boolean {
  return spawnSync(command, [argument], { timeout: 20_000 }).status === 0;
}

const independents = [
  ...(has('python3', '--version') ? [PYTHON] : []),
  ...(has('openssl', 'version') ? [OPENSSL] : []),
];

test('there is an independent implementation to compare with', () => {
  assert.ok(independents.length > 0, 'neither python3 nor openssl was found');
});

for (const independent of independents) {
  describe(`by ${independent.name}`, () => {
    test('the published vectors hold', () => {
      const strings = SIGNATURE_VECTORS.map(({ text }) => text);
      const expected = SIGNATURE_VECTORS.map(({ md5 }) => md5);
      assert.deepEqual(independent.vectors(strings), expected);
    });

    test('every notification that we make is valid in every profile, and none when changed', async () => {
      const bodies: string[] = [];
      for (const callbackProfile of ['full', 'noFee', 'legacy4']) {
        const app = { ...harness.app, settings: { callbackProfile } };
        for (const { event } of harness.events.filter(({ isSent: told }) => told)) {
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
        [
          'collect_create',
          { ...COLLECT_FIELDS, customName: 'Zoë 日本 😀', remark: 'a/b "c" \\ d' },
        ],
        [
          'collect_create',
          { ...COLLECT_FIELDS, amount: 100, isTest: true, email: null, number: '' },
        ],
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
  });
}
