/** Work to come of an emulator, dropped when it stops. */
export class Timers {
  readonly #timers = new Set<NodeJS.Timeout>();

  later(afterMs: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, afterMs);
    this.#timers.add(timer);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
