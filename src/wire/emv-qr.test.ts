import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { checksum, parse as parseWithPromptParse } from 'promptparse';
import { buildEmv, crc16, emvValue, parseEmv, parseEmvFields } from './emv-qr.ts';
import { accepted, refused } from './test-support/parsed-assert.ts';
import { runs } from './test-support/runs.ts';

/** Closes a payload that is written by hand. */
function closed(body: string): string {
  return `${body}6304${crc16(`${body}6304`)}`;
}

const UNREADABLE = [
  [[['01', '11']], /start with object 00/],
  [
    [
      ['00', '01'],
      ['59', 'x'.repeat(26)],
    ],
    /limits/,
  ],
  [
    [
      ['00', '01'],
      ['26', 'x'.repeat(100)],
    ],
    /99 characters/,
  ],
  [
    [
      ['00', '01'],
      [
        '26',
        [
          ['00', 'x'],
          ['00', 'y'],
        ],
      ],
    ],
    /twice/,
  ],
  [
    [
      ['00', '01'],
      ['00', '01'],
    ],
    /twice/,
  ],
  [
    [
      ['00', '01'],
      ['59', ''],
    ],
    /empty/,
  ],
  [
    [
      ['00', '01'],
      ['59', 'a\nb'],
    ],
    /control/,
  ],
  [
    [
      ['00', '01'],
      ['59', 'a\ud800'],
    ],
    /surrogate/,
  ],
  [
    [
      ['00', '01'],
      ['5', 'x'],
    ],
    /an id is two digits/,
  ],
  [
    [
      ['00', '01'],
      ['63', 'ABCD'],
    ],
    /before the end/,
  ],
] as const;

describe('the checksum', () => {
  test('the standard’s check value holds', () => assert.equal(crc16('123456789'), '29B1'));

  test('promptparse agrees, zero-padding included', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        assert.equal(crc16(text), checksum(text));
      }),
      { numRuns: runs(3_000, 100_000) },
    );
  });
});

describe('reading a payload', () => {
  const payload = closed('000201010211520400005303608991103abc1602zz');

  test('objects come in order, unknown ones too', () => {
    assert.deepEqual(
      accepted(parseEmv(closed('00020199035.!980263'))).map(({ id, value }) => [id, value]),
      [
        ['00', '01'],
        ['99', '5.!'],
        ['98', '63'],
      ],
    );
  });

  test('a lower-case checksum is accepted', () => {
    assert.ok(parseEmv(payload.slice(0, -4) + payload.slice(-4).toLowerCase()).ok);
  });

  test('lengths count characters, not UTF-16 units', () => {
    const fields = accepted(parseEmv(closed('00020164050101😀')));
    const template = accepted(parseEmvFields(emvValue(fields, '64') ?? ''));
    assert.deepEqual(template, [{ id: '01', value: '😀' }]);
  });

  for (const [what, text, reason] of [
    ['nothing', '', /does not end with a CRC/],
    ['no checksum', '000201010211', /does not end with a CRC/],
    ['a wrong checksum', closed('000201010211').replace(/....$/, '0000'), /does not match/],
    ['an amount cut short', closed('000201540510.0'), /beyond the end/],
    ['an id twice', closed('00020153036085303608'), /twice/],
    ['another first object', closed('010211000201'), /start with object 00/],
    ['a checksum in the middle', closed('0002016304ABCD'), /before the end/],
    ['a length beyond the end', closed('0002015910abc'), /beyond the end/],
    ['a length that is no number', closed('000201590xabc'), /length of two digits/],
    ['an empty value', closed('0002015900'), /empty value/],
    ['an id that is no number', closed('000201A103abc'), /id of two digits/],
    ['a currency of four digits', closed('00020153040608'), /out of its limits/],
    ['a long name', closed(`0002015926${'N'.repeat(26)}`), /out of its limits/],
    ['a long payload', closed(`000201${`26${'99'}`.padEnd(600, 'x')}`), /512/],
  ] as const) {
    test(`${what} is refused`, () => assert.match(refused(parseEmv(text)).reason, reason));
  }

  test('any one character changed is refused', () => {
    const alphabet = '0123456789ABCDEFabcdefz.*';
    for (let at = 0; at < payload.length; at += 1) {
      for (const char of alphabet) {
        if (char.toUpperCase() === payload[at]?.toUpperCase()) continue;
        assert.ok(!parseEmv(payload.slice(0, at) + char + payload.slice(at + 1)).ok);
      }
    }
  });
});

describe('writing a payload', () => {
  test('what is written is read back, templates too, and promptparse reads the same', () => {
    const ascii = fc.stringMatching(/^[ -~]{1,20}$/);
    const template = fc.tuple(ascii, ascii);
    fc.assert(
      fc.property(template, ascii, ([guid, account], name) => {
        const payload = accepted(
          buildEmv([
            ['00', '01'],
            [
              '26',
              [
                ['00', guid],
                ['01', account],
              ],
            ],
            ['59', name],
          ]),
        );
        const fields = accepted(parseEmv(payload));
        assert.equal(emvValue(fields, '59'), name);
        const inner = accepted(parseEmvFields(emvValue(fields, '26') ?? ''));
        assert.deepEqual(
          inner.map(({ value }) => value),
          [guid, account],
        );
        const theirs = parseWithPromptParse(payload, true, true);
        assert.equal(theirs?.getTagValue('26', '01'), account);
        assert.equal(theirs?.getTagValue('59'), name);
      }),
      { numRuns: runs(1_000, 50_000) },
    );
  });

  test('what could not be read back is refused', () => {
    for (const [nodes, reason] of UNREADABLE) {
      assert.match(refused(buildEmv(nodes)).reason, reason);
    }
  });
});
