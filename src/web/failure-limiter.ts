/**
 * Guessing costs: an address whose signatures keep failing is refused for the rest of the minute,
 * before its next signature is computed. In memory and per process: it protects the processor, the
 * signature itself protects the money.
 */

const WINDOW_MS = 60_000;
/** Generous: a developer's test suite of wrong signatures must fit. */
const FAILURES_MAX = 6_000;
/** Addresses remembered at once; beyond it the window starts anew. */
const ADDRESSES_MAX = 10_000;

export interface FailureLimiter {
  isBlocked(ip: string, nowMs: number): boolean;
  count(ip: string, nowMs: number): void;
}

/** A limiter of its own for each endpoint. */
export function createFailureLimiter(failuresMax = FAILURES_MAX): FailureLimiter {
  let windowStartMs = 0;
  const failures = new Map<string, number>();
  const roll = (nowMs: number) => {
    if (nowMs - windowStartMs < WINDOW_MS && failures.size < ADDRESSES_MAX) return;
    windowStartMs = nowMs;
    failures.clear();
  };
  return {
    isBlocked(ip, nowMs) {
      if (failures.size === 0) return false;
      roll(nowMs);
      return (failures.get(ip) ?? 0) >= failuresMax;
    },
    count(ip, nowMs) {
      roll(nowMs);
      failures.set(ip, (failures.get(ip) ?? 0) + 1);
    },
  };
}
