/**
 * How much each endpoint can take: a window of attempts at once that grows while they succeed and
 * falls to one when one fails. Held in memory; a new process learns it again in a few attempts.
 */
const WINDOW_FIRST = 2;
const WINDOW_MAX = 16;
/** A healthy endpoint's next notifications are fetched while the present ones are under way. */
const AHEAD = 4;
/** What is known of an endpoint with nothing to do is forgotten after this long. */
const FORGET_AFTER_MS = 600_000;

interface Known {
  window: number;
  /** Notifications taken from the queue and not completed. */
  held: number;
  usedAtMs: number;
}

export class Endpoints {
  readonly #known = new Map<string, Known>();
  #held = 0;

  /** Attempts that may be under way at once. */
  window(endpoint: string): number {
    return this.#known.get(endpoint)?.window ?? WINDOW_FIRST;
  }

  /** Rows that may be taken from the queue now. */
  freeCapacity(endpoint: string): number {
    const held = this.#known.get(endpoint)?.held ?? 0;
    return Math.max(0, this.#capacity(endpoint) - held);
  }

  /** Half of what may be held is free: asking the queue for more is worth it. */
  isHalfEmpty(endpoint: string): boolean {
    return 2 * this.freeCapacity(endpoint) >= this.#capacity(endpoint);
  }

  #capacity(endpoint: string): number {
    const window = this.window(endpoint);
    return window === WINDOW_MAX ? window * AHEAD : window;
  }

  get held(): number {
    return this.#held;
  }

  /** Rows held for endpoints whose last attempt failed. */
  heldByFailing(): number {
    let sum = 0;
    for (const { window, held } of this.#known.values()) if (window === 1) sum += held;
    return sum;
  }

  took(endpoint: string, nowMs: number): void {
    const known = this.#known.get(endpoint) ?? { window: WINDOW_FIRST, held: 0, usedAtMs: nowMs };
    known.held += 1;
    known.usedAtMs = nowMs;
    this.#held += 1;
    this.#known.set(endpoint, known);
  }

  gaveBack(endpoint: string): void {
    const known = this.#known.get(endpoint);
    if (known === undefined) return;
    known.held -= 1;
    this.#held -= 1;
  }

  succeeded(endpoint: string): void {
    const known = this.#known.get(endpoint);
    if (known !== undefined) known.window = Math.min(known.window + 1, WINDOW_MAX);
  }

  failed(endpoint: string): void {
    const known = this.#known.get(endpoint);
    if (known !== undefined) known.window = 1;
  }

  forgetIdle(nowMs: number): void {
    for (const [endpoint, { held, usedAtMs }] of this.#known) {
      if (held === 0 && nowMs - usedAtMs > FORGET_AFTER_MS) this.#known.delete(endpoint);
    }
  }
}
