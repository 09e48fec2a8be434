/**
 * Questions under way to each connector account, over all shards of this process: all may be asked
 * again, so a few at once are enough, beside the creates that somebody waits for.
 */
import type { AccountCapacity, AccountKey, LeasedDispatch } from '../ports/workers.ts';

const keyOf = ({ connector, account }: AccountKey) => `${connector} ${account}`;

export class AccountSemaphore {
  readonly #max: number;
  readonly #taken = new Map<string, number>();
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(max: number) {
    this.#max = max;
  }

  free(key: AccountKey): number {
    return this.#max - (this.#taken.get(keyOf(key)) ?? 0);
  }

  /** Takes a permit that is known to be free. */
  acquire(key: AccountKey): void {
    this.#taken.set(keyOf(key), (this.#taken.get(keyOf(key)) ?? 0) + 1);
  }

  /** Waits for a permit, first come first served; false when none was free in time. */
  async acquireWithin(key: AccountKey, timeoutMs: number): Promise<boolean> {
    if (this.free(key) > 0) {
      this.acquire(key);
      return true;
    }
    return await new Promise((resolve) => {
      const queue = this.#waiting.get(keyOf(key)) ?? [];
      this.#waiting.set(keyOf(key), queue);
      const handed = () => {
        clearTimeout(timer);
        resolve(true);
      };
      const timer = setTimeout(() => {
        queue.splice(queue.indexOf(handed), 1);
        resolve(false);
      }, timeoutMs);
      queue.push(handed);
    });
  }

  /**
   * Takes the permits of all capacities while `lease` runs, so that no other round counts on the
   * same ones, and releases those that the leased rows do not use.
   */
  async lease(
    capacities: readonly AccountCapacity[],
    lease: () => Promise<readonly LeasedDispatch[]>,
  ): Promise<readonly LeasedDispatch[]> {
    for (const capacity of capacities)
      for (let i = 0; i < capacity.free; i += 1) this.acquire(capacity);
    const used = new Map<string, number>();
    try {
      const leased = await lease();
      for (const { dispatch } of leased) {
        used.set(keyOf(dispatch), (used.get(keyOf(dispatch)) ?? 0) + 1);
      }
      return leased;
    } finally {
      for (const capacity of capacities) {
        for (let i = used.get(keyOf(capacity)) ?? 0; i < capacity.free; i += 1)
          this.release(capacity);
      }
    }
  }

  /** Releases a permit, to who has waited longest. */
  release(key: AccountKey): void {
    const next = this.#waiting.get(keyOf(key))?.shift();
    if (next !== undefined) {
      next();
      return;
    }
    const taken = (this.#taken.get(keyOf(key)) ?? 1) - 1;
    if (taken === 0) this.#taken.delete(keyOf(key));
    else this.#taken.set(keyOf(key), taken);
  }
}
