/** The breakers of all connector accounts, kept in memory by each process for itself. */

import {
  admits,
  type Breaker,
  type BreakerRule,
  CLOSED,
  countsOf,
  recordOutcome,
  stateOf,
  take,
} from '../domain/breaker.ts';
import type { Id } from '../domain/id.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { AccountHealth, Routing } from '../ports/core.ts';
import { ticks } from './ticks.ts';

export interface HealthDeps {
  readonly rule: BreakerRule;
  /** In ms; the process's own clock, if not given. */
  readonly ticks?: () => number;
  /** Evenly from 0 up to but not including 1. */
  readonly random: () => number;
  /** An account's breaker opened, or closed again. */
  readonly changed?: (account: AccountKey, state: 'open' | 'closed') => void;
}

export class Health implements Routing {
  readonly #deps: HealthDeps;
  readonly #nowMs: () => number;
  readonly #accounts = new Map<string, { readonly key: AccountKey; breaker: Breaker }>();

  constructor(deps: HealthDeps) {
    this.#deps = deps;
    this.#nowMs = deps.ticks ?? ticks;
  }

  admits(account: AccountKey, orderId: Id | null): boolean {
    const key = orderId === null ? null : `${orderId}`;
    return admits(this.#of(account).breaker, key, this.#nowMs());
  }

  take(account: AccountKey, orderId: Id): void {
    const kept = this.#of(account);
    kept.breaker = take(kept.breaker, `${orderId}`, this.#nowMs(), this.#deps.rule);
  }

  random(): number {
    return this.#deps.random();
  }

  /** What a call to the account came to. */
  recordOutcome(account: AccountKey, isTrouble: boolean): void {
    const kept = this.#of(account);
    const before = kept.breaker.pause;
    kept.breaker = recordOutcome(kept.breaker, isTrouble, this.#nowMs(), this.#deps.rule);
    const after = kept.breaker.pause;
    if ((before === null) === (after === null)) return;
    this.#deps.changed?.(kept.key, after === null ? 'closed' : 'open');
  }

  /** All accounts that this process has had to do with, by name. */
  list(): readonly AccountHealth[] {
    const nowMs = this.#nowMs();
    return [...this.#accounts.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { key, breaker }]) => ({
        ...key,
        state: stateOf(breaker, nowMs),
        ...countsOf(breaker, nowMs, this.#deps.rule),
      }));
  }

  #of({ connector, account }: AccountKey) {
    const name = `${connector}/${account}`;
    const kept = this.#accounts.get(name);
    if (kept !== undefined) return kept;
    const fresh = { key: { connector, account }, breaker: CLOSED };
    this.#accounts.set(name, fresh);
    return fresh;
  }
}
