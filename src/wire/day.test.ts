import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseDay } from './day.ts';

const UTC_8 = 480;

function bounds(text: string, zoneMinutes: number): string[] {
  const day = parseDay(text, zoneMinutes);
  return day.ok ? [day.value.from.toISOString(), day.value.to.toISOString()] : [];
}

describe('a day', () => {
  test('begins and ends at midnight of its zone', () => {
    assert.deepEqual(bounds('2025-01-06', UTC_8), [
      '2025-01-05T16:00:00.000Z',
      '2025-01-06T16:00:00.000Z',
    ]);
    assert.deepEqual(bounds('2024-02-29', 0), [
      '2024-02-29T00:00:00.000Z',
      '2024-03-01T00:00:00.000Z',
    ]);
    assert.deepEqual(bounds('2025-12-31', -180), [
      '2025-12-31T03:00:00.000Z',
      '2026-01-01T03:00:00.000Z',
    ]);
  });

  test('is refused where its ends cannot be written with four digits of a year', () => {
    for (const text of ['0000-01-01', '0001-01-01', '0999-12-31']) {
      assert.equal(parseDay(text, UTC_8).ok, false, text);
    }
    assert.equal(parseDay('9999-12-31', 0).ok, false);
    assert.deepEqual(bounds('9999-12-31', UTC_8)[1], '9999-12-31T16:00:00.000Z');
  });

  test('is refused when the calendar has none such, or when it is written otherwise', () => {
    const wrong = ['2025-02-29', '2025-13-01', '2025-00-10', '2025-01-32', '2025-1-6', '20250106'];
    for (const text of [
      ...wrong,
      '',
      '2025-01-06 ',
      '2025-01-06T00',
      '12025-01-06',
      '２025-01-06',
    ]) {
      assert.equal(parseDay(text, UTC_8).ok, false, text);
    }
  });
});
