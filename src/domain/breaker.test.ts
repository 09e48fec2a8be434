import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  admits,
  BREAKER,
  type Breaker,
  CLOSED,
  countsOf,
  recordOutcome,
  stateOf,
  take,
} from './breaker.ts';

/** After `outcomes` (true: trouble), all at `atMs`. */
function after(outcomes: readonly boolean[], from: Breaker = CLOSED, atMs = 0): Breaker {
  return outcomes.reduce(
    (breaker, isTrouble) => recordOutcome(breaker, isTrouble, atMs, BREAKER),
    from,
  );
}

const TROUBLES = Array.from({ length: BREAKER.troubles }, () => true);
const OPEN = after(TROUBLES);
const HALF_OPEN_MS = BREAKER.pauseMs;

describe('a closed breaker', () => {
  test('opens at the trouble that is too much, and not at the one before', () => {
    assert.equal(stateOf(after(TROUBLES.slice(1)), 0), 'closed');
    assert.equal(stateOf(OPEN, 0), 'open');
  });

  test('bears any number of clean answers between rare trouble', () => {
    const oneInSix = [true, false, false, false, false, false];
    assert.equal(stateOf(after(Array.from({ length: 50 }, () => oneInSix).flat()), 0), 'closed');
  });

  test('forgets what is old', () => {
    const almost = after(TROUBLES.slice(1));
    const later = recordOutcome(almost, true, BREAKER.forgetAfterMs, BREAKER);
    assert.equal(stateOf(later, BREAKER.forgetAfterMs), 'closed');
    assert.deepEqual(countsOf(later, BREAKER.forgetAfterMs, BREAKER), { troubles: 1, outcomes: 1 });
  });

  test('never opens on clean answers, and keeps no more than it counts', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 200 }), (outcomes) => {
        const breaker = after(outcomes);
        const troubles = outcomes.filter((isTrouble) => isTrouble).length;
        assert.ok(breaker.recent.length <= BREAKER.ofLast);
        if (troubles < BREAKER.troubles) assert.equal(stateOf(breaker, 0), 'closed');
      }),
    );
  });
});

describe('an open breaker', () => {
  test('admits nobody until its pause is over, whatever it hears of earlier calls', () => {
    const silent = after([false, false, false, false, true], OPEN, 1);
    for (const breaker of [OPEN, silent]) {
      assert.equal(admits(breaker, 'a', HALF_OPEN_MS - 1), false);
      assert.equal(stateOf(breaker, HALF_OPEN_MS), 'half_open');
    }
  });
});

describe('a half-open breaker', () => {
  test('lets one order try at a time', () => {
    assert.equal(admits(OPEN, null, HALF_OPEN_MS), true);
    const probed = take(OPEN, 'a', HALF_OPEN_MS, BREAKER);
    assert.equal(admits(probed, 'a', HALF_OPEN_MS + 1), true);
    assert.equal(admits(probed, 'b', HALF_OPEN_MS + 1), false);
    assert.equal(admits(probed, null, HALF_OPEN_MS + 1), false);
    assert.equal(take(probed, 'b', HALF_OPEN_MS + 1, BREAKER), probed);
  });

  test('gives up a probe without an outcome', () => {
    const probed = take(OPEN, 'a', HALF_OPEN_MS, BREAKER);
    assert.equal(admits(probed, 'b', HALF_OPEN_MS + BREAKER.probeMs - 1), false);
    assert.equal(admits(probed, 'b', HALF_OPEN_MS + BREAKER.probeMs), true);
  });

  test('closes after its successes, and has forgotten the trouble by then', () => {
    const wins = Array.from({ length: BREAKER.successes }, () => false);
    assert.equal(stateOf(after(wins.slice(1), OPEN, HALF_OPEN_MS), HALF_OPEN_MS), 'half_open');
    const closed = after(wins, OPEN, HALF_OPEN_MS);
    assert.equal(stateOf(closed, HALF_OPEN_MS), 'closed');
    assert.equal(stateOf(after([true], closed, HALF_OPEN_MS), HALF_OPEN_MS), 'closed');
    assert.equal(countsOf(closed, HALF_OPEN_MS, BREAKER).troubles, 0);
  });

  test('opens for twice as long after each failed probe, up to a limit', () => {
    let breaker = OPEN;
    let nowMs = 0;
    const pauses: number[] = [];
    for (let i = 0; i < 7; i += 1) {
      const untilMs = breaker.pause?.untilMs ?? Number.NaN;
      pauses.push(untilMs - nowMs);
      nowMs = untilMs;
      breaker = recordOutcome(breaker, true, nowMs, BREAKER);
    }
    assert.deepEqual(
      pauses,
      [15, 30, 60, 120, 240, 240, 240].map((s) => s * 1000),
    );
  });

  test('from every history it comes back once the account works again', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat(60_000))), (history) => {
        let breaker = CLOSED;
        let nowMs = 0;
        for (const [isTrouble, waitMs] of history) {
          nowMs += waitMs;
          if (admits(breaker, 'x', nowMs)) breaker = take(breaker, 'x', nowMs, BREAKER);
          breaker = recordOutcome(breaker, isTrouble, nowMs, BREAKER);
        }
        for (let i = 0; i < BREAKER.successes; i += 1) {
          nowMs += BREAKER.pauseMaxMs;
          assert.equal(admits(breaker, `${i}`, nowMs), true);
          breaker = recordOutcome(take(breaker, `${i}`, nowMs, BREAKER), false, nowMs, BREAKER);
        }
        assert.equal(stateOf(breaker, nowMs), 'closed');
      }),
    );
  });
});
