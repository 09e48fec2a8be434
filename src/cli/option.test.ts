import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { asCount, asDurationS, asId, asMoment, asOrigin, asText, quoted } from './option.ts';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');

describe('what is read from a command line', () => {
  test('times are seconds, at most a year', () => {
    const read = ['0s', '90s', '30m', '24h', '7d', '366d'].map((text) => asDurationS(text));
    const seconds = [0, 90, 1800, 86_400, 604_800, 366 * 86_400];
    assert.deepEqual(
      read,
      seconds.map((value) => ({ ok: true, value })),
    );
    for (const text of ['', '24', 'h', '-1h', '1.5h', '367d', '1w', '24 h', '999999999s']) {
      assert.equal(asDurationS(text).ok, false, text);
    }
  });

  test('a moment is a day, a time with its zone, or an age', () => {
    const at = (text: string) => {
      const read = asMoment(text);
      return read.ok ? read.value(NOW_MS).toISOString() : null;
    };
    assert.equal(at('2026-11-20'), '2026-11-20T00:00:00.000Z');
    assert.equal(at('2026-11-20T09:30:00+08:00'), '2026-11-20T01:30:00.000Z');
    assert.equal(at('24h'), '2026-11-19T12:00:00.000Z');
    for (const text of ['yesterday', '2026-13-01', '2026-11-20T09:30', '20/11/2026', '']) {
      assert.equal(at(text), null, text);
    }
  });

  test('ids may have the letter that some APIs print before them', () => {
    assert.deepEqual(asId('C1234567890123456789'), { ok: true, value: 1234567890123456789n });
    assert.deepEqual(asId('236130395249311744'), { ok: true, value: 236130395249311744n });
    for (const text of ['', '0', 'abc', '-1', '12345678901234567890', '9999999999999999999']) {
      assert.equal(asId(text).ok, false, text);
    }
  });

  test('counts keep their bounds, and texts are not empty', () => {
    assert.deepEqual(asCount(1, 50)('50'), { ok: true, value: 50 });
    for (const text of ['0', '51', '1e1', '', '-1']) assert.equal(asCount(1, 50)(text).ok, false);
    assert.equal(asText('  ').ok, false);
  });

  test('the address of an installation has a scheme, a name and nothing behind them', () => {
    for (const text of ['https://pay.example', 'https://pay.example/', 'http://127.0.0.1:8080']) {
      assert.deepEqual(asOrigin(text), { ok: true, value: text.replace(/\/$/, '') });
    }
    for (const text of [
      ...['pay.example', 'https://pay.example/base', 'https://pay.example?x', '//pay.example'],
      ...['javascript:alert(1)', 'https://user@pay.example', 'ftp://pay.example', ''],
    ]) {
      assert.equal(asOrigin(text).ok, false, text);
    }
  });

  test("a person's text in a message is short and moves no cursor", () => {
    assert.equal(quoted('a\u001b[2J\nb'), '"a?[2J?b"');
    assert.equal(quoted('x'.repeat(100)).length, 60);
  });
});
