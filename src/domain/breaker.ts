/**
 * The breaker of one connector account: closed while it works, open after too much trouble, and
 * half open after a pause, when single orders try whether it works again. Pure: values in, values
 * out, and the caller's clock.
 */

/** The numbers of a breaker. The reasons of the default ones stand in `docs/routing.md`. */
export interface BreakerRule {
  /** So much trouble … */
  readonly troubles: number;
  /** … among the last so many outcomes opens it. */
  readonly ofLast: number;
  /** An outcome older than this says nothing about now. */
  readonly forgetAfterMs: number;
  /** How long it stays open at first; twice as long after each probe that fails … */
  readonly pauseMs: number;
  /** … up to this. */
  readonly pauseMaxMs: number;
  /** Successes that close it again. */
  readonly successes: number;
  /** A probe whose outcome nobody has reported for so long is given up, and another may try. */
  readonly probeMs: number;
}

export const BREAKER: BreakerRule = {
  troubles: 5,
  ofLast: 20,
  forgetAfterMs: 120_000,
  pauseMs: 15_000,
  pauseMaxMs: 240_000,
  successes: 3,
  probeMs: 45_000,
};

/** What one call came to, as far as the account's health goes; times in ms of one clock. */
interface Outcome {
  readonly atMs: number;
  readonly isTrouble: boolean;
}

export interface Breaker {
  /** The last outcomes, newest last. */
  readonly recent: readonly Outcome[];
  /** Null while it is closed. */
  readonly pause: Pause | null;
}

interface Pause {
  /** Half open from then on. */
  readonly untilMs: number;
  readonly lengthMs: number;
  /** Successes since it is half open. */
  readonly successes: number;
  /** The one order that tries it. */
  readonly probe: { readonly key: string; readonly untilMs: number } | null;
}

/** A breaker that has recorded nothing yet. */
export const CLOSED: Breaker = { recent: [], pause: null };

export type BreakerState = 'closed' | 'open' | 'half_open';

export function stateOf({ pause }: Breaker, nowMs: number): BreakerState {
  if (pause === null) return 'closed';
  return nowMs < pause.untilMs ? 'open' : 'half_open';
}

/** Whether a call may be made for `key`. Null: for an order that has no key yet. */
export function admits(breaker: Breaker, key: string | null, nowMs: number): boolean {
  const { pause } = breaker;
  if (pause === null) return true;
  if (nowMs < pause.untilMs) return false;
  const { probe } = pause;
  return probe === null || probe.key === key || probe.untilMs <= nowMs;
}

/** `key` makes a call: of a half-open breaker it is the probe, if there is none. */
export function take(breaker: Breaker, key: string, nowMs: number, rule: BreakerRule): Breaker {
  const { pause } = breaker;
  if (pause === null || !admits(breaker, key, nowMs)) return breaker;
  return { ...breaker, pause: { ...pause, probe: { key, untilMs: nowMs + rule.probeMs } } };
}

/**
 * The breaker after an outcome. While it is open outcomes are counted but move nothing: they are
 * of calls that were made before, or because there was no other way.
 */
export function recordOutcome(
  breaker: Breaker,
  isTrouble: boolean,
  nowMs: number,
  rule: BreakerRule,
): Breaker {
  const recent = [...fresh(breaker, nowMs, rule), { atMs: nowMs, isTrouble }].slice(-rule.ofLast);
  const { pause } = breaker;
  switch (stateOf(breaker, nowMs)) {
    case 'open':
      return { recent, pause };
    case 'closed': {
      const isTooMuch = countOf(recent) >= rule.troubles;
      return { recent, pause: isTooMuch ? pauseOf(rule.pauseMs, nowMs) : null };
    }
    case 'half_open':
      return probed(pause as Pause, recent, isTrouble, nowMs, rule);
  }
}

/** Trouble and all outcomes that still count. */
export function countsOf(
  breaker: Breaker,
  nowMs: number,
  rule: BreakerRule,
): { readonly troubles: number; readonly outcomes: number } {
  const recent = fresh(breaker, nowMs, rule);
  return { troubles: countOf(recent), outcomes: recent.length };
}

/** What it recorded before it closed is of the trouble that is over. */
function probed(
  pause: Pause,
  recent: readonly Outcome[],
  isTrouble: boolean,
  nowMs: number,
  rule: BreakerRule,
): Breaker {
  if (isTrouble) {
    const lengthMs = Math.min(pause.lengthMs * 2, rule.pauseMaxMs);
    return { recent, pause: pauseOf(lengthMs, nowMs) };
  }
  const successes = pause.successes + 1;
  if (successes >= rule.successes) return { recent: recent.slice(-successes), pause: null };
  return { recent, pause: { ...pause, successes, probe: null } };
}

function pauseOf(lengthMs: number, nowMs: number): Pause {
  return { untilMs: nowMs + lengthMs, lengthMs, successes: 0, probe: null };
}

function fresh({ recent }: Breaker, nowMs: number, rule: BreakerRule): readonly Outcome[] {
  return recent.filter(({ atMs }) => nowMs - atMs < rule.forgetAfterMs);
}

function countOf(outcomes: readonly Outcome[]): number {
  return outcomes.filter(({ isTrouble }) => isTrouble).length;
}
