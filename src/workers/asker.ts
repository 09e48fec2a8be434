/**
 * Asks providers what became of dispatches, and applies what they report: the one way for the watch
 * and for orders whose time is over. Asking moves nothing, but providers count questions: there is
 * a budget for each account, and few are under way at once.
 */
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Log, WorkerEvents } from '../ports/workers.ts';
import { type ExecutionDeps, offered, taskOf } from './execution.ts';
import { type QuestionBudget, questionBudgets } from './question-budget.ts';
import { AccountSemaphore } from './semaphore.ts';
import type { Upstream } from './upstream.ts';

const QUERIES_PER_ACCOUNT = 8;
/** Of one account, by one process: as much as a provider of some size allows its merchants. */
const QUESTIONS_PER_MINUTE = 1_200;

export interface AskerDeps extends ExecutionDeps {
  readonly upstream: Upstream;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** What a minute is counted by, in ms; the process's own clock, if not given. */
  readonly ticks?: () => number;
}

/** `busy`: not asked, for want of capacity or budget. `failed`: of ours, nothing is known. */
export type Asked = 'asked' | 'busy' | 'failed';

export class Asker {
  readonly #deps: AskerDeps;
  readonly #semaphore = new AccountSemaphore(QUERIES_PER_ACCOUNT);
  readonly #budgetOf: (account: AccountKey) => QuestionBudget;

  constructor(deps: AskerDeps) {
    this.#deps = deps;
    this.#budgetOf = questionBudgets(QUESTIONS_PER_MINUTE, deps.ticks);
  }

  /** Asks about one dispatch, once its account has capacity; resolves when all is applied. */
  async ask(dispatch: Dispatch, withinMs: number): Promise<Asked> {
    if (this.#budgetOf(dispatch).left === 0) return 'busy';
    if (!(await this.#semaphore.acquireWithin(dispatch, withinMs))) return 'busy';
    try {
      const budget = this.#budgetOf(dispatch);
      if (budget.left === 0) return 'busy';
      budget.left -= 1;
      await this.#settle(dispatch);
      return 'asked';
    } catch (error) {
      this.#deps.log.warn(
        { worker: 'watch', err: error },
        'an order waits to be asked about again',
      );
      return 'failed';
    } finally {
      this.#semaphore.release(dispatch);
    }
  }

  async #settle(dispatch: Dispatch): Promise<void> {
    const task = await taskOf(this.#deps, dispatch);
    if (task === null || 'missing' in task.intent) return;
    const answer = await this.#deps.upstream.ask(dispatch, task.intent);
    this.#deps.events.asked?.(dispatch, answer.kind);
    if (answer.kind !== 'events') return;
    for (const event of answer.events)
      await offered(() => applyProviderEvent(this.#deps, dispatch, event));
  }
}
