import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseTimestampMs } from '../kit/window.ts';
import { parseTransactionId, readEnvelope, timeText, transactionIdOf } from './codec.ts';
import { envelopeOf, rawOf } from './fixtures/speak.ts';

const ENVELOPE = { appId: 'a1', sign: 'c2ln', param: '{}' };

describe('the envelope', () => {
  const refusalOf = (envelope: object | string, type?: string | null) => {
    const raw =
      typeof envelope === 'string' ? rawOf('balance', envelope) : envelopeOf('balance', envelope);
    const headers =
      type === undefined ? raw.headers : type === null ? {} : { 'content-type': type };
    const read = readEnvelope({ ...raw, headers });
    return read.ok ? null : [read.refusal.code, read.refusal.field];
  };

  test('has three texts, and may have more members, which are ignored', () => {
    const read = readEnvelope(envelopeOf('balance', { ...ENVELOPE, version: '1.0', x: [1] }));
    assert.deepEqual(read, { ok: true, value: ENVELOPE });
  });

  test('may lack its signature, which is a wrong one then', () => {
    const { sign: _, ...unsigned } = ENVELOPE;
    const read = readEnvelope(envelopeOf('balance', unsigned));
    assert.deepEqual(read, { ok: true, value: { ...ENVELOPE, sign: '' } });
  });

  test('is refused when a part is missing or no text, naming it', () => {
    assert.deepEqual(refusalOf({ sign: 's', param: '{}' }), ['missing_field', 'appId']);
    assert.deepEqual(refusalOf({ appId: 'a', sign: 's' }), ['missing_field', 'param']);
    assert.deepEqual(refusalOf({ ...ENVELOPE, param: {} }), ['invalid_field', 'param']);
    assert.deepEqual(refusalOf({ ...ENVELOPE, sign: 5 }), ['invalid_field', 'sign']);
    assert.deepEqual(refusalOf({ ...ENVELOPE, appId: 5 }), ['invalid_field', 'appId']);
    assert.deepEqual(refusalOf({ ...ENVELOPE, appId: 'a b' }), ['invalid_field', 'appId']);
  });

  test('is strict JSON under its content type', () => {
    assert.deepEqual(refusalOf('{"appId":"a","appId":"b"}'), ['malformed', 'appId']);
    assert.deepEqual(refusalOf('[]'), ['malformed', undefined]);
    assert.deepEqual(refusalOf(ENVELOPE, null), ['malformed', undefined]);
    assert.deepEqual(refusalOf(ENVELOPE, 'text/plain'), ['malformed', undefined]);
    assert.deepEqual(refusalOf(ENVELOPE, 'application/x-www-form-urlencoded'), [
      'malformed',
      undefined,
    ]);
    assert.equal(refusalOf(ENVELOPE, 'application/json; charset=utf-8'), null);
  });

  test('holds a param of nearly 64 KiB', () => {
    assert.equal(refusalOf({ ...ENVELOPE, param: 'x'.repeat(60_000) }), null);
    assert.deepEqual(refusalOf({ ...ENVELOPE, param: 'x'.repeat(70_000) }), [
      'malformed',
      undefined,
    ]);
  });
});

describe('timestamps', () => {
  test('below 100000000000 count seconds, from there on milliseconds', () => {
    assert.equal(parseTimestampMs('1683859432'), 1_683_859_432_000);
    assert.equal(parseTimestampMs('1677482490058'), 1_677_482_490_058);
    assert.equal(parseTimestampMs('99999999999'), 99_999_999_999_000);
    assert.equal(parseTimestampMs('100000000000'), 100_000_000_000);
  });

  test('are digits and nothing else', () => {
    for (const odd of ['', '-1', '1.5', '1e12', ' 1', '0x1', '12345678901234567']) {
      assert.equal(parseTimestampMs(odd), null);
    }
  });
});

describe('times', () => {
  test('are of UTC+8, written as each version writes them', () => {
    const at = new Date('2024-12-31T16:00:59.999Z');
    assert.equal(timeText(at, 'v1'), '2025-01-01 00:00:59');
    assert.equal(timeText(at, 'v2'), '2025-01-01T00:00:59+08:00');
  });
});

describe('transaction ids', () => {
  test('are the letter of the kind and 19 digits, and read back', () => {
    for (const [kind, text] of [
      ['payin', 'C0514190000000000001'],
      ['payout', 'D0514190000000000001'],
      ['refund', 'R0514190000000000001'],
    ] as const) {
      const id = 514190000000000001n;
      assert.equal(transactionIdOf({ id, kind }), text);
      assert.equal(parseTransactionId(text, kind), id);
    }
  });

  test('of another kind or form are no ids', () => {
    for (const odd of [
      'D0514190000000000001',
      'C514190000000000001',
      'C',
      '',
      'c0514190000000000001',
      'C05141900000000000010',
      'C9999999999999999999',
      'C0000000000000000000',
    ]) {
      assert.equal(parseTransactionId(odd, 'payin'), null, odd);
    }
  });
});
