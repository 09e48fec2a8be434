import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseContentType } from './content-type.ts';
import { readMultipart } from './raw-multipart.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';

const BOUNDARY = '----causeway7MA4YWxk';

function part(name: string, value: string, headers = ''): string {
  const disposition = `Content-Disposition: form-data; name="${name}"\r\n`;
  return `--${BOUNDARY}\r\n${disposition}${headers}\r\n${value}\r\n`;
}

const END = `--${BOUNDARY}--\r\n`;

function read(text: string, boundary = BOUNDARY) {
  return readMultipart(Buffer.from(text), boundary);
}

function pairs(text: string): string[][] {
  return accepted(read(text)).map(({ name, value }) => [name, value]);
}

describe('multipart bodies', () => {
  test('text fields are read in order, whatever is in their values', () => {
    const odd = 'a=1&b=2\r\n--not-the-boundary\r\n"quoted"; +%20 é😀';
    assert.deepEqual(pairs(part('b', odd) + part('10', '') + part('a', '\r\n') + END), [
      ['b', odd],
      ['10', ''],
      ['a', '\r\n'],
    ]);
  });

  test('the closing line break may be missing, and a form may be empty', () => {
    assert.deepEqual(pairs(`${part('a', '1')}--${BOUNDARY}--`), [['a', '1']]);
    assert.deepEqual(pairs(END), []);
  });

  test('the part headers that common clients add are taken', () => {
    const headers =
      'Content-Type: text/plain; charset=UTF-8\r\n' +
      'content-length: 3\r\n' +
      'Content-Transfer-Encoding: binary\r\n';
    assert.deepEqual(pairs(part('a', 'é1', headers) + END), [['a', 'é1']]);
  });

  test('an unquoted name is taken', () => {
    const text = `--${BOUNDARY}\r\nContent-Disposition: form-data; name=amount\r\n\r\n1\r\n${END}`;
    assert.deepEqual(pairs(text), [['amount', '1']]);
  });

  const bare = (headers: string) => `--${BOUNDARY}\r\n${headers}\r\n\r\n1\r\n${END}`;
  for (const [what, text, reason] of [
    ['an empty body', '', /does not start/],
    ['text before the first boundary', `preamble\r\n${END}`, /does not start/],
    ['another boundary', `--other\r\n\r\n1\r\n--other--`, /does not start/],
    ['text after the last boundary', `${END}x`, /after the last/],
    ['bare line feeds', part('a', '1').replaceAll('\r\n', '\n') + END, /line break is expected/],
    ['no end', part('a', '1'), /headers of a part do not end|does not end with/],
    ['no closing boundary', `${part('a', '1')}--${BOUNDARY}\r\n`, /do not end/],
    ['a value that is cut off', part('a', '1').slice(0, -2), /does not end with/],
    ['a line that begins like the boundary', part('a', `x\r\n--${BOUNDARY}y`) + END, /line break/],
    ['blanks after the boundary', `--${BOUNDARY} \r\n\r\n1\r\n${END}`, /line break is expected/],
    ['a field twice', part('a', '1') + part('a', '1') + END, /twice/],
    ['an empty name', part('', '1') + END, /without a name/],
    ['a file', bare('Content-Disposition: form-data; name="a"; filename="x.txt"'), /files/],
    [
      'an encoded file name',
      bare("Content-Disposition: form-data; name=a; filename*=''x"),
      /files/,
    ],
    ['an attachment', bare('Content-Disposition: attachment; name="a"'), /names no field/],
    ['a name with a quote in it', bare('Content-Disposition: form-data; name="a\\"b"'), /no field/],
    ['a name twice', bare('Content-Disposition: form-data; name="a"; name="b"'), /no field/],
    ['no disposition', bare('Content-Type: text/plain'), /without Content-Disposition/],
    ['a repeated header', bare('Content-Type: text/plain\r\ncontent-type: text/plain'), /twice/],
    ['an unknown header', part('a', '1', 'X-Extra: 1\r\n') + END, /part header/],
    [
      'another charset',
      part('a', '1', 'Content-Type: text/plain; charset=gbk\r\n') + END,
      /header/,
    ],
    ['JSON in a part', part('a', '1', 'Content-Type: application/json\r\n') + END, /part header/],
    ['base64', part('a', '1', 'Content-Transfer-Encoding: base64\r\n') + END, /part header/],
    ['a wrong length', part('a', '123', 'Content-Length: 2\r\n') + END, /Content-Length/],
    ['endless headers', part('a', '1', `Content-Type: ${'x'.repeat(1024)}\r\n`) + END, /1024/],
    ['U+0000 in a value', part('a', '\0') + END, /U\+0000/],
    ['a long value', part('a', 'x'.repeat(4097)) + END, /4096 bytes/],
    ['a large body', part('a', 'x'.repeat(65_536)) + END, /65536 bytes/],
  ] as const) {
    test(`${what} is refused`, () => assert.match(refused(read(text)).reason, reason));
  }

  test('headers that run into the next boundary are refused', () => {
    const headers = 'Content-Disposition: form-data; name="a"';
    const text = `--${BOUNDARY}\r\n${headers}\r\n\r\n--${BOUNDARY}--`;
    assert.match(refused(read(text)).reason, /empty line/);
  });

  test('a value that is not UTF-8 is refused at its byte, with its name', () => {
    const text = Buffer.from(part('a', '1') + part('bad', '~~') + END);
    const at = text.indexOf('~~') + 1;
    text[at] = 0xff;
    assert.deepEqual(refused(readMultipart(text, BOUNDARY)), {
      reason: 'the value is not valid UTF-8',
      at,
      path: '$.bad',
    });
  });

  test('what the platform’s own FormData writes is read back the same', async () => {
    const value = fc.string({ unit: 'grapheme', maxLength: 40 });
    const field = fc.tuple(fc.stringMatching(/^[A-Za-z0-9_.[\]-]{1,20}$/), value);
    const fields = fc.uniqueArray(field, { selector: ([name]) => name, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fields, async (sent) => {
        fc.pre(sent.every(([, text]) => !/[\0\r\n]/.test(text)));
        const form = new FormData();
        for (const [name, text] of sent) form.append(name, text);
        const sentBody = new Response(form);
        const type = parseContentType(sentBody.headers.get('content-type') ?? undefined);
        assert.equal(type.kind, 'multipart');
        const boundary = type.kind === 'multipart' ? type.boundary : '';
        const body = new Uint8Array(await sentBody.arrayBuffer());
        const read = accepted(readMultipart(body, boundary));
        assert.deepEqual(
          read.map(({ name, value: text }) => [name, text]),
          sent,
        );
      }),
      { numRuns: runs(300, 10_000) },
    );
  });
});
