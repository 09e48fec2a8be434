import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { base32, hotp, matchingStep, STEP_MS } from './totp.ts';

const SEED = Buffer.from('12345678901234567890');

describe('one-time codes', () => {
  test('are those of RFC 4226, appendix D', () => {
    const codes = [
      ...['755224', '287082', '359152', '969429', '338314'],
      ...['254676', '287922', '162583', '399871', '520489'],
    ];
    assert.deepEqual(
      codes.map((_, counter) => hotp(SEED, counter, 6)),
      codes,
    );
  });

  test('are those of RFC 6238, appendix B (SHA-1)', () => {
    for (const [seconds, code] of [
      [59, '94287082'],
      [1_111_111_109, '07081804'],
      [1_111_111_111, '14050471'],
      [1_234_567_890, '89005924'],
      [2_000_000_000, '69279037'],
      [20_000_000_000, '65353130'],
    ] as const) {
      assert.equal(hotp(SEED, Math.floor(seconds / 30), 8), code);
    }
  });

  test('are taken one step early and one step late, and no further', () => {
    const atMs = 1_111_111_111_000;
    const step = Math.floor(atMs / STEP_MS);
    for (const [away, taken] of [
      [-2, false],
      [-1, true],
      [0, true],
      [1, true],
      [2, false],
    ] as const) {
      const expected = taken ? step + away : null;
      assert.equal(matchingStep(SEED, hotp(SEED, step + away, 6), atMs), expected, `${away}`);
    }
    for (const code of ['', '05047', '0050471', '05 471', '٠٥٠٤٧١', 'abcdef']) {
      assert.equal(matchingStep(SEED, code, atMs), null, code);
    }
  });

  test('have their secret in the base32 of RFC 4648, without padding', () => {
    for (const [text, encoded] of [
      ['', ''],
      ['f', 'MY'],
      ['fo', 'MZXQ'],
      ['foo', 'MZXW6'],
      ['foob', 'MZXW6YQ'],
      ['fooba', 'MZXW6YTB'],
      ['foobar', 'MZXW6YTBOI'],
    ] as const) {
      assert.equal(base32(Buffer.from(text)), encoded);
    }
  });
});
