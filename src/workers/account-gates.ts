/**
 * The gates to the providers' accounts: how many requests of this process are under way to each at
 * once, how many begin within a second, and when an account wants to be left alone. One account
 * waits for itself alone.
 *
 * Two things are kept apart. A *place* is the right to take up one more row: it is had before a
 * dispatch is leased, so that no row is leased that would wait for long. A *permit* is held while
 * the one HTTP attempt is under way, and by nothing else: not by reads, not by commits.
 */
import {
  type AccountLimit,
  afterAnswer,
  concurrencyOf,
  firstPace,
  isAtFloor,
  type Pace,
  type PaceAnswer,
} from '../domain/account-limit.ts';
import type { AccountKey, AccountLoad } from '../ports/workers.ts';
import { Recent } from './recent.ts';

/** Rows are taken up for permits that will be free within this time. */
const AHEAD_MS = 500;
const SECOND_MS = 1_000;

export interface AccountGatesDeps {
  readonly limitOf: (account: AccountKey) => AccountLimit;
  /** Of a clock that only goes forward, in ms. */
  readonly nowMs: () => number;
}

/** The right to take up one row. It ends when its request enters, or is dropped. */
export interface Place {
  /** Waits for a permit; null: none was free in time. The place has ended either way. */
  acquire(withinMs: number): Promise<Permit | null>;
  /** Releases the place unused. To do so again, or after acquiring, does nothing. */
  drop(): void;
}

/** The right to make one request now. */
export interface Permit {
  readonly beganAtMs: number;
  /** For how long it was waited for. */
  readonly waitedMs: number;
  /** What it came to; null: nothing that says anything about the account. */
  release(answer: Omit<PaceAnswer, 'beganAtMs'> | null): void;
}

interface Waiting<T> {
  readonly sinceMs: number;
  readonly timer: NodeJS.Timeout;
  give(what: T): void;
}

interface Gate {
  readonly key: AccountKey;
  pace: Pace;
  underWay: number;
  /** Places that were given and have not entered yet. */
  places: number;
  /** For a permit; callers for a place; rounds of the queue for a place. */
  readonly acquiring: Waiting<Permit>[];
  readonly wanting: Waiting<Place>[];
  readonly queued: ((place: Place) => void)[];
  /** The place that is freed next is the queue's. */
  isQueuesTurn: boolean;
  /** Requests that began within the last second, where that is counted. */
  readonly begun: Recent;
  /** Looks again once a pause or a second is over. */
  timer: NodeJS.Timeout | null;
}

export class AccountGates {
  readonly #deps: AccountGatesDeps;
  readonly #gates = new Map<string, Gate>();

  constructor(deps: AccountGatesDeps) {
    this.#deps = deps;
  }

  /** Places that are free now. */
  capacity(key: AccountKey): number {
    const gate = this.#of(key);
    const capacity = this.#capacityOf(gate);
    if (capacity <= 0) this.#lookAgain(gate);
    return Math.max(0, capacity);
  }

  /** A place, if one is free now. */
  placeNow(key: AccountKey): Place | null {
    const gate = this.#of(key);
    const isFirst = gate.wanting.length === 0 && gate.queued.length === 0;
    return isFirst && this.capacity(key) > 0 ? this.#place(gate) : null;
  }

  /** Waits for a place, first come first served; null: there was none in time. */
  async placeWithin(key: AccountKey, withinMs: number): Promise<Place | null> {
    return this.placeNow(key) ?? (await this.#wait(this.#of(key).wanting, withinMs));
  }

  /**
   * Waits for a place, for as long as it takes: for a round of the queue that had to go without.
   * While callers wait as well they have every other one, so neither waits for the other to end.
   */
  async turn(key: AccountKey): Promise<Place> {
    const gate = this.#of(key);
    return await new Promise((resolve) => {
      gate.queued.push(resolve);
      this.#serve(gate);
    });
  }

  /** So many places, as far as there are. */
  places(key: AccountKey, count: number): readonly Place[] {
    const gate = this.#of(key);
    return Array.from({ length: Math.min(count, this.capacity(key)) }, () => this.#place(gate));
  }

  /** Waits for a permit without a place: questions, logins. Null: none was free in time. */
  async acquire(key: AccountKey, withinMs: number): Promise<Permit | null> {
    return await this.#acquire(this.#of(key), withinMs);
  }

  /** Whether it gets no less than it does now, whatever its answers are. */
  isAtFloor(key: AccountKey): boolean {
    return isAtFloor(this.#of(key).pace, this.#deps.limitOf(key));
  }

  /** All accounts that this process has had to do with, by name. */
  list(): readonly AccountLoad[] {
    const nowMs = this.#deps.nowMs();
    return [...this.#gates.entries()]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { key, pace, underWay, acquiring, places, wanting }]) => ({
        ...key,
        concurrency: concurrencyOf(pace, this.#deps.limitOf(key)),
        underWay,
        waiting: acquiring.length + places + wanting.length,
        pausedMs: Math.max(0, Math.ceil(pace.pausedUntilMs - nowMs)),
      }));
  }

  /** Forgets what would look again, for a process that ends. */
  close(): void {
    for (const { timer } of this.#gates.values()) if (timer !== null) clearTimeout(timer);
  }

  #of(key: AccountKey): Gate {
    const name = `${key.connector}/${key.account}`;
    const kept = this.#gates.get(name);
    if (kept !== undefined) return kept;
    const { connector, account } = key;
    const fresh: Gate = {
      key: { connector, account },
      pace: firstPace(this.#deps.limitOf(key)),
      begun: new Recent(SECOND_MS),
      ...{ underWay: 0, places: 0, acquiring: [], wanting: [], queued: [] },
      ...{ isQueuesTurn: false, timer: null },
    };
    this.#gates.set(name, fresh);
    return fresh;
  }

  /** What may be taken up: free permits, and those that will be free shortly. */
  #capacityOf(gate: Gate): number {
    const { pace, underWay, acquiring, places } = gate;
    const limit = this.#deps.limitOf(gate.key);
    const nowMs = this.#deps.nowMs();
    if (pace.pausedUntilMs - nowMs > AHEAD_MS) return 0;
    const concurrency = concurrencyOf(pace, limit);
    const soon = pace.meanMs === null ? 0 : Math.min(1, AHEAD_MS / Math.max(1, pace.meanMs));
    const taken = acquiring.length + places;
    const byConcurrency = concurrency + Math.floor(concurrency * soon) - underWay - taken;
    if (limit.perSecond === null) return byConcurrency;
    const shortly = Math.ceil((limit.perSecond * AHEAD_MS) / SECOND_MS);
    return Math.min(byConcurrency, this.#leftOfSecond(gate, limit, nowMs) + shortly - taken);
  }

  #leftOfSecond(gate: Gate, { perSecond }: AccountLimit, nowMs: number): number {
    if (perSecond === null) return Number.POSITIVE_INFINITY;
    return perSecond - gate.begun.count(nowMs);
  }

  #place(gate: Gate): Place {
    let isOpen = true;
    gate.places += 1;
    const close = () => {
      if (!isOpen) return false;
      isOpen = false;
      gate.places -= 1;
      return true;
    };
    return {
      acquire: (withinMs) => {
        close();
        return this.#acquire(gate, withinMs);
      },
      drop: () => {
        if (close()) this.#serve(gate);
      },
    };
  }

  async #acquire(gate: Gate, withinMs: number): Promise<Permit | null> {
    if (gate.acquiring.length === 0 && this.#mayBegin(gate)) return this.#permit(gate, 0);
    const permit = this.#wait(gate.acquiring, withinMs);
    // More may be under way than when the others came: somebody has set it so.
    this.#serve(gate);
    return await permit;
  }

  #mayBegin(gate: Gate): boolean {
    const limit = this.#deps.limitOf(gate.key);
    const nowMs = this.#deps.nowMs();
    return (
      gate.pace.pausedUntilMs <= nowMs &&
      gate.underWay < concurrencyOf(gate.pace, limit) &&
      this.#leftOfSecond(gate, limit, nowMs) > 0
    );
  }

  #permit(gate: Gate, waitedMs: number): Permit {
    const beganAtMs = this.#deps.nowMs();
    gate.underWay += 1;
    const limit = this.#deps.limitOf(gate.key);
    if (limit.perSecond !== null) gate.begun.add(beganAtMs);
    return {
      beganAtMs,
      waitedMs,
      release: (answer) => {
        if (answer !== null) {
          const whole = { ...answer, beganAtMs };
          const nowMs = this.#deps.nowMs();
          gate.pace = afterAnswer(gate.pace, whole, gate.underWay, limit, nowMs);
        }
        gate.underWay -= 1;
        this.#serve(gate);
      },
    };
  }

  async #wait<T>(queue: Waiting<T>[], withinMs: number): Promise<T | null> {
    if (withinMs <= 0) return null;
    return await new Promise((resolve) => {
      const waiting: Waiting<T> = {
        sinceMs: this.#deps.nowMs(),
        timer: setTimeout(() => {
          queue.splice(queue.indexOf(waiting), 1);
          resolve(null);
        }, withinMs),
        give(what) {
          clearTimeout(waiting.timer);
          resolve(what);
        },
      };
      queue.push(waiting);
    });
  }

  /** Permits and places to those who wait for them. */
  #serve(gate: Gate): void {
    while (gate.acquiring.length > 0 && this.#mayBegin(gate)) {
      const first = gate.acquiring.shift() as Waiting<Permit>;
      first.give(this.#permit(gate, this.#deps.nowMs() - first.sinceMs));
    }
    const isWanted = () => gate.wanting.length + gate.queued.length > 0;
    while (isWanted() && this.#capacityOf(gate) > 0) this.#givePlace(gate);
    if (gate.acquiring.length > 0 || isWanted()) this.#lookAgain(gate);
  }

  #givePlace(gate: Gate): void {
    const isQueues = gate.wanting.length === 0 || (gate.isQueuesTurn && gate.queued.length > 0);
    gate.isQueuesTurn = !isQueues;
    if (isQueues) gate.queued.shift()?.(this.#place(gate));
    else gate.wanting.shift()?.give(this.#place(gate));
  }

  /** What is full by its own answers is served as they come; this is for what passes with time. */
  #lookAgain(gate: Gate): void {
    if (gate.timer !== null) return;
    const nowMs = this.#deps.nowMs();
    const inMs = Math.max(gate.pace.pausedUntilMs - nowMs, gate.begun.nextInMs(nowMs));
    if (inMs <= 0) return;
    gate.timer = setTimeout(() => {
      gate.timer = null;
      this.#serve(gate);
    }, Math.ceil(inMs));
    gate.timer.unref();
  }
}
