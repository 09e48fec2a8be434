import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeBase64 } from './base64.ts';

test('standard base64 is decoded', () => {
  assert.equal(decodeBase64('aGk=')?.toString(), 'hi');
  assert.deepEqual(decodeBase64('+/+/'), Buffer.from([0xfb, 0xff, 0xbf]));
});

test('every other spelling is refused', () => {
  for (const [text, why] of [
    ['', 'nothing'],
    ['aGk', 'no padding'],
    ['aGk==', 'too much padding'],
    ['aGl=', 'left-over bits'],
    ['-_-_', 'URL alphabet'],
    ['aG k=', 'a blank'],
    ['aGk=\n', 'a line break'],
    ['aG\r\nk=', 'a line break inside'],
    ['aGk=aGk=', 'padding inside'],
    ['aGkа', 'a Cyrillic letter'],
    ['aGk=%3D', 'a percent escape'],
  ] as const) {
    assert.equal(decodeBase64(text), undefined, why);
  }
});

test('line breaks are taken where the caller says so, blanks are not', () => {
  assert.equal(decodeBase64('aG\r\nk=\n', { lineBreaks: true })?.toString(), 'hi');
  assert.equal(decodeBase64('aG k=', { lineBreaks: true }), undefined);
});
