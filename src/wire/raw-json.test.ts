import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parse as parseLossless } from 'lossless-json';
import { writeJson } from './canonical-json.ts';
import type { JsonValue } from './json-value.ts';
import { JSON_LIMITS, readJson, readJsonText } from './raw-json.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';
import { SeededRandom } from './test-support/seeded-random.ts';

function read(text: string) {
  return readJson(Buffer.from(text));
}

function members(text: string): ReadonlyMap<string, JsonValue> {
  const value = accepted(read(text));
  assert.equal(value.kind, 'object');
  return value.kind === 'object' ? value.members : new Map();
}

describe('what a JSON body keeps', () => {
  test('a number keeps its text', () => {
    for (const text of ['100.00', '0.10', '-0', '1e2', '1E+2', '12345678901234567890', '1e400']) {
      assert.deepEqual(accepted(read(text)), { kind: 'number', text });
    }
  });

  test('members keep their order, integer-like names too', () => {
    assert.deepEqual([...members('{"b":1,"10":2,"a":3,"1":4}').keys()], ['b', '10', 'a', '1']);
  });

  test('__proto__ and constructor are plain names', () => {
    const found = members('{"__proto__":{"admin":true},"constructor":1}');
    assert.deepEqual([...found.keys()], ['__proto__', 'constructor']);
    assert.equal(({} as { admin?: boolean }).admin, undefined);
  });

  test('every escape that JSON has is decoded', () => {
    const text = String.raw`"\"\\\/\b\f\n\r\t\u0041\u00e9\u20ac\ud83d\ude00 é€😀"`;
    const value = accepted(read(text));
    assert.deepEqual(value, { kind: 'string', value: '"\\/\b\f\n\r\tAé€😀 é€😀' });
  });

  test('names that look alike but differ in bytes are two names', () => {
    assert.equal(members('{"\u00e9":1,"e\u0301":2}').size, 2);
  });

  test('white space is blank, tab and line breaks, nothing else', () => {
    assert.ok(read(' \t\r\n[ \t\r\n1 , 2 ] \t\r\n').ok);
    for (const blank of ['\u00a0', '\f', '\v', '\u2028', '\u3000', '\ufeff']) {
      assert.ok(!read(`[${blank}1]`).ok);
    }
  });
});

// Cases of our own, in the spirit of the public JSON minefield collections.
const GOOD = [
  '[]',
  '{}',
  '"a"',
  'null',
  'true',
  'false',
  '[[],{}]',
  '{"":""}',
  '[1,-1,0.5,1e5,-1.5E-3]',
  '"\u007f"',
  '"\u2028\u2029"',
  '"\uffff"',
  '{"a":{"a":{"a":null}}}',
  String.raw`"\u0001"`,
];
const BAD = [
  ['', /empty/],
  ['   ', /empty/],
  ['[1,]', /comma before ]/],
  ['{"a":1,}', /comma before }/],
  ['[,1]', /value is expected/],
  ['[1,,2]', /value is expected/],
  ['[1 2]', /comma or ]/],
  ['[1;2]', /comma or ]/],
  ['{,}', /key/],
  ['{"a"}', /colon/],
  ['{"a":}', /value is expected/],
  ['{"a" 1}', /colon/],
  ['{"a":1 "b":2}', /comma or }/],
  ['{a:1}', /key/],
  ["{'a':1}", /key/],
  ['{1:1}', /key/],
  ['[1', /comma or ]/],
  ['{"a":1', /comma or }/],
  ['[', /value is expected/],
  ['{', /key/],
  ['"abc', /ends inside a string/],
  ['"a\\', /escape/],
  ['01', /leading zero/],
  ['-01', /leading zero/],
  ['-', /digit/],
  ['+1', /value is expected/],
  ['1.', /after the point/],
  ['.5', /value is expected/],
  ['1e', /exponent/],
  ['1e+', /exponent/],
  ['1.e1', /after the point/],
  ['0x10', /after the value/],
  ['NaN', /value is expected/],
  ['Infinity', /value is expected/],
  ['-Infinity', /digit/],
  ['nul', /value is expected/],
  ['True', /value is expected/],
  ['truex', /after the value/],
  ['[1]x', /after the value/],
  ['[1][2]', /after the value/],
  ['1 2', /after the value/],
  ['{}}', /after the value/],
  [']', /value is expected/],
  [':', /value is expected/],
  ['// c\n1', /value is expected/],
  ['/* c */1', /value is expected/],
  ['[1]\u0000', /after the value/],
  ['"\t"', /bare control/],
  ['"\n"', /bare control/],
  ['"a\u001fb"', /bare control/],
  ['"a\\n\u0000"', /bare control/],
  [String.raw`"\x41"`, /escape that JSON/],
  [String.raw`"\'"`, /escape that JSON/],
  [String.raw`"\u12"`, /four hexadecimal/],
  [String.raw`"\u12G4"`, /four hexadecimal/],
  [String.raw`"\u+123"`, /four hexadecimal/],
  [String.raw`"\ud800"`, /lone surrogate/],
  [String.raw`"\udc00"`, /lone surrogate/],
  [String.raw`"\ud800\u0041"`, /lone surrogate/],
  [String.raw`"\ud800x"`, /lone surrogate/],
  [String.raw`"\ud800\ud800"`, /lone surrogate/],
  [String.raw`"\u0000"`, /U\+0000/],
  ['\ufeff{}', /byte order mark/],
  ['{"a":1,"a":1}', /duplicate key/],
  ['{"a":1,"b":2,"a":3}', /duplicate key/],
  [String.raw`{"a":1,"\u0061":2}`, /duplicate key/],
  ['{"__proto__":1,"__proto__":2}', /duplicate key/],
  ['[١]', /value is expected/],
  ['［］', /value is expected/],
] as const;

describe('what a JSON body may not be', () => {
  test('the good cases are read', () => {
    for (const text of GOOD) assert.ok(read(text).ok, text);
  });

  for (const [text, reason] of BAD) {
    test(`${JSON.stringify(text)} is refused with its reason`, () => {
      assert.match(refused(read(text)).reason, reason);
    });
  }

  test('bytes that are not UTF-8 are refused at the first bad byte', () => {
    const cases: [number[], number][] = [
      [[0x22, 0xff, 0x22], 1],
      [[0x22, 0xc3, 0xa9, 0xc0, 0x80, 0x22], 3],
      [[0x22, 0xed, 0xa0, 0x80, 0x22], 1],
      [[0x22, 0xe2, 0x82], 1],
      [[0x22, 0xef, 0xbf, 0xbd, 0xf5, 0x80, 0x80, 0x80, 0x22], 4],
      [[0xff, 0xfe, 0x22, 0x00], 0],
    ];
    for (const [bytes, at] of cases) {
      const error = refused(readJson(Uint8Array.from(bytes)));
      assert.deepEqual([error.reason, error.at], ['the body is not valid UTF-8', at]);
    }
  });

  test('a refusal names the byte offset and the path', () => {
    const error = refused(read('{"é":1,"products":[{"name":"x"},{"odd name":[1,tru]}]}'));
    assert.deepEqual(error, {
      reason: 'a value is expected here',
      at: Buffer.byteLength('{"é":1,"products":[{"name":"x"},{"odd name":[1,'),
      path: '$.products[1]["odd name"][1]',
    });
  });

  test('a duplicate key is named', () => {
    assert.equal(refused(read('{"order":{"amount":1,"amount":1}}')).path, '$.order.amount');
  });
});

describe('limits of a JSON body', () => {
  test('16 levels are read, 17 are refused', () => {
    assert.ok(read('['.repeat(16) + ']'.repeat(16)).ok);
    assert.match(refused(read('['.repeat(17) + ']'.repeat(17))).reason, /deeper than 16/);
    assert.match(refused(read('{"a":'.repeat(17))).reason, /deeper than 16/);
  });

  test('256 keys are read, 257 are refused', () => {
    const object = (count: number) =>
      `{${Array.from({ length: count }, (_, index) => `"k${index}":1`).join(',')}}`;
    assert.ok(read(object(256)).ok);
    assert.match(refused(read(object(257))).reason, /256 keys/);
  });

  test('a string of 4096 bytes is read, a longer one refused, by bytes and not characters', () => {
    assert.ok(read(`"${'a'.repeat(4096)}"`).ok);
    assert.ok(read(`"${'é'.repeat(2048)}"`).ok);
    assert.match(refused(read(`"${'a'.repeat(4097)}"`)).reason, /4096 bytes/);
    assert.match(refused(read(`"${'é'.repeat(2049)}"`)).reason, /4096 bytes/);
    assert.match(refused(read(`{"${'k'.repeat(4097)}":1}`)).reason, /4096 bytes/);
    assert.match(refused(read(`"\\n${'a'.repeat(4096)}"`)).reason, /4096 bytes/);
  });

  test('a number of 32 characters is read, a longer one refused', () => {
    assert.ok(read('1'.repeat(32)).ok);
    assert.match(refused(read('1'.repeat(33))).reason, /32 characters/);
  });

  test('a body of 64 KiB is read, a longer one refused', () => {
    const body = `[${' '.repeat(65_534)}]`;
    assert.ok(read(body).ok);
    assert.match(refused(read(`${body} `)).reason, /65536 bytes/);
  });

  test('limits are the caller’s: a nested text may be longer than a plain string', () => {
    const limits = { ...JSON_LIMITS, maxStringBytes: 10_000 };
    assert.ok(readJson(Buffer.from(`"${'a'.repeat(9_000)}"`), limits).ok);
  });

  test('a text decoded before is held to the same rules', () => {
    assert.ok(readJsonText('{"a":[1]}').ok);
    assert.match(refused(readJsonText('"\ud800"')).reason, /lone surrogate/);
    assert.match(refused(readJsonText(' '.repeat(65_537))).reason, /65536 bytes/);
    assert.match(refused(readJsonText('é'.repeat(32_769))).reason, /65536 bytes/);
  });
});

/** The plain JavaScript value with numbers as their text, as the oracle gives it. */
function plain(value: JsonValue): unknown {
  if (value.kind === 'null') return null;
  if (value.kind === 'number') return { number: value.text };
  if (value.kind === 'array') return value.items.map(plain);
  if (value.kind !== 'object') return value.value;
  return Object.fromEntries([...value.members].map(([name, member]) => [name, plain(member)]));
}

function oracle(text: string): { value: unknown } | undefined {
  try {
    return { value: parseLossless(text, null, (number) => ({ number })) };
  } catch {
    return undefined;
  }
}

const OUR_OWN_RULES = /duplicate key|lone surrogate|U\+0000|deeper than|longer than/;

describe('against lossless-json as the oracle', () => {
  test('every JSON value that fast-check can make reads the same', () => {
    const json = fc.json({ maxDepth: 6, stringUnit: 'binary' });
    fc.assert(
      fc.property(json, (text) => {
        fc.pre(!text.includes('__proto__'));
        const ours = readJsonText(text);
        if (!ours.ok) return assert.match(ours.error.reason, OUR_OWN_RULES);
        assert.deepEqual(plain(ours.value), oracle(text)?.value);
        assert.equal(readJsonText(writeJson(ours.value)).ok, true);
      }),
      { numRuns: runs(2_000, 100_000) },
    );
  });

  test('a damaged text is accepted by us only if the oracle reads the same from it', () => {
    const random = new SeededRandom(20261120);
    const base =
      '{"amount": 100.00, "list":[1, -0.5e+3, true, null],"s":"a\\u00e9\\ud83d\\ude00\\n/","o":{}}';
    const alphabet = [...'{}[]",:\\/0123456789.-+eEutrfalsn \n\t\u0000é'];
    let taken = 0;
    for (let run = runs(60_000, 3_000_000); run > 0; run -= 1) {
      const chars = [...base];
      for (let edits = 1 + random.below(2); edits > 0; edits -= 1) {
        const at = random.below(chars.length);
        chars.splice(at, random.below(2), ...(random.below(4) ? [random.pick(alphabet)] : []));
      }
      const text = chars.join('');
      const ours = readJson(Buffer.from(text));
      const theirs = oracle(text);
      if (ours.ok) {
        taken += 1;
        assert.deepEqual(plain(ours.value), theirs?.value, text);
      } else if (theirs !== undefined) {
        assert.match(ours.error.reason, OUR_OWN_RULES, text);
      }
    }
    assert.ok(taken > 1_000, 'the damage must leave some texts readable');
  });
});

test('the values of a text are limited in all, however they are nested', () => {
  const limits = { ...JSON_LIMITS, maxValues: 8 };
  const read = (text: string) => readJson(Buffer.from(text), limits);
  assert.equal(read('[1,2,3,4,5,6,7]').ok, true);
  for (const text of ['[1,2,3,4,5,6,7,8]', '[[1,2,3],[4,5,6]]', '{"a":[1,2,3],"b":[4,5,6]}']) {
    const outcome = read(text);
    assert.ok(!outcome.ok && outcome.error.reason === 'more than 8 values', text);
  }
  const junk = `{"a":[${'['.repeat(6)}${'],['.repeat(9_000)}${']'.repeat(6)}]}`;
  assert.equal(readJson(Buffer.from(junk)).ok, false);
});
