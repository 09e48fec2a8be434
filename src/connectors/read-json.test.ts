import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cut, idAt, readJsonObject, readJsonReply, textAt, urlAt } from './read-json.ts';

const GOOD = {
  kind: 'response',
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from('{"id":"pay_1"}'),
  truncated: false,
} as const;

describe('reading a provider', () => {
  test('a complete JSON object is read with its status', () => {
    const read = readJsonReply(GOOD);
    assert.ok(read.ok);
    assert.equal(read.value.status, 200);
    assert.equal(textAt(read.value.body, 'id'), 'pay_1');
  });

  test('why a reply cannot be read says where and what, never its text', () => {
    const reasons: readonly [object, string][] = [
      [{ truncated: true }, 'HTTP 200: the reply is too long'],
      [{ headers: {} }, 'HTTP 200: the reply is not JSON'],
      [{ headers: { 'content-type': 'text/html' } }, 'HTTP 200: the reply is not JSON'],
      [
        { headers: { ...GOOD.headers, 'content-encoding': 'gzip' } },
        'HTTP 200: the reply is packed',
      ],
      [{ status: 502, body: Buffer.from('[]') }, 'HTTP 502: not a JSON object'],
      [{ body: Buffer.from('{"secret":NaN}') }, 'HTTP 200: a value is expected here at $.secret'],
    ];
    for (const [changes, reason] of reasons) {
      assert.deepEqual(readJsonReply({ ...GOOD, ...changes }), { ok: false, reason });
    }
    const unknown = { kind: 'unknown', reason: 'timeout' } as const;
    assert.deepEqual(readJsonReply(unknown), { ok: false, reason: 'timeout' });
  });

  test('an id is short and visible ASCII, for it becomes part of a key', () => {
    for (const [id, expected] of [
      ['pay_1', 'pay_1'],
      ['x'.repeat(128), 'x'.repeat(128)],
      ['x'.repeat(129), null],
      ['', null],
      ['a b', null],
      ['ä', null],
    ] as const) {
      const read = readJsonObject(Buffer.from(JSON.stringify({ id })));
      assert.ok(read.ok);
      assert.equal(idAt(read.value, 'id'), expected);
    }
  });

  test('an address is http or https, absolute, and never too long', () => {
    const longest = `https://a.example/${'x'.repeat(2_048 - 18)}`;
    for (const [url, expected] of [
      ['https://a.example/p?q=1', 'https://a.example/p?q=1'],
      ['http://127.0.0.1:8080/p', 'http://127.0.0.1:8080/p'],
      [longest, longest],
      [`${longest}x`, null],
      ['javascript:alert(1)', null],
      ['data:text/html,hello', null],
      ['/p', null],
      ['', null],
      [7, null],
    ] as const) {
      const read = readJsonObject(Buffer.from(JSON.stringify({ url })));
      assert.ok(read.ok);
      assert.equal(urlAt(read.value, 'url'), expected);
    }
  });

  test('a text is cut to its units, and never inside a character', () => {
    assert.equal(cut('abc', 3), 'abc');
    assert.equal(cut('abcd', 3), 'abc');
    assert.equal(cut('ab💸', 3), 'ab');
    assert.equal(cut('ab💸', 4), 'ab💸');
  });
});
