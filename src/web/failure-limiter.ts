/**
 * Guessing costs: whoever's signatures keep failing is refused for the rest of the minute, before
 * the next one is computed. Counted by a key of the caller's choice (an app, a block of addresses).
 * In memory and per process: it protects the processor, the signature itself protects the money.
 */

const WINDOW_MS = 60_000;
/** Generous: a developer's test suite of wrong signatures must fit. */
const FAILURES_MAX = 6_000;
/** So many a minute cost what a developer's mistakes may cost. */
const OFTEN = 60;
/** Keys remembered at once; beyond it the window starts anew. */
const KEYS_MAX = 10_000;

export interface FailureLimiter {
  /** Whether the next one is to cost less than the first ones did. */
  hasFailedOften(key: string, nowMs: number): boolean;
  isBlocked(key: string, nowMs: number): boolean;
  count(key: string, nowMs: number): void;
}

/** A limiter of its own for each endpoint. */
export function createFailureLimiter(failuresMax = FAILURES_MAX): FailureLimiter {
  let windowStartMs = 0;
  const failures = new Map<string, number>();
  const roll = (nowMs: number) => {
    if (nowMs - windowStartMs < WINDOW_MS && failures.size < KEYS_MAX) return;
    windowStartMs = nowMs;
    failures.clear();
  };
  return {
    isBlocked(key, nowMs) {
      if (failures.size === 0) return false;
      roll(nowMs);
      return (failures.get(key) ?? 0) >= failuresMax;
    },
    hasFailedOften(key, nowMs) {
      if (failures.size === 0) return false;
      roll(nowMs);
      return (failures.get(key) ?? 0) >= OFTEN;
    },
    count(key, nowMs) {
      roll(nowMs);
      failures.set(key, (failures.get(key) ?? 0) + 1);
    },
  };
}
