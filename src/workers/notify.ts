/**
 * Delivers notifications: leased per shard, fair per endpoint, signed once, the same bytes at
 * every attempt, on the dialect's timetable, dead-lettered after its last slot. A worker that dies
 * leaves its leases to run out, and the merchant may hear the same bytes twice (promise P19).
 */

import type { Dialect } from '../dialects/contract.ts';
import type { App } from '../domain/merchant.ts';
import { eventNumberOf, slotOf } from '../domain/subscription.ts';
import type { Egress } from '../egress/contract.ts';
import type { SnapshotSource } from '../ports/core.ts';
import type {
  Completion,
  EndpointCapacity,
  LeasedNotification,
  Log,
  NotificationContent,
  NotificationKey,
  NotificationQueue,
  Registries,
  WorkerEvents,
} from '../ports/workers.ts';
import { Batcher } from './batcher.ts';
import { attemptDelivery, type DeliveryResult, encode, notEncoded } from './delivery-attempt.ts';
import { Endpoints } from './endpoints.ts';
import { slotAt } from './timetable.ts';

/** Rows taken by one lease. */
const LEASE_ROWS_MAX = 256;
const LEASE_MS = 90_000;
/** Time a lease must still have beyond the attempt itself. */
const LEASE_MARGIN_MS = 5_000;
/** Endpoints looked at in one round; the next round goes on behind them. */
const ENDPOINTS_PER_ROUND = 1_000;
/** Rows held by this process at once; failing endpoints together never hold more than half. */
const HELD_MAX = 4_096;
/** A completion that the database did not take is tried again, at doubling distance. */
const COMPLETE_TRIES = 6;
const COMPLETE_AGAIN_MS = 200;

export interface NotifyDeps extends Pick<Registries, 'dialects'> {
  readonly queue: NotificationQueue;
  readonly snapshot: SnapshotSource;
  readonly egress: Pick<Egress, 'send'>;
  readonly shardCount: number;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** Wall clock in ms: which keys are live. */
  readonly nowMs: () => number;
  /** 0 <= r < 1: jitter of the timetable. */
  readonly random: () => number;
}

interface Held {
  readonly row: LeasedNotification;
  readonly shard: number;
  /** By this process's own clock: the row may be another's from then on. */
  readonly leaseEndsAtMs: number;
}

type BytesRow = NotificationKey & { leaseNo: number; bytes: NotificationContent };

export class Notifier {
  readonly #deps: NotifyDeps;
  readonly #wake: (shard: number) => void;
  readonly #endpoints = new Endpoints();
  readonly #waiting = new Map<string, Held[]>();
  readonly #running = new Map<string, number>();
  readonly #tasks = new Set<Promise<void>>();
  /** Endpoints whose last lease was as large as their capacity: more is likely due. */
  readonly #more = new Set<string>();
  /** Shards that had to wait because this process held all it may. */
  readonly #full = new Set<number>();
  readonly #cursors: string[];
  readonly #bytes: readonly Batcher<BytesRow, boolean>[];
  readonly #completions: readonly Batcher<Completion, boolean>[];
  #stopping = false;

  /** `wake`: asks for another round of a shard, when an endpoint has capacity again. */
  constructor(deps: NotifyDeps, wake: (shard: number) => void) {
    this.#deps = deps;
    this.#wake = wake;
    const shards = Array.from({ length: deps.shardCount }, (_, shard) => shard);
    this.#cursors = shards.map(() => '');
    const { queue } = deps;
    this.#bytes = shards.map(
      (shard) => new Batcher(async (rows) => held(rows, await queue.storeBytes(shard, rows)), 128),
    );
    this.#completions = shards.map(
      (shard) => new Batcher((rows) => this.#completed(shard, rows), 256),
    );
  }

  /** Takes what is due in a shard, up to the capacity of each endpoint. True: go on at once. */
  async round(shard: number): Promise<boolean> {
    const { queue } = this.#deps;
    this.#full.delete(shard);
    if (this.#endpoints.held >= HELD_MAX) this.#full.add(shard);
    if (this.#stopping || this.#full.has(shard)) return false;
    this.#endpoints.forgetIdle(performance.now());
    const after = this.#cursors[shard] as string;
    const due = await queue.dueEndpoints(shard, after, ENDPOINTS_PER_ROUND);
    const { capacities, servedTo } = this.#capacities(due.endpoints);
    this.#cursors[shard] = servedTo ?? due.next ?? '';
    const goOn = servedTo !== null || due.next !== null;
    // The round that began in the middle has not seen the endpoints before it.
    if (capacities.length === 0) return goOn || after !== '';
    const leaseEndsAtMs = performance.now() + LEASE_MS;
    const rows = await queue.lease(shard, capacities, LEASE_MS);
    this.#take(rows, capacities, shard, leaseEndsAtMs);
    return goOn || after !== '' || rows.length > 0;
  }

  /** Lets the attempts under way end; what has not begun is returned to the queue. */
  async stop(): Promise<void> {
    this.#stopping = true;
    for (const endpoint of [...this.#waiting.keys()]) this.#releaseWaiting(endpoint);
    await this.idle();
  }

  /** Resolves when all that was taken is attempted and recorded. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /**
   * Capacities for one lease; `servedTo`: the last endpoint served when not all of them could be.
   */
  #capacities(endpoints: readonly string[]): {
    capacities: EndpointCapacity[];
    servedTo: string | null;
  } {
    const capacities: EndpointCapacity[] = [];
    let left = Math.min(LEASE_ROWS_MAX, HELD_MAX - this.#endpoints.held);
    let failing = HELD_MAX / 2 - this.#endpoints.heldByFailing();
    for (const endpoint of endpoints) {
      if (left <= 0) return { capacities, servedTo: capacities.at(-1)?.endpoint ?? null };
      const isFailing = this.#endpoints.window(endpoint) === 1;
      const free = Math.min(
        this.#endpoints.freeCapacity(endpoint),
        left,
        isFailing ? failing : left,
      );
      if (free <= 0) continue;
      capacities.push({ endpoint, free });
      left -= free;
      if (isFailing) failing -= free;
    }
    return { capacities, servedTo: null };
  }

  #take(
    rows: readonly LeasedNotification[],
    capacities: readonly EndpointCapacity[],
    shard: number,
    leaseEndsAtMs: number,
  ): void {
    const counts = new Map<string, number>();
    for (const row of rows) {
      const { endpoint } = row;
      counts.set(endpoint, (counts.get(endpoint) ?? 0) + 1);
      this.#endpoints.took(endpoint, performance.now());
      const waiting = this.#waiting.get(endpoint) ?? [];
      waiting.push({ row, shard, leaseEndsAtMs });
      this.#waiting.set(endpoint, waiting);
    }
    for (const { endpoint, free } of capacities) {
      if (counts.get(endpoint) === free) this.#more.add(endpoint);
      else this.#more.delete(endpoint);
    }
    for (const endpoint of counts.keys()) this.#startNext(endpoint);
  }

  /** Fills the endpoint's window from what waits for it. */
  #startNext(endpoint: string): void {
    const waiting = this.#waiting.get(endpoint) ?? [];
    let running = this.#running.get(endpoint) ?? 0;
    while (waiting.length > 0 && running < this.#endpoints.window(endpoint) && !this.#stopping) {
      running += 1;
      this.#track(this.#execute(waiting.shift() as Held));
    }
    if (waiting.length === 0) this.#waiting.delete(endpoint);
    if (running === 0) this.#running.delete(endpoint);
    else this.#running.set(endpoint, running);
  }

  #track(task: Promise<void>): void {
    const tracked = task
      .catch((error: unknown) => {
        this.#deps.log.error(
          { worker: 'notify', err: error },
          'a delivery attempt was not recorded',
        );
      })
      .finally(() => this.#tasks.delete(tracked));
    this.#tasks.add(tracked);
  }

  /** One row from its lease to its completion. The window is free again before the recording. */
  async #execute(held: Held): Promise<void> {
    const { endpoint } = held.row;
    const completion = await this.#attempted(held).catch((error: unknown) => {
      this.#deps.log.error(
        { worker: 'notify', err: error },
        'a delivery attempt was left to its lease',
      );
      return null;
    });
    this.#running.set(endpoint, (this.#running.get(endpoint) ?? 1) - 1);
    if (this.#endpoints.window(endpoint) === 1) this.#releaseWaiting(endpoint);
    this.#startNext(endpoint);
    await this.#complete(held, completion);
  }

  /** Null: the lease is no longer ours, and nothing is to be recorded. */
  async #attempted({ row, shard, leaseEndsAtMs }: Held): Promise<Completion | null> {
    const { dialects, snapshot, egress, nowMs } = this.#deps;
    const app = snapshot.current().app(row.appId);
    const dialect = app === null ? undefined : dialects.get(app.dialect);
    if (app === null || dialect === undefined) return this.#read(row, null, NO_APP);
    const firstAfterMs = dialect.attemptAfterMs[0] ?? 0;
    if (row.slot === 0 && row.ageMs < firstAfterMs) return notAttempted(row, firstAfterMs);
    const neededMs = dialect.attemptTimeoutMs + LEASE_MARGIN_MS;
    let { bytes } = row;
    if (bytes === null) {
      const recipient = recipientOf(app, row);
      if (recipient === null) return this.#read(row, null, NO_SUBSCRIPTION);
      try {
        bytes = await encode(dialect, recipient.event, recipient.app, nowMs());
      } catch (error) {
        return this.#read(row, dialect, notEncoded(error));
      }
      if (bytes === null) return notSent(row, app);
      const stored = { orderId: row.orderId, n: row.n, leaseNo: row.leaseNo, bytes };
      if (!(await (this.#bytes[shard] as Batcher<BytesRow, boolean>).add(stored))) return null;
    }
    if (performance.now() + neededMs > leaseEndsAtMs) return notAttempted(row, 0);
    return this.#read(row, dialect, await attemptDelivery(egress, dialect, row.url, bytes));
  }

  /** What an attempt means for the endpoint's window and for the row's next slot. */
  #read(row: LeasedNotification, dialect: Dialect | null, delivery: DeliveryResult): Completion {
    const { attempt } = delivery;
    const isLast = dialect === null || dialect.attemptedOnce?.includes(row.event.type) === true;
    const next = isLast ? null : slotAt(dialect.attemptAfterMs, row.slot + 1, this.#deps.random);
    if (delivery.acknowledged) this.#endpoints.succeeded(row.endpoint);
    else this.#endpoints.failed(row.endpoint);
    const state = delivery.acknowledged ? 'delivered' : next === null ? 'parked' : 'due';
    const result = state === 'due' ? 'failed' : state;
    this.#deps.events.attempted?.(row.endpoint, result, attempt.tookMs);
    return {
      ...keyOf(row),
      state,
      attempt,
      nextAfterMs: next?.afterMs ?? 0,
      elseInMs: next?.stepMs ?? 0,
      note: null,
    };
  }

  async #completed(shard: number, rows: readonly Completion[]): Promise<boolean[]> {
    const { kept, nextDue } = await this.#deps.queue.complete(shard, rows);
    if (nextDue) this.#wake(shard);
    return held(rows, kept);
  }

  #releaseWaiting(endpoint: string): void {
    const waiting = this.#waiting.get(endpoint) ?? [];
    this.#waiting.delete(endpoint);
    for (const held of waiting) this.#track(this.#complete(held, notAttempted(held.row, 0)));
  }

  async #complete({ row, shard }: Held, completion: Completion | null): Promise<void> {
    try {
      if (completion !== null) await this.#record(shard, completion);
    } finally {
      this.#endpoints.gaveBack(row.endpoint);
      const { endpoint } = row;
      if (this.#more.has(endpoint) && this.#endpoints.isHalfEmpty(endpoint)) this.#wake(shard);
      for (const waiting of this.#full) this.#wake(waiting);
    }
  }

  async #record(shard: number, completion: Completion): Promise<void> {
    const completions = this.#completions[shard] as Batcher<Completion, boolean>;
    for (let attempt = 1; ; attempt += 1) {
      try {
        await completions.add(completion);
        return;
      } catch (error) {
        if (attempt === COMPLETE_TRIES) throw error;
        const ms = COMPLETE_AGAIN_MS * 2 ** (attempt - 1);
        await new Promise((resolve) => setTimeout(resolve, ms));
      }
    }
  }
}

/** The event, and the app with the keys that sign it for its address; null: gone. */
function recipientOf(app: App, { n, event }: LeasedNotification) {
  const slot = slotOf(n);
  if (slot === 0) return { app, event };
  const subscription = app.subscriptions?.find((one) => one.slot === slot);
  if (subscription === undefined) return null;
  const others = app.keys.filter(({ purpose }) => purpose !== subscription.key.purpose);
  return {
    app: { ...app, keys: [...others, subscription.key] },
    event: { ...event, n: eventNumberOf(n) },
  };
}

const NO_SUBSCRIPTION: DeliveryResult = {
  acknowledged: false,
  attempt: { tookMs: 0, status: null, error: 'the subscription is not known', reply: null },
};

const NO_APP: DeliveryResult = {
  acknowledged: false,
  attempt: { tookMs: 0, status: null, error: 'the app is not known', reply: null },
};

function keyOf({ orderId, n, leaseNo }: LeasedNotification) {
  return { orderId, n, leaseNo };
}

/** Back to the queue, to be due at `nextAfterMs` of its timetable or at once if that is past. */
function notAttempted(row: LeasedNotification, nextAfterMs: number): Completion {
  return { ...keyOf(row), state: 'due', attempt: null, nextAfterMs, elseInMs: 0, note: null };
}

/** The published API has no word for this event: nothing is to be delivered. */
function notSent(row: LeasedNotification, app: App): Completion {
  const note = `${app.dialect} does not send ${row.event.type}`;
  return { ...notAttempted(row, 0), state: 'delivered', note };
}

/** For each row whether its key is among those whose lease held. */
function held(rows: readonly NotificationKey[], kept: readonly NotificationKey[]): boolean[] {
  const keys = new Set(kept.map(({ orderId, n }) => `${orderId} ${n}`));
  return rows.map(({ orderId, n }) => keys.has(`${orderId} ${n}`));
}
