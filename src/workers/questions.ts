/**
 * Asks what callbacks that prove nothing have named. The callback itself moves nothing: what the
 * provider answers to our own query does. Bounded, so that whoever makes callbacks up cannot
 * make us flood the provider: an order waits once however often it is named, each fruitless
 * question makes its next one wait longer, and an account is asked so many a minute at most.
 */
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import { lastCreateAt } from '../app/raise-question.ts';
import type { Intent, QueryAnswer } from '../connectors/contract.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import type { AccountKey } from '../domain/routing.ts';
import type { Asked, LeasedQuestion, QuestionCapacity, QuestionQueue } from '../ports/question.ts';
import type { Log, WorkerEvents } from '../ports/workers.ts';
import { type ExecutionDeps, offered, taskOf } from './execution.ts';
import { type QuestionBudget, questionBudgets } from './question-budget.ts';
import type { Upstream } from './upstream.ts';

/** Of one account, by one process. Providers take some hundred queries a minute. */
const QUESTIONS_PER_MINUTE = 120;
/** Of one account, in one round. */
const QUESTIONS_PER_ROUND = 16;

export interface QuestionerDeps extends ExecutionDeps {
  readonly questionQueue: QuestionQueue;
  readonly upstream: Upstream;
  readonly log: Log;
  readonly events: WorkerEvents;
  /** What a minute is counted by, in ms; the process's own clock, if not given. */
  readonly ticks?: () => number;
}

export class Questioner {
  readonly #deps: QuestionerDeps;
  readonly #budgetOf: (account: AccountKey) => QuestionBudget;

  constructor(deps: QuestionerDeps) {
    this.#deps = deps;
    this.#budgetOf = questionBudgets(QUESTIONS_PER_MINUTE, deps.ticks);
  }

  /** Asks what is due in a shard, to the end. True: there may be more at once. */
  async round(shard: number): Promise<boolean> {
    const { questionQueue, upstream } = this.#deps;
    const capacities: QuestionCapacity[] = [];
    for (const key of await questionQueue.accountsToAsk(shard)) {
      const connector = upstream.connector(key.connector);
      const free = Math.min(this.#budgetOf(key).left, QUESTIONS_PER_ROUND);
      if (connector === null || free === 0) continue;
      capacities.push({ ...key, free, leaseMs: upstream.leaseMs(connector) });
    }
    if (capacities.length === 0) return false;
    const leased = await questionQueue.lease(shard, capacities);
    for (const { source } of leased) this.#budgetOf(source).left -= 1;
    await Promise.all(leased.map((question) => this.#settle(question)));
    return leased.length > 0;
  }

  async #settle(question: LeasedQuestion): Promise<void> {
    try {
      await this.#deps.questionQueue.end(question, await this.#ask(question));
    } catch (error) {
      // It is due again when its lease ends.
      this.#deps.log.warn(
        { worker: 'questions', err: error },
        'a question waits to be asked again',
      );
    }
  }

  async #ask({ orderId, source, upstreamId }: LeasedQuestion): Promise<Asked> {
    const dispatch = lastCreateAt(await this.#deps.reader.dispatchesOf(orderId), source);
    const task = dispatch === null ? null : await taskOf(this.#deps, dispatch);
    if (dispatch === null || task === null || 'missing' in task.intent) return 'fruitless';
    const intent = namedAs(task.intent, upstreamId);
    const answer = await this.#deps.upstream.ask(dispatch, intent);
    this.#deps.events.asked?.(dispatch, answer.kind);
    return await this.#apply(dispatch, intent, answer);
  }

  /** An answer about another order than the one that was asked about is none. */
  async #apply(dispatch: Dispatch, intent: Intent, answer: QueryAnswer): Promise<Asked> {
    if (answer.kind === 'doubt') return 'again';
    if (answer.kind !== 'events') return 'fruitless';
    let asked: Asked = 'fruitless';
    for (const event of answer.events) {
      if (event.reference !== intent.reference) continue;
      const result = await offered(() => applyProviderEvent(this.#deps, dispatch, event));
      if (result === 'applied') asked = 'fruitful';
    }
    return asked;
  }
}

/** Where our order does not know its id at the provider, the callback's is tried. */
function namedAs(intent: Intent, upstreamId: string | null): Intent {
  if (intent.order.upstreamId !== null || upstreamId === null) return intent;
  return { ...intent, order: { ...intent.order, upstreamId } };
}
