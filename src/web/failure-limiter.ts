/**
 * Guessing costs: whoever's signatures keep failing is refused for the rest of a minute, before the
 * next one is computed. Counted by a key of the caller's choice (an app, a block of addresses), by
 * what each costs us. In memory and per process: it protects the processor, the signature itself
 * protects the money.
 */

const WINDOW_MS = 60_000;
/** Generous: a developer's test suite of wrong signatures must fit. */
const FAILURES_MAX = 6_000;
/** So many a minute cost what a developer's mistakes may cost. */
const OFTEN = 60;
/** Keys remembered at once; beyond it the one whose window began first is forgotten. */
const KEYS_MAX = 10_000;

/** Another price of what is counted than one small failure. */
export interface Price {
  /** In small failures. */
  readonly cost?: number;
  /** How many times the limit this key has. */
  readonly share?: number;
}

export interface FailureLimiter {
  /** Whether the next one is to cost less than the first ones did. */
  hasFailedOften(key: string, nowMs: number): boolean;
  isBlocked(key: string, nowMs: number, price?: Pick<Price, 'share'>): boolean;
  count(key: string, nowMs: number, price?: Pick<Price, 'cost'>): void;
}

interface Window {
  readonly startMs: number;
  cost: number;
}

/** A limiter of its own for each endpoint. */
export function createFailureLimiter(
  failuresMax = FAILURES_MAX,
  keysMax = KEYS_MAX,
): FailureLimiter {
  // By the beginning of the windows, the first one first.
  const windows = new Map<string, Window>();
  const costOf = (key: string, nowMs: number): number => {
    const window = windows.get(key);
    return window === undefined || nowMs - window.startMs >= WINDOW_MS ? 0 : window.cost;
  };
  return {
    isBlocked: (key, nowMs, { share = 1 } = {}) => costOf(key, nowMs) >= failuresMax * share,
    hasFailedOften: (key, nowMs) => costOf(key, nowMs) >= OFTEN,
    count(key, nowMs, { cost = 1 } = {}) {
      const window = windows.get(key);
      if (window !== undefined && nowMs - window.startMs < WINDOW_MS) {
        window.cost += cost;
        return;
      }
      windows.delete(key);
      const [first] = windows.keys();
      if (windows.size >= keysMax && first !== undefined) windows.delete(first);
      windows.set(key, { startMs: nowMs, cost });
    },
  };
}
