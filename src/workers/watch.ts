/**
 * Heals lost callbacks: an order that upstream works at is asked about when it reaches certain
 * ages. The cost is bounded: each order is met once per age, by a mark that moves over the ids.
 */
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import { firstIdAt } from '../domain/id.ts';
import type { DispatchQueue, Log, WatchStep, WorkerEvents } from '../ports/workers.ts';
import { type ExecutionDeps, offered, taskOf } from './execution.ts';
import { AccountSemaphore } from './semaphore.ts';
import type { Upstream } from './upstream.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Payers take minutes, and most payins end within the hour; banks answer in seconds or in days. */
const PAYIN_AGES_MS = [2, 10, 25, 60, 240, 720, 1440].map((minutes) => minutes * MINUTE_MS);
const OUTGOING_AGES_MS = [
  ...[0.5, 2, 10].map((minutes) => minutes * MINUTE_MS),
  ...[1, 3, 6, 12, 24, 48, 72, 120, 240].map((hours) => hours * HOUR_MS),
];
/** Codes live long, and payments come at any time: what a lost callback hid comes to light. */
const CODE_AGES_MS = [
  10 * MINUTE_MS,
  ...[1, 4, 12, 24, 72, 168, 336, 720, 1440, 2160].map((hours) => hours * HOUR_MS),
];

export const WATCH_STEPS: readonly WatchStep[] = [
  ...PAYIN_AGES_MS.map((ageMs) => step('payin', ageMs, ['payin', 'mandate'])),
  ...CODE_AGES_MS.map((ageMs) => step('code', ageMs, ['code'])),
  ...OUTGOING_AGES_MS.map((ageMs) => step('outgoing', ageMs, ['payout', 'refund'])),
];

function step(name: string, ageMs: number, kinds: WatchStep['kinds']): WatchStep {
  return { name: `${name} ${ageMs / 1000} s`, ageMs, kinds };
}

/** Orders of one step that are asked about in one round of a shard. */
const ORDERS_PER_ROUND = 64;
const QUERIES_PER_ACCOUNT = 8;
/** An order whose account has no capacity for so long waits for its next age. */
const ACQUIRE_WITHIN_MS = 30_000;

export interface WatchDeps extends ExecutionDeps {
  readonly queue: DispatchQueue;
  readonly upstream: Upstream;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly nowMs: () => number;
}

export class Watcher {
  readonly #deps: WatchDeps;
  readonly #semaphore = new AccountSemaphore(QUERIES_PER_ACCOUNT, () => undefined);

  constructor(deps: WatchDeps) {
    this.#deps = deps;
  }

  /** Every step of a shard once, and the queries to their end. True: there are more orders. */
  async round(shard: number): Promise<boolean> {
    const { queue, nowMs } = this.#deps;
    let more = false;
    for (const step of WATCH_STEPS) {
      const olderThan = firstIdAt(nowMs() - step.ageMs);
      const taken = await queue.takeToWatch(shard, step, olderThan, ORDERS_PER_ROUND);
      more ||= taken.more;
      await Promise.all(taken.dispatches.map((dispatch) => this.#ask(dispatch)));
    }
    return more;
  }

  async #ask(dispatch: Dispatch): Promise<void> {
    if (!(await this.#semaphore.acquireWithin(dispatch, ACQUIRE_WITHIN_MS))) return;
    try {
      const task = await taskOf(this.#deps, dispatch);
      if (task === null || 'missing' in task.intent) return;
      const answer = await this.#deps.upstream.ask(dispatch, task.intent);
      this.#deps.events.asked?.(dispatch, answer.kind);
      if (answer.kind !== 'events') return;
      for (const event of answer.events)
        await offered(() => applyProviderEvent(this.#deps, dispatch, event));
    } catch (error) {
      this.#deps.log.warn({ worker: 'watch', err: error }, 'an order waits for its next age');
    } finally {
      this.#semaphore.release(dispatch);
    }
  }
}
