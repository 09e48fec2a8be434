import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeLeftText, unitText } from './clock-text.ts';

const HOUR_MS = 3_600_000;

test('minutes and seconds below an hour, a begun second counts', () => {
  assert.equal(timeLeftText(899_000, 'en'), '14:59');
  assert.equal(timeLeftText(898_001, 'en'), '14:59');
  assert.equal(timeLeftText(1, 'en'), '00:01');
  assert.equal(timeLeftText(0, 'en'), '00:00');
});

test('hours, and days in the reader’s words', () => {
  assert.equal(timeLeftText(24 * HOUR_MS - 1000, 'th'), '23:59:59');
  assert.equal(timeLeftText(HOUR_MS, 'en'), '01:00:00');
  assert.equal(timeLeftText(49 * HOUR_MS, 'en'), '2 days 01:00:00');
  assert.equal(timeLeftText(24 * HOUR_MS, 'zh-CN'), '1天 00:00:00');
  assert.equal(timeLeftText(72 * HOUR_MS, 'id'), '3 hari 00:00:00');
  assert.equal(timeLeftText(72 * HOUR_MS, 'ru'), '3 дня 00:00:00');
});

test('seconds carry their short unit', () => {
  assert.equal(unitText(10, 'second', 'en'), '10 sec');
  assert.equal(unitText(10, 'second', 'zh-CN'), '10秒');
});
