import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseContentType } from './content-type.ts';

test('JSON is recognised in the spellings that clients use', () => {
  for (const header of [
    'application/json',
    'application/json;charset=UTF-8',
    'application/json; charset="utf-8"',
    'Application/JSON ; Charset=utf8 ;',
    'text/json',
    'application/x-json',
    'application/vnd.example+json; version="1;2"',
  ]) {
    assert.deepEqual(parseContentType(header), { kind: 'json' }, header);
  }
});

test('forms are recognised', () => {
  assert.deepEqual(parseContentType('application/x-www-form-urlencoded; charset=utf-8'), {
    kind: 'form',
  });
});

test('a multipart boundary is taken bare or quoted, with its letter case', () => {
  for (const [header, boundary] of [
    ['multipart/form-data; boundary=----WebKitFormBoundaryAbC', '----WebKitFormBoundaryAbC'],
    ['multipart/form-data;charset=UTF-8;boundary="a b:c=d"', 'a b:c=d'],
    ['Multipart/Form-Data; BOUNDARY=x', 'x'],
  ] as const) {
    assert.deepEqual(parseContentType(header), { kind: 'multipart', boundary }, header);
  }
});

test('what is missing, foreign, ambiguous or malformed is unknown, with a reason', () => {
  for (const [header, reason] of [
    [undefined, /no Content-Type/],
    ['  ', /no Content-Type/],
    ['text/plain', /not JSON/],
    ['application/xml', /not JSON/],
    ['json', /not a media type/],
    ['application/json, application/json', /not a media type/],
    ['application/json; charset=gbk', /UTF-8/],
    ['application/json; charset=utf-8; charset=gbk', /malformed/],
    ['application/json; charset', /malformed/],
    ['application/json; charset="utf-8', /malformed/],
    ['application/json; x="a\\"b"', /malformed/],
    ['multipart/form-data', /boundary/],
    ['multipart/form-data; boundary=', /boundary/],
    ['multipart/form-data; boundary="x "', /boundary/],
    [`multipart/form-data; boundary=${'x'.repeat(71)}`, /boundary/],
    ['multipart/form-data; boundary=a; boundary=b', /malformed/],
    ['multipart/form-data; boundary=é', /boundary/],
    [`application/json; x=${'y'.repeat(300)}`, /overlong/],
  ] as const) {
    const type = parseContentType(header);
    assert.equal(type.kind, 'unknown', header);
    assert.match(type.kind === 'unknown' ? type.reason : '', reason, header);
  }
});
