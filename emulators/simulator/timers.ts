/** Timers that can all be dropped at once, so that a stopped simulator does nothing more. */

/** How exactly `at` keeps its times. */
const TICK_MS = 200;

export class Timers {
  readonly #live = new Set<NodeJS.Timeout>();
  /** Acts far off, by tick: hundreds of thousands of open orders need no timer each. */
  readonly #ticks = new Map<number, (() => void)[]>();
  #nextTick = Math.floor(Date.now() / TICK_MS);
  #stopped = false;

  constructor() {
    this.#live.add(setInterval(() => this.#tick(), TICK_MS));
  }

  /** Runs `act` once after `delayMs`, unless stopped before. */
  after(delayMs: number, act: () => void): void {
    if (this.#stopped) return;
    const timer = setTimeout(() => {
      this.#live.delete(timer);
      act();
    }, delayMs);
    this.#live.add(timer);
  }

  /** Runs `act` soon after the time `atMs`, at most two ticks late. */
  at(atMs: number, act: () => void): void {
    const tick = Math.max(this.#nextTick, Math.ceil(atMs / TICK_MS));
    const acts = this.#ticks.get(tick);
    if (acts) acts.push(act);
    else this.#ticks.set(tick, [act]);
  }

  #tick(): void {
    for (const now = Date.now() / TICK_MS; this.#nextTick <= now; ) {
      const acts = this.#ticks.get(this.#nextTick) ?? [];
      this.#ticks.delete(this.#nextTick);
      this.#nextTick += 1;
      for (const act of acts) act();
    }
  }

  stop(): void {
    this.#stopped = true;
    for (const timer of this.#live) clearTimeout(timer);
    this.#live.clear();
    this.#ticks.clear();
  }
}
