/**
 * How many requests may be under way to a provider's account at once. No provider names it: it is
 * found out from the answers, between a floor and a ceiling. Pure: values in, values out, and the
 * caller's clock. The reasons of the numbers stand in `docs/routing.md`.
 */

/** What an operator has set for an account; of one process. */
export interface AccountLimit {
  /** Requests that may always be under way at once. */
  readonly floor: number;
  /** Requests that are never more than so many under way at once. */
  readonly ceiling: number;
  /** Requests that begin within any one second; null: as many as there are. */
  readonly perSecond: number | null;
}

/** Of an account of which nobody has said anything. */
export const DEFAULT_LIMIT: AccountLimit = { floor: 4, ceiling: 1024, perSecond: null };

/** What may be set at all. */
export const LIMIT_RANGE = {
  floor: [1, 1024],
  ceiling: [1, 4096],
  perSecond: [1, 10_000],
} as const;

/** Where an account begins of which nothing is known yet, within its floor and ceiling. */
const FIRST_LIMIT = 32;
/** A round of good answers adds one part in so many; before the first trouble it doubles. */
const GROWTH_PARTS = 16;
/** What one request takes away that was answered with an error of the server, late, or not. */
const TROUBLE_COSTS = 0.5;
/** What is left of a limit after "too many requests": once for all that were under way together. */
const LEFT_AFTER_REFUSAL = 0.75;
/** So much of a limit that was too much is not gone beyond … */
const BELOW_REFUSED = 0.9;
/** … for this long: each time that it is tried again costs somebody's order a repeat. */
const REFUSED_FOR_MS = 60_000;
/** One answer counts so much of the mean of all. */
const MEAN_PART = 1 / 32;
/** Latency holds up to so many times the lowest mean of late, … */
const HELD_TIMES = 1.5;
/** … and within this of it, whatever it is: below, a process and its network are the noise. */
const HELD_SLACK_MS = 100;
/** The lowest mean is that of this time and of the one before it. */
const LOWEST_FOR_MS = 30_000;
/** Longest pause that a provider can ask for: beyond, it is tried what it says now. */
const PAUSE_MAX_MS = 60_000;

/** What an account's answers have taught; times in ms of one clock. */
export interface Pace {
  readonly limit: number;
  /** No trouble yet: it grows by doubling. */
  readonly isStarting: boolean;
  /**
   * The limit that was too much last, and since when that is known: requests that began before say
   * nothing new about it.
   */
  readonly refused: { readonly limit: number; readonly atMs: number } | null;
  /** The provider has asked to be left alone until then. */
  readonly pausedUntilMs: number;
  /** How long its answers take, in the mean; null: there was none. */
  readonly meanMs: number | null;
  readonly lowest: { readonly now: number; readonly before: number; readonly untilMs: number };
}

/**
 * What one request came to. `good`: any answer that is no complaint about how we ask. `refused`:
 * too many requests. `trouble`: an error of the server, or no answer.
 */
export interface PaceAnswer {
  readonly kind: 'good' | 'refused' | 'trouble';
  readonly beganAtMs: number;
  /** What it says how long to wait; null: nothing. */
  readonly retryAfterMs: number | null;
}

/** The pace of an account that nothing was sent to yet. */
export function firstPace(set: AccountLimit): Pace {
  return {
    limit: within(FIRST_LIMIT, set),
    isStarting: true,
    refused: null,
    pausedUntilMs: Number.NEGATIVE_INFINITY,
    meanMs: null,
    lowest: { now: Number.POSITIVE_INFINITY, before: Number.POSITIVE_INFINITY, untilMs: 0 },
  };
}

/** Whole requests that may be under way at once now. */
export function concurrencyOf({ limit }: Pace, set: AccountLimit): number {
  return Math.floor(within(limit, set));
}

/** Whether answers take about as long as they did: more at once would not make them wait. */
export function isHeld({ meanMs, lowest }: Pace): boolean {
  const best = Math.min(lowest.now, lowest.before);
  return meanMs === null || meanMs <= HELD_TIMES * best + HELD_SLACK_MS;
}

/**
 * The pace after an answer. `underWay`: how many were, this one among them: a limit that is not
 * used is not known to be too low.
 */
export function afterAnswer(
  pace: Pace,
  answer: PaceAnswer,
  underWay: number,
  set: AccountLimit,
  nowMs: number,
): Pace {
  const paused = pausedBy(pace, answer, nowMs);
  if (answer.kind === 'refused') return refusedAt(paused, answer, set, nowMs);
  if (answer.kind === 'trouble') {
    return { ...paused, isStarting: false, limit: within(pace.limit - TROUBLE_COSTS, set) };
  }
  const timed = withLatency(paused, nowMs - answer.beganAtMs, nowMs);
  if (underWay * 2 < pace.limit || !isHeld(timed)) return timed;
  const step = pace.isStarting ? 1 : 1 / GROWTH_PARTS;
  const most = Math.max(pace.limit, mostNow(pace, nowMs));
  return { ...timed, limit: within(Math.min(pace.limit + step, most), set) };
}

/** Whether there is nothing left to be taken away from what is asked at once. */
export function isAtFloor({ limit }: Pace, set: AccountLimit): boolean {
  return within(limit, set) <= set.floor;
}

function mostNow({ refused }: Pace, nowMs: number): number {
  if (refused === null || nowMs - refused.atMs >= REFUSED_FOR_MS) return Number.POSITIVE_INFINITY;
  return refused.limit * BELOW_REFUSED;
}

function pausedBy(pace: Pace, { retryAfterMs }: PaceAnswer, nowMs: number): Pace {
  if (retryAfterMs === null) return pace;
  const untilMs = nowMs + Math.min(Math.max(retryAfterMs, 0), PAUSE_MAX_MS);
  return { ...pace, pausedUntilMs: Math.max(pace.pausedUntilMs, untilMs) };
}

function refusedAt(pace: Pace, answer: PaceAnswer, set: AccountLimit, nowMs: number): Pace {
  // One refusal of those that were under way together has said it for all of them.
  if (pace.refused !== null && answer.beganAtMs < pace.refused.atMs) return pace;
  const limit = within(pace.limit * LEFT_AFTER_REFUSAL, set);
  return { ...pace, limit, isStarting: false, refused: { limit: pace.limit, atMs: nowMs } };
}

function withLatency(pace: Pace, tookMs: number, nowMs: number): Pace {
  const meanMs = pace.meanMs === null ? tookMs : pace.meanMs + (tookMs - pace.meanMs) * MEAN_PART;
  const { now, before, untilMs } = pace.lowest;
  const lowest =
    nowMs < untilMs
      ? { now: Math.min(now, meanMs), before, untilMs }
      : { now: meanMs, before: now, untilMs: nowMs + LOWEST_FOR_MS };
  return { ...pace, meanMs, lowest };
}

function within(limit: number, { floor, ceiling }: AccountLimit): number {
  return Math.min(Math.max(limit, floor), ceiling);
}
