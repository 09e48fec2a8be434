/** Counts what began within a span of time that ends now. */

/** The front of the list is given up when so much of it is old. */
const OLD_MAX = 1_024;

export class Recent {
  readonly #spanMs: number;
  /** Oldest first. */
  #times: number[] = [];
  /** Those before are old. */
  #from = 0;

  constructor(spanMs: number) {
    this.#spanMs = spanMs;
  }

  /** Times come in their order. */
  add(atMs: number): void {
    this.#times.push(atMs);
  }

  count(nowMs: number): number {
    while (this.#from < this.#times.length && this.#age(nowMs) >= this.#spanMs) this.#from += 1;
    if (this.#from > OLD_MAX && this.#from * 2 > this.#times.length) {
      this.#times = this.#times.slice(this.#from);
      this.#from = 0;
    }
    return this.#times.length - this.#from;
  }

  /** When the count falls next; 0: it is none. */
  nextInMs(nowMs: number): number {
    return this.count(nowMs) === 0 ? 0 : this.#spanMs - this.#age(nowMs);
  }

  /** Of the oldest that counts. */
  #age(nowMs: number): number {
    return nowMs - (this.#times[this.#from] as number);
  }
}
