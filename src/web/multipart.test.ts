/** A form with a file, as browsers send it. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readMultipart } from './multipart.ts';

const TYPE = 'multipart/form-data; boundary=----WebKit7MA4';

function formOf(...parts: readonly string[]): Buffer {
  return Buffer.from(
    `${parts.map((part) => `------WebKit7MA4\r\n${part}\r\n`).join('')}------WebKit7MA4--\r\n`,
    'latin1',
  );
}

const PART = 'Content-Disposition: form-data; name="part"\r\n\r\nfront';
const FILE =
  'Content-Disposition: form-data; name="photo"; filename="../a.jpg"\r\nContent-Type: text/html\r\n\r\n';

describe('a form with a file', () => {
  test('is its fields and the bytes of its file, line breaks and marks inside it included', () => {
    const bytes = '\xff\xd8\r\n\r\n--\r\n------WebKit\r\n\0';
    const form = readMultipart(TYPE, formOf(PART, `${FILE}${bytes}`));
    assert.deepEqual(
      form?.map((part) => [part.name, part.fileName, part.bytes.toString('latin1')]),
      [
        ['part', null, 'front'],
        ['photo', '../a.jpg', bytes],
      ],
    );
  });

  test('may have its boundary in quotes, and a file that is empty', () => {
    const form = readMultipart('Multipart/Form-Data; boundary="----WebKit7MA4"', formOf(FILE));
    assert.equal(form?.[0]?.bytes.length, 0);
  });

  test('that is none, or not whole, is none', () => {
    assert.equal(readMultipart(undefined, formOf(PART)), null);
    assert.equal(readMultipart('application/json', formOf(PART)), null);
    assert.equal(readMultipart('multipart/form-data', formOf(PART)), null);
    assert.equal(readMultipart(TYPE, formOf(PART).subarray(0, -30)), null);
    assert.equal(readMultipart(TYPE, Buffer.alloc(0)), null);
    assert.equal(readMultipart(TYPE, formOf('no head at all')), null);
    assert.equal(readMultipart(TYPE, formOf(...Array.from({ length: 40 }, () => PART))), null);
  });
});
