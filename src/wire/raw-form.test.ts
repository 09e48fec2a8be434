import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { FORM_LIMITS, formValue, readUrlencoded } from './raw-form.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';

function read(text: string) {
  return readUrlencoded(Buffer.from(text));
}

function pairs(text: string): string[][] {
  return accepted(read(text)).map(({ name, value }) => [name, value]);
}

describe('urlencoded bodies', () => {
  test('fields keep their order', () => {
    assert.deepEqual(pairs('b=1&10=2&a=3&1=4'), [
      ['b', '1'],
      ['10', '2'],
      ['a', '3'],
      ['1', '4'],
    ]);
  });

  test('+ and %20 are a blank, %2B is a plus', () => {
    assert.deepEqual(pairs('name=Juan+dela%20Cruz&sign=a%2Bb'), [
      ['name', 'Juan dela Cruz'],
      ['sign', 'a+b'],
    ]);
  });

  test('only the first = parts name and value', () => {
    assert.deepEqual(pairs('url=https://a.b/?x=1;y=2'), [['url', 'https://a.b/?x=1;y=2']]);
  });

  test('UTF-8 is read, escaped or bare', () => {
    assert.deepEqual(pairs('a=%E2%82%AC%F0%9F%98%80&b=€'), [
      ['a', '€😀'],
      ['b', '€'],
    ]);
  });

  test('an empty body is an empty form and an empty value is a value', () => {
    assert.deepEqual(pairs(''), []);
    assert.deepEqual(pairs('remark='), [['remark', '']]);
  });

  test('a field is found by its name', () => {
    const form = accepted(read('a=1&__proto__=2'));
    assert.equal(formValue(form, '__proto__'), '2');
    assert.equal(formValue(form, 'constructor'), undefined);
  });

  for (const [text, reason, at] of [
    ['a=%', /two hexadecimal/, 2],
    ['a=%4', /two hexadecimal/, 2],
    ['é=1&b=x%zz', /two hexadecimal/, 8],
    ['a=%C0%80', /not valid UTF-8/, 2],
    ['a=%ED%A0%80', /not valid UTF-8/, 2],
    ['a=%E2%82', /not valid UTF-8/, 2],
    ['a=%00', /U\+0000/, 0],
    ['a=1&a=1', /sent twice/, 4],
    ['a=1&%61=2', /sent twice/, 4],
    ['a', /without =/, 0],
    ['a=1&', /empty pair/, 4],
    ['a=1&&b=2', /empty pair/, 4],
    ['=1', /without a name/, 0],
    ['a=1\r\n&b=2', /control/, 3],
    ['a=\u0000', /control/, 2],
    ['\ufeff\u007f=1', /control/, 3],
  ] as const) {
    test(`${JSON.stringify(text)} is refused at its place`, () => {
      const error = refused(read(text));
      assert.match(error.reason, reason);
      assert.equal(error.at, at);
    });
  }

  test('bare bytes that are not UTF-8 are refused', () => {
    const error = refused(readUrlencoded(Uint8Array.from([0x61, 0x3d, 0xff])));
    assert.deepEqual([error.reason, error.at], ['the body is not valid UTF-8', 2]);
  });

  test('limits hold: bytes, fields, name and value', () => {
    const fields = (count: number) =>
      Array.from({ length: count }, (_, index) => `k${index}=1`).join('&');
    assert.equal(pairs(fields(256)).length, 256);
    assert.match(refused(read(fields(257))).reason, /more than 256 fields/);
    assert.ok(read(`a=${'%C3%A9'.repeat(2048)}`).ok);
    assert.match(refused(read(`a=${'%C3%A9'.repeat(2049)}`)).reason, /4096 bytes/);
    assert.match(refused(read(`${'n'.repeat(257)}=1`)).reason, /256 bytes/);
    assert.match(refused(read('x'.repeat(65_537))).reason, /65536 bytes/);
    assert.ok(
      readUrlencoded(Buffer.from(`a=${'b'.repeat(9_000)}`), {
        ...FORM_LIMITS,
        maxValueBytes: 9_000,
      }).ok,
    );
  });

  test('what URLSearchParams writes is read back the same', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 });
    const field = fc.tuple(text, text);
    const fields = fc.uniqueArray(field, { selector: ([name]) => name, maxLength: 8 });
    fc.assert(
      fc.property(fields, (sent) => {
        fc.pre(sent.every(([name, value]) => name !== '' && !`${name}${value}`.includes('\0')));
        assert.deepEqual(pairs(new URLSearchParams(sent).toString()), sent);
      }),
      { numRuns: runs(2_000, 100_000) },
    );
  });
});
