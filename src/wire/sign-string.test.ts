import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from './json-value.ts';
import { readUrlencoded } from './raw-form.ts';
import { readJson } from './raw-json.ts';
import {
  type SignStringRules,
  signFieldsOfForm,
  signFieldsOfJson,
  signString,
} from './sign-string.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';

const RULES: SignStringRules = { exclude: ['sign'], dropNull: true, dropBlank: true };

function fields(json: string, nested: 'refuse' | 'compact-json' = 'refuse') {
  return signFieldsOfJson(accepted(readJson(Buffer.from(json))) as JsonObject, nested);
}

function text(json: string, rules = RULES): string {
  return accepted(signString(accepted(fields(json)), rules));
}

describe('sign strings', () => {
  test('the example of seed 003 comes out with its number text', () => {
    assert.equal(
      text('{"amount": 100.00,"appId":"f90addc4861540ef9312e87d8f360e08","version":"1.0"}'),
      'amount=100.00&appId=f90addc4861540ef9312e87d8f360e08&version=1.0',
    );
  });

  test('names sort by byte: digits, capitals, small letters', () => {
    assert.equal(
      text('{"b":"1","a":"2","B":"3","10":"4","9":"5","aa":"6","_":"7"}'),
      '10=4&9=5&B=3&_=7&a=2&aa=6&b=1',
    );
  });

  test('null and blank are dropped or kept as the rules say; a blank space is no blank', () => {
    const body = '{"a":null,"b":"","c":" ","d":"0","e":0,"f":false,"sign":"x"}';
    assert.equal(text(body), 'c= &d=0&e=0&f=false');
    assert.equal(text(body, { ...RULES, dropBlank: false }), 'b=&c= &d=0&e=0&f=false');
    assert.equal(
      text(body, { exclude: [], dropNull: false, dropBlank: false }),
      'a=&b=&c= &d=0&e=0&f=false&sign=x',
    );
  });

  test('a nested value is refused, or signed as the compact JSON that was sent', () => {
    const body = '{"a": {"y" : [1.0, "é/"], "x":null} }';
    assert.equal(refused(fields(body)).path, '$.a');
    assert.equal(
      accepted(signString(accepted(fields(body, 'compact-json')), RULES)),
      'a={"y":[1.0,"é/"],"x":null}',
    );
  });

  test('a form and JSON of the same request give the same string', () => {
    const form = readUrlencoded(
      Buffer.from('callbackUrl=https%3A%2F%2Fa.b%2F%3Fx%3D1&amount=100.00&customName=Juan+Cruz'),
    );
    assert.equal(
      accepted(signString(signFieldsOfForm(accepted(form)), RULES)),
      text('{"amount":100.00,"customName":"Juan Cruz","callbackUrl":"https://a.b/?x=1"}'),
    );
  });

  test('a name outside ASCII is refused', () => {
    assert.match(refused(signString(accepted(fields('{"é":"1"}')), RULES)).reason, /ASCII/);
  });
});

describe('collisions: what a sign string cannot distinguish', () => {
  test('100, 100.0, 100.00 and 1e2 are four strings', () => {
    const texts = ['100', '100.0', '100.00', '1e2'].map((number) => text(`{"amount":${number}}`));
    assert.equal(new Set(texts).size, 4);
  });

  test('0, false, null, blank and absent differ as the rules say', () => {
    assert.equal(text('{"a":0}'), text('{"a":"0"}'));
    assert.notEqual(text('{"a":0}'), text('{"a":false}'));
    assert.equal(text('{"a":null}'), text('{}'));
    assert.equal(text('{"a":""}'), text('{}'));
  });

  test('fields named key, __proto__ and constructor are fields like others', () => {
    assert.equal(
      text('{"key":"1","__proto__":"2","constructor":"3"}'),
      '__proto__=2&constructor=3&key=1',
    );
  });

  test('a value can imitate a field, so the dialect must know every field name', () => {
    assert.equal(text('{"remark":"x&z=1"}'), text('{"remark":"x","z":"1"}'));
  });

  test('CRLF and blanks in a value are signed as they are', () => {
    assert.equal(text('{"a":"x\\r\\n ","b":"\\u00e9"}'), 'a=x\r\n &b=é');
    assert.notEqual(text('{"a":"é"}'), text('{"a":"e\u0301"}'));
  });
});
