/**
 * Hostile and doubtful requests to the recharge API, each as the merchant meets it: HTTP 200, the
 * code, and the field named. Every body but the unreadable ones is signed as it stands: what is
 * refused is refused for what it says.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inspect } from 'node:util';
import type { RawRequest } from '../../src/dialects/contract.ts';
import { recharge } from '../../src/dialects/recharge/dialect.ts';
import { harness } from '../../src/dialects/recharge/fixtures/harness.ts';
import {
  AIRWALLEX_FIELDS,
  bytesOf,
  CREATE_FIELDS,
  jsonOf,
  rawOf,
  signText,
  tokensOf,
} from '../../src/dialects/recharge/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/recharge/operations.ts';
import { receive } from './conversation.ts';

const CREATE = 'recharge_create';

/** The answer to a request; `ok` when it is accepted. */
function answerTo(raw: RawRequest) {
  const outcome = receive(recharge, raw, CREATE, harness);
  if (outcome.ok) return { ok: true as const, asks: outcome.value };
  const reply = recharge.reply(outcome, CREATE, harness.app, harness.nowMs);
  harness.readReply(reply);
  const { code, msg } = JSON.parse(reply.body);
  return { ok: false as const, code, msg };
}

function assertRefused(raw: RawRequest, field: string, code = 400): void {
  const answer = answerTo(raw);
  assert.ok(!answer.ok, 'it was accepted');
  assert.equal(answer.code, code);
  assert.ok(answer.msg.startsWith(`${field} `), `${answer.msg} does not name ${field}`);
}

const TEXT = JSON.stringify(CREATE_FIELDS);
const inside = (more: string) => TEXT.replace('{', `{${more},`);

describe('JSON that two readers could read in two ways is refused', () => {
  const BODIES: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['a name twice, other value', inside('"money":"1.00"'), 'money'],
    ['a name twice, same value', inside('"money":"10.00"'), 'money'],
    ['a name twice, once escaped', inside('"\\u006doney":"1.00"'), 'money'],
    ['a name twice, nested', inside('"products":[{"code":"a","code":"a"}]'), 'products'],
    ['__proto__ twice', inside('"__proto__":"a","__proto__":"b"'), '__proto__'],
    ['a lone surrogate', inside('"x":"\\ud800"'), 'x'],
    ['U+0000', inside('"x":"\\u0000"'), 'x'],
    ['a bare line break in a text', inside('"x":"a\nb"'), 'x'],
    ['a byte order mark', `\ufeff${TEXT}`, 'request body'],
    ['a comma too many', TEXT.replace('}', ',}'), 'request body'],
    ['text behind', `${TEXT}{}`, 'request body'],
    ['a comment', TEXT.replace('{', '{/* */'), 'request body'],
    ['single quotes', TEXT.replaceAll('"', "'"), 'request body'],
    ['UTF-16', Buffer.from(TEXT, 'utf16le'), 'request body'],
    ['overlong UTF-8', Buffer.from('{"a":"\xc0\xaf"}', 'latin1'), 'request body'],
    ['lists nested too deep', `${'['.repeat(1000)}${']'.repeat(1000)}`, 'request body'],
    ['objects nested too deep', inside(`"x":${'{"a":'.repeat(17)}1${'}'.repeat(17)}`), 'x'],
    ['a value too long', inside(`"x":"${'y'.repeat(5000)}"`), 'x'],
    ['a number too long', inside(`"x":${'9'.repeat(33)}`), 'x'],
    ['NaN', inside('"x":NaN'), 'x'],
    ['a leading zero', inside('"x":01'), 'x'],
    ['too many names', inside(names(300)), 'n256'],
    ['no object', '"text"', 'request body'],
    ['nothing', '', 'request body'],
  ];
  for (const [title, body, field] of BODIES) {
    test(`${title}, naming ${field}`, () => {
      assertRefused(rawOf(CREATE, body, signText(body)), field);
    });
  }

  test('a body larger than 64 KiB, as text within it', () => {
    const parts = Array.from({ length: 17 }, (_, at) => `"x${at}":"${'y'.repeat(4_000)}"`);
    assertRefused(bytesOf(CREATE, inside(parts.join())), 'request body');
  });
});

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `"n${index}":"1"`).join(',');
}

describe('a value is what its text says', () => {
  const TOKENS = Object.fromEntries(
    Object.entries(CREATE_FIELDS).map(([name, value]) => [name, JSON.stringify(value)]),
  );
  const withToken = (name: string, token: string) => tokensOf(CREATE, { ...TOKENS, [name]: token });

  for (const token of ['1e2', '"1e2"', '1E+1', '0', '"0"', '-10', '0.001', '10.001', '"１０"']) {
    test(`money ${token} is refused, naming money`, () => {
      assertRefused(withToken('money', token), 'money');
    });
  }
  for (const token of [
    '1e4',
    '10002.0',
    '-10002',
    '0',
    '"10002 "',
    '"0x2712"',
    '12345678901234567890',
  ]) {
    test(`mchId ${token} is refused, naming mchId`, () => {
      assertRefused(withToken('mchId', token), 'mchId');
    });
  }
  for (const name of ['good', 'payType', 'currency', 'returnUrl', 'timestamp', 'money', 'mchId']) {
    test(`${name} as false, a list or an object is refused, naming ${name}`, () => {
      for (const token of ['false', '[]', '{}']) assertRefused(withToken(name, token), name);
    });
  }

  test('null, blank and absent are the same to ask, and three orders', () => {
    const absent = answerTo(jsonOf(CREATE, CREATE_FIELDS));
    assert.ok(absent.ok && absent.asks.kind === 'create_payin');
    const { merchantRef: first, digest: _, ...asked } = absent.asks;
    const references = new Set([first]);
    for (const token of ['null', '""']) {
      const answer = answerTo(withToken('country', token));
      assert.ok(answer.ok && answer.asks.kind === 'create_payin');
      const { merchantRef, digest: _, ...asks } = answer.asks;
      references.add(merchantRef);
      assert.deepEqual(asks, asked);
    }
    assert.equal(references.size, 3);
  });

  test('composed and decomposed letters are different texts', () => {
    const composed = JSON.stringify({ ...CREATE_FIELDS, good: '\u00e9' });
    const decomposed = JSON.stringify({ ...CREATE_FIELDS, good: 'e\u0301' });
    assertRefused(rawOf(CREATE, decomposed, signText(composed)), 'sign', 401);
  });

  for (const money of ['10', '10.0', '10.00']) {
    test(`money ${money} signed as another spelling of it is a wrong signature`, () => {
      const others = ['10', '10.0', '10.00', '1e1'].filter((other) => other !== money);
      for (const other of others) {
        const raw = withToken('money', money);
        const signed = withToken('money', other);
        assertRefused({ ...raw, headers: signed.headers }, 'sign', 401);
      }
    });
  }

  test('names that JavaScript treats apart are plain names, and integer names keep their place', () => {
    const body = inside('"__proto__":{"payType":"airwallex"},"constructor":1,"10":1,"9":2');
    const names = '"10":1,"9":2,"__proto__":{"payType":"airwallex"},"constructor":1';
    const sorted = TEXT.replace('{', `{${names},`);
    const answer = answerTo(rawOf(CREATE, body, signText(sorted)));
    assert.ok(answer.ok && answer.asks.kind === 'create_payin');
    assert.equal(answer.asks.channel.code, 'PAYERMAX_SGD');
  });

  test('a field named sign in the body is no signature', () => {
    const body = JSON.stringify({ ...CREATE_FIELDS, sign: signText(TEXT) });
    assertRefused(rawOf(CREATE, body, null), 'sign', 401);
  });

  test('card data sent as an unknown field goes nowhere', () => {
    const body = JSON.stringify({ ...AIRWALLEX_FIELDS, card: { number: '4035501000000008' } });
    const answer = answerTo(bytesOf(CREATE, body));
    assert.ok(answer.ok);
    const kept = inspect(answer, { depth: Number.POSITIVE_INFINITY });
    assert.ok(!kept.includes('4035501000000008'));
  });
});

describe('signed texts of the platform', () => {
  test('are no requests: a notification sent back is refused for every operation', async () => {
    const reported = harness.events.find((sample) => sample.isSent);
    assert.ok(reported !== undefined);
    const notification = await recharge.notification(reported.event, harness.app, harness.keys);
    assert.ok(notification !== null);
    for (const { name: operation } of OPERATIONS) {
      const raw = rawOf(operation, notification.body, notification.headers.sign ?? '');
      const outcome = receive(recharge, raw, operation, harness);
      assert.ok(!outcome.ok && outcome.refusal.code === 'missing_field');
    }
  });
});
