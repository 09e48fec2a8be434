import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type JsonForm, signedTexts, writeJson } from './canonical-json.ts';
import type { JsonObject } from './json-value.ts';
import { jsonArray, jsonNumber, jsonObject, jsonString } from './json-value.ts';
import { readJson, readJsonText } from './raw-json.ts';
import { accepted } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';

function object(text: string): JsonObject {
  const value = accepted(readJson(Buffer.from(text)));
  assert.equal(value.kind, 'object');
  return value as JsonObject;
}

const BODY =
  '{ "b" : {"z":1, "a":"é😀/"}, "10": 100.00, "9":[{"y":1,"x":2}], "B":null, "a":"http://x/" }';

describe('compact JSON in the forms that signers write', () => {
  for (const [form, expected] of [
    [
      { sort: 'none', escape: 'plain' },
      '{"b":{"z":1,"a":"é😀/"},"10":100.00,"9":[{"y":1,"x":2}],"B":null,"a":"http://x/"}',
    ],
    [
      { sort: 'top', escape: 'plain' },
      '{"10":100.00,"9":[{"y":1,"x":2}],"B":null,"a":"http://x/","b":{"z":1,"a":"é😀/"}}',
    ],
    [
      { sort: 'all', escape: 'plain' },
      '{"10":100.00,"9":[{"x":2,"y":1}],"B":null,"a":"http://x/","b":{"a":"é😀/","z":1}}',
    ],
    [
      { sort: 'top', escape: 'slash' },
      '{"10":100.00,"9":[{"y":1,"x":2}],"B":null,"a":"http:\\/\\/x\\/","b":{"z":1,"a":"é😀\\/"}}',
    ],
    [
      { sort: 'all', escape: 'slash-and-unicode' },
      '{"10":100.00,"9":[{"x":2,"y":1}],"B":null,"a":"http:\\/\\/x\\/",' +
        '"b":{"a":"\\u00e9\\ud83d\\ude00\\/","z":1}}',
    ],
  ] as const satisfies readonly (readonly [JsonForm, string])[]) {
    test(`sort ${form.sort}, escape ${form.escape}`, () => {
      assert.equal(writeJson(object(BODY), form), expected);
    });
  }

  test('the canonical example of the recharge-order API comes out', () => {
    const sent =
      '{"userId":"123456","timestamp":"2022-10-12T07:40:23.371Z","returnUrl":"https://a.b/c",' +
      '"payType":"payermax","money":"10.00","mchId":10002,"good":"test","currency":"SGD"}';
    assert.equal(
      writeJson(object(sent), { sort: 'top', escape: 'plain' }),
      '{"currency":"SGD","good":"test","mchId":10002,"money":"10.00","payType":"payermax",' +
        '"returnUrl":"https://a.b/c","timestamp":"2022-10-12T07:40:23.371Z","userId":"123456"}',
    );
  });

  test('values made by hand are written like values read', () => {
    const value = jsonObject([
      ['amount', jsonNumber('99.50')],
      ['list', jsonArray([jsonString('a')])],
    ]);
    assert.equal(writeJson(value), '{"amount":99.50,"list":["a"]}');
    assert.throws(() => jsonNumber('01'), TypeError);
    assert.throws(() => jsonNumber('NaN'), TypeError);
    assert.throws(() => jsonObject([...value.members, ...value.members]), TypeError);
  });

  test('sorting at every depth agrees with Python’s sort_keys', (t) => {
    const python = spawnSync('python3', [
      '-c',
      'import json,sys;sys.stdout.reconfigure(encoding="utf-8");' +
        'print(json.dumps(json.loads(sys.argv[1]),sort_keys=True,separators=(",",":"),' +
        'ensure_ascii=False),end="")',
      BODY.replace('100.00', '100'),
    ]);
    if (python.error) return t.skip('python3 is not here');
    const ours = writeJson(object(BODY.replace('100.00', '100')), { sort: 'all', escape: 'plain' });
    assert.equal(ours, python.stdout.toString());
  });

  test('every form of a value reads back to the same value', () => {
    const forms: JsonForm[] = (['none', 'top', 'all'] as const).flatMap((sort) =>
      (['plain', 'slash', 'slash-and-unicode'] as const).map((style) => ({ sort, escape: style })),
    );
    const sorted: JsonForm = { sort: 'all', escape: 'plain' };
    fc.assert(
      fc.property(fc.json({ maxDepth: 4, stringUnit: 'grapheme' }), (text) => {
        const value = readJsonText(text);
        fc.pre(value.ok);
        if (!value.ok) return;
        const reference = writeJson(value.value, sorted);
        for (const form of forms) {
          const readBack = readJsonText(writeJson(value.value, form));
          assert.equal(writeJson(accepted(readBack), sorted), reference);
        }
      }),
      { numRuns: runs(500, 20_000) },
    );
  });
});

describe('the texts that may have been signed', () => {
  test('the raw body comes first and each text once', () => {
    const body = '{"a":1,"b":"x"}';
    assert.deepEqual([...signedTexts(body, object(body))], [body]);
  });

  test('all seven readings of a body where each differs', () => {
    const texts = [...signedTexts(BODY, object(BODY))];
    assert.equal(texts.length, 7);
    assert.equal(new Set(texts).size, 7);
    assert.equal(texts[0], BODY);
  });

  test('names outside ASCII are never sorted, for languages sort them differently', () => {
    // U+FF5E sorts before U+1F600 by byte and after it by UTF-16 unit.
    const body = '{ "\uff5e":1,"\u{1f600}":2}';
    assert.deepEqual([...signedTexts(body, object(body))], [body]);
    const nested = '{"b":{"é":1},"a":2}';
    assert.deepEqual(
      [...signedTexts(nested, object(nested))],
      [nested, '{"a":2,"b":{"é":1}}', '{"a":2,"b":{"\\u00e9":1}}'],
    );
  });
});
