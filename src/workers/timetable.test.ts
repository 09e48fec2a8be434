import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { slotAt } from './timetable.ts';

const tables = fc
  .array(fc.integer({ min: 0, max: 86_400_000 }), { minLength: 1, maxLength: 20 })
  .map((timesMs) => timesMs.sort((a, b) => a - b));

describe('slots of a timetable', () => {
  test('an attempt is never before its slot and never a fifth of the step after it', () => {
    fc.assert(
      fc.property(
        tables,
        fc.nat(25),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (...a) => {
          const [timesMs, index, random] = a;
          const slot = slotAt(timesMs, index, () => random);
          const wanted = timesMs[index];
          if (wanted === undefined) {
            assert.equal(slot, null);
            return;
          }
          const stepMs = index === 0 ? 0 : wanted - (timesMs[index - 1] as number);
          assert.ok(slot !== null && slot.afterMs >= wanted);
          assert.ok(slot.afterMs <= wanted + stepMs * 0.2);
          assert.equal(slot.stepMs, stepMs);
        },
      ),
    );
  });

  test('the first attempt has no jitter, and after the last there is none', () => {
    assert.deepEqual(
      slotAt([5, 10], 0, () => 0.9),
      { afterMs: 5, stepMs: 0 },
    );
    assert.equal(
      slotAt([5, 10], 2, () => 0),
      null,
    );
  });
});
