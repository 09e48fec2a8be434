import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  afterAnswer,
  concurrencyOf,
  DEFAULT_LIMIT,
  firstPace,
  isHeld,
  type Pace,
  type PaceAnswer,
} from './account-limit.ts';

const SET = DEFAULT_LIMIT;

/** A provider that is as busy as it may be; its answers come one by one, in rounds. */
class Play {
  pace: Pace;
  nowMs = 0;
  readonly set: typeof SET;

  constructor(set: Partial<typeof SET> = {}) {
    this.set = { ...SET, ...set };
    this.pace = firstPace(this.set);
  }

  get capacity(): number {
    return concurrencyOf(this.pace, this.set);
  }

  /** One answer to each request that may be under way; all take as long. */
  round(tookMs: number, kindOf: (i: number) => PaceAnswer['kind'] = () => 'good'): void {
    const underWay = this.capacity;
    const beganAtMs = this.nowMs;
    this.nowMs += tookMs;
    for (let i = 0; i < underWay; i += 1) {
      const answer = { kind: kindOf(i), beganAtMs, retryAfterMs: null };
      this.pace = afterAnswer(this.pace, answer, underWay, this.set, this.nowMs);
    }
  }

  rounds(count: number, ...args: Parameters<Play['round']>): void {
    for (let i = 0; i < count; i += 1) this.round(...args);
  }
}

describe('how many requests may be under way to an account', () => {
  test('doubles while answers take as long as they did, up to the ceiling', () => {
    const play = new Play({ ceiling: 300 });
    assert.equal(play.capacity, 32);
    play.round(300);
    assert.equal(play.capacity, 64);
    play.rounds(5, 300);
    assert.equal(play.capacity, 300);
  });

  test('stands where more of them would only make each other wait', () => {
    const play = new Play();
    play.rounds(2, 300);
    const before = play.capacity;
    play.rounds(20, 900);
    assert.equal(isHeld(play.pace), false);
    assert.ok(play.capacity < before * 1.5, `${play.capacity}`);
  });

  test('grows again where the provider has become as slow as it now is', () => {
    const play = new Play();
    play.rounds(2, 300);
    play.rounds(200, 900);
    assert.ok(play.capacity > 200, `${play.capacity}`);
  });

  test('does not grow while nobody needs it', () => {
    const play = new Play();
    for (let i = 0; i < 500; i += 1) {
      const answer = { kind: 'good', beganAtMs: play.nowMs, retryAfterMs: null } as const;
      play.nowMs += 10;
      play.pace = afterAnswer(play.pace, answer, 3, play.set, play.nowMs);
    }
    assert.equal(play.capacity, 32);
  });

  test('loses a quarter when too many were asked, once for all that were under way', () => {
    const play = new Play();
    play.rounds(1, 100);
    play.round(100, (i) => (i % 2 === 0 ? 'refused' : 'good'));
    assert.ok(play.capacity >= 48 && play.capacity <= 51, `${play.capacity}`);
    play.rounds(40, 100, () => 'refused');
    assert.equal(play.capacity, SET.floor);
  });

  test('stays below what was too much for a minute, and then tries it again', () => {
    const play = new Play();
    /** A provider that takes a hundred at once, and refuses the rest. */
    const strict = (i: number) => (i < 100 ? 'good' : 'refused');
    play.rounds(20, 100, strict);
    assert.ok(play.capacity >= 80 && play.capacity <= 100, `${play.capacity}`);
    const refusedAtMs = play.pace.refused?.atMs ?? 0;
    play.rounds(500, 100, strict);
    assert.equal(play.pace.refused?.atMs, refusedAtMs, 'nobody was refused meanwhile');
    play.rounds(200, 100, strict);
    assert.ok((play.pace.refused?.atMs ?? 0) > refusedAtMs);
    assert.ok(play.capacity >= 75, `${play.capacity}`);
  });

  test('halves in a round of errors and timeouts, down to the floor', () => {
    const play = new Play();
    play.round(100, () => 'trouble');
    assert.equal(play.capacity, 16);
    play.rounds(10, 100, () => 'trouble');
    assert.equal(play.capacity, SET.floor);
  });

  test('bears a few errors among many answers', () => {
    const play = new Play();
    play.rounds(100, 300, (i) => (i % 50 === 7 ? 'trouble' : 'good'));
    assert.equal(play.capacity, SET.ceiling);
  });

  test('comes back by a sixteenth a round once there was trouble', () => {
    const play = new Play();
    play.rounds(3, 100);
    play.rounds(2, 100, () => 'trouble');
    const before = play.capacity;
    play.round(100);
    assert.ok(play.capacity > before && play.capacity <= before * 1.07 + 1, `${play.capacity}`);
  });

  test('waits as long as the provider says, and no longer than a minute', () => {
    const play = new Play();
    const asked = (retryAfterMs: number) =>
      afterAnswer(play.pace, { kind: 'refused', beganAtMs: 0, retryAfterMs }, 1, SET, 1_000);
    assert.equal(asked(7_000).pausedUntilMs, 8_000);
    assert.equal(asked(3_600_000).pausedUntilMs, 61_000);
    play.pace = asked(20_000);
    assert.equal(asked(1_000).pausedUntilMs, 21_000, 'the longest word stands');
  });

  test('a ceiling below the floor is the ceiling, and a change holds at once', () => {
    const play = new Play();
    play.rounds(3, 100);
    assert.equal(concurrencyOf(play.pace, { ...SET, ceiling: 2 }), 2);
    assert.equal(concurrencyOf(play.pace, { ...SET, floor: 500 }), 500);
  });
});
