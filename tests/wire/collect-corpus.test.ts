/**
 * Hostile and doubtful requests to the collect API, each as the merchant meets it: HTTP 200, `code`
 * 400, and the field named in both texts. Where two bodies share a signed string, the command is
 * compared too: what is verified is what is executed.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { collect } from '../../src/dialects/collect/dialect.ts';
import { harness } from '../../src/dialects/collect/fixtures/harness.ts';
import {
  COLLECT_FIELDS,
  md5WithKey,
  plainString,
  rawOf,
  signed,
  tokensOf,
} from '../../src/dialects/collect/fixtures/speak.ts';
import { OPERATIONS } from '../../src/dialects/collect/operations.ts';
import type { RawRequest } from '../../src/dialects/contract.ts';
import { receive } from './conversation.ts';

const FORM = 'application/x-www-form-urlencoded';

/** The answer to a request; `ok` when it is accepted. */
function answerTo(raw: RawRequest) {
  const outcome = receive(collect, raw, 'collect_create', harness);
  if (outcome.ok) return { ok: true as const, asks: outcome.value };
  const reply = collect.reply(outcome, 'collect_create', harness.app, harness.nowMs);
  harness.readReply(reply);
  const { code, msg, desc } = JSON.parse(reply.body);
  return { ok: false as const, status: reply.status, code, msg, desc };
}

function assertRefused(raw: RawRequest, field: string): void {
  const answer = answerTo(raw);
  assert.ok(!answer.ok, 'it was accepted');
  assert.deepEqual([answer.status, answer.code], [200, 400]);
  assert.ok(answer.msg.startsWith(`${field} `), `${answer.msg} does not name ${field}`);
  assert.ok(answer.desc.startsWith(`${field} `), `${answer.desc} does not name ${field}`);
}

/** A body of raw JSON tokens with a right signature over the plain string of its texts. */
function withToken(name: string, token: string, text: string | null): RawRequest {
  const base: Record<string, string> = { ...COLLECT_FIELDS };
  delete base[name];
  const tokens = Object.fromEntries(
    Object.entries(base).map(([each, value]) => [each, JSON.stringify(value)]),
  );
  const string = plainString(text === null ? base : { ...base, [name]: text });
  return tokensOf('collect_create', { ...tokens, [name]: token }, string);
}

describe('JSON that two readers could read in two ways is refused', () => {
  const text = JSON.stringify(signed(COLLECT_FIELDS));
  const inside = (more: string) => text.replace('{', `{${more},`);
  const BODIES: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['a name twice, other value', inside('"amount":"1.00"'), 'amount'],
    ['a name twice, same value', inside('"amount":"100.00"'), 'amount'],
    ['a name twice, once escaped', inside('"\\u0061mount":"1.00"'), 'amount'],
    ['sign twice', inside('"sign":"x"'), 'sign'],
    ['__proto__ twice', inside('"__proto__":"a","__proto__":"b"'), '__proto__'],
    ['an object', inside('"products":{"amount":"1"}'), 'products'],
    ['a list', inside('"products":[]'), 'products'],
    ['an amount in a list', text.replace('"100.00"', '["100.00"]'), 'amount'],
    ['a field named key', inside('"key":"x"'), 'key'],
    ['a name not ASCII', inside('"amöunt":"1"'), 'amöunt'],
    ['a name in another normal form', inside('"ame\u0301":"1"'), 'ame\u0301'],
    ['a full-width name', inside('"ａmount":"1"'), 'ａmount'],
    ['an emoji as a name', inside('"😀":"1"'), '😀'],
    ['a name with &', inside('"a&amount":"1"'), 'a&amount'],
    ['a name with =', inside('"a=b":"1"'), 'a=b'],
    ['a lone surrogate', inside('"x":"\\ud800"'), 'x'],
    ['U+0000', inside('"x":"\\u0000"'), 'x'],
    ['a bare line break in a text', inside('"x":"a\nb"'), 'x'],
    ['a byte order mark', `\ufeff${text}`, 'request body'],
    ['a comma too many', text.replace('}', ',}'), 'request body'],
    ['text behind', `${text}{}`, 'request body'],
    ['a comment', text.replace('{', '{/* */'), 'request body'],
    ['single quotes', text.replaceAll('"', "'"), 'request body'],
    ['UTF-16', Buffer.from(text, 'utf16le'), 'request body'],
    ['overlong UTF-8', Buffer.from('{"a":"\xc0\xaf"}', 'latin1'), 'request body'],
    ['nested too deep', `${'['.repeat(1000)}${']'.repeat(1000)}`, 'request body'],
    ['a value too long', inside(`"x":"${'y'.repeat(5000)}"`), 'x'],
    ['a number too long', inside(`"x":${'9'.repeat(33)}`), 'x'],
    ['too many names', inside(names(300)), 'n256'],
    ['no object', '"text"', 'request body'],
    ['nothing', '', 'request body'],
  ];
  for (const [title, body, field] of BODIES) {
    test(`${title}, naming ${field}`, () => assertRefused(rawOf('collect_create', body), field));
  }
});

function names(count: number): string {
  return Array.from({ length: count }, (_, index) => `"n${index}":"1"`).join(',');
}

describe('forms that two readers could read in two ways are refused', () => {
  const text = new URLSearchParams(signed(COLLECT_FIELDS)).toString();
  const BODIES = [
    ['a name twice', `${text}&amount=1`, 'amount'],
    ['a name twice, once escaped', `${text}&%61mount=1`, 'amount'],
    ['a bad escape', `${text}&x=%G0`, 'x'],
    ['an escape that is no UTF-8', `${text}&x=%C0%AF`, 'x'],
    ['a name without =', `${text}&x`, 'request body'],
    ['an empty pair', `${text}&&x=1`, 'request body'],
    ['a field named key', `${text}&key=1`, 'key'],
    ['a line break', `${text}\r\n`, 'request body'],
    ['JSON that says it is a form', JSON.stringify(signed(COLLECT_FIELDS)), 'request body'],
  ] as const;
  for (const [title, body, field] of BODIES) {
    test(`${title}, naming ${field}`, () => {
      assertRefused(rawOf('collect_create', body, FORM), field);
    });
  }
});

describe('a value is what its text says', () => {
  const SAME = [
    ['payCode', '"101"', '101', '101'],
    ['amount', '"100.00"', '100.00', '100.00'],
    ['remark', '"true"', 'true', 'true'],
    ['remark', '""', 'null', null],
  ] as const;
  for (const [name, one, other, text] of SAME) {
    test(`${name}: ${one} and ${other} ask for the same`, () => {
      const first = answerTo(withToken(name, one, text));
      assert.ok(first.ok, first.ok ? '' : first.desc);
      assert.deepEqual(answerTo(withToken(name, other, text)), first);
    });
  }

  test('null, blank and absent are the same, also when blanks were signed', () => {
    const absent = answerTo(rawOf('collect_create', JSON.stringify(signed(COLLECT_FIELDS))));
    assert.ok(absent.ok);
    assert.deepEqual(answerTo(withToken('email', '""', null)), absent);
    assert.deepEqual(answerTo(withToken('email', 'null', null)), absent);
    assert.deepEqual(answerTo(withToken('email', '""', '')), absent);
    const kept = md5WithKey(plainString(COLLECT_FIELDS).replace('&merchant', '&email=&merchant'));
    const body = JSON.stringify({ ...COLLECT_FIELDS, email: '', sign: kept });
    assert.deepEqual(answerTo(rawOf('collect_create', body)), absent);
  });

  test('JSON and form of the same request ask for the same', () => {
    const fields = signed({ ...COLLECT_FIELDS, customName: 'Zoë + Söhne 100 %' });
    const json = answerTo(rawOf('collect_create', JSON.stringify(fields)));
    assert.ok(json.ok);
    const form = new URLSearchParams(fields).toString();
    assert.deepEqual(answerTo(rawOf('collect_create', form, FORM)), json);
    assert.deepEqual(answerTo(rawOf('collect_create', form.replaceAll('+', '%20'), FORM)), json);
  });

  for (const [token, text] of [
    ['1e2', '1e2'],
    ['"1e2"', '1e2'],
    ['0', '0'],
    ['"0"', '0'],
    ['false', 'false'],
    ['-1', '-1'],
    ['100.001', '100.001'],
  ] as const) {
    test(`amount ${token} is refused, naming amount`, () => {
      assertRefused(withToken('amount', token, text), 'amount');
    });
  }

  for (const amount of ['100', '100.0', '100.00']) {
    test(`amount ${amount} signed as another spelling of it is a wrong signature`, () => {
      const others = ['100', '100.0', '100.00', '1e2'].filter((other) => other !== amount);
      for (const other of others) {
        assertRefused(withToken('amount', amount, other), 'signature');
      }
    });
  }

  test('composed and decomposed letters are different texts', () => {
    const string = plainString({ ...COLLECT_FIELDS, customName: '\u00e9' });
    const body = { ...COLLECT_FIELDS, customName: 'e\u0301', sign: md5WithKey(string) };
    assertRefused(rawOf('collect_create', JSON.stringify(body)), 'signature');
  });
});

describe('signatures', () => {
  const right = signed(COLLECT_FIELDS).sign ?? '';
  const WRONG = [
    ['short', right.slice(0, 31)],
    ['long', `${right}0`],
    ['padded', `${right} `],
    ['of another length in base64', Buffer.from(right, 'hex').toString('base64')],
    ['of the string without key', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['full-width', right.replace(/[0-9]/, '１')],
  ] as const;
  for (const [title, sign] of WRONG) {
    test(`${title} are refused like any wrong one`, () => {
      const raw = rawOf('collect_create', JSON.stringify({ ...COLLECT_FIELDS, sign }));
      const any = rawOf('collect_create', JSON.stringify({ ...COLLECT_FIELDS, sign: 'x' }));
      assertRefused(raw, 'signature');
      assert.deepEqual(answerTo(raw), answerTo(any));
    });
  }

  test('in capitals or mixed case hold', () => {
    for (const sign of [
      right.toUpperCase(),
      right.replace(/[a-f]/, (digit) => digit.toUpperCase()),
    ]) {
      const raw = rawOf('collect_create', JSON.stringify({ ...COLLECT_FIELDS, sign }));
      assert.ok(answerTo(raw).ok);
    }
  });
});

describe('signed texts of the platform', () => {
  test('are no requests: a notification sent back is refused for every operation', async () => {
    const reported = harness.events.find((sample) => sample.isSent);
    assert.ok(reported !== undefined);
    const signedNotification = await collect.notification(
      reported.event,
      harness.app,
      harness.keys,
    );
    assert.ok(signedNotification !== null);
    for (const { name: operation } of OPERATIONS) {
      const outcome = receive(
        collect,
        rawOf(operation, signedNotification.body),
        operation,
        harness,
      );
      assert.ok(!outcome.ok);
      assert.equal(outcome.refusal.code, 'missing_field');
    }
  });
});
