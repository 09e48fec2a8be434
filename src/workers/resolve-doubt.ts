/**
 * Ends doubt by asking. Rows in doubt whose time has come, and sent rows whose worker died, are
 * queried upstream; doubt itself moves neither order nor money (promise P7).
 *
 * Sent again is only what brings no money out (payins, codes, mandates), and only while the
 * provider promises that a repeated create has one effect. Changes and closings always are. A
 * payout in doubt keeps its hold and is never sent again.
 */

import { isAnswer } from '../app/apply-fact.ts';
import { applyProviderEvent } from '../app/apply-provider-event.ts';
import type { Connector, Intent, QueryAnswer } from '../connectors/contract.ts';
import { createNOf, type Dispatch, DOUBT_STEPS_S, type Verdict } from '../domain/dispatch.ts';
import { isOfLeft } from '../domain/left-dispatch.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { isOutgoing } from '../domain/payout.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';
import { isSameAccount } from '../domain/routing.ts';
import type {
  AccountCapacity,
  DispatchQueue,
  LeasedDispatch,
  Log,
  WorkerEvents,
} from '../ports/workers.ts';
import { type ExecutionDeps, offered, settleVerdict, taskOf } from './execution.ts';
import { AccountSemaphore } from './semaphore.ts';
import type { Upstream } from './upstream.ts';

/** Queries under way at once per connector account. */
const QUERIES_PER_ACCOUNT = 16;

export interface ResolveDeps extends ExecutionDeps {
  readonly queue: DispatchQueue;
  readonly upstream: Upstream;
  readonly log: Log;
  readonly events: WorkerEvents;
}

export class Resolver {
  readonly #deps: ResolveDeps;
  readonly #wake: () => void;
  readonly #semaphore: AccountSemaphore;
  readonly #tasks = new Set<Promise<void>>();
  #stopping = false;

  /** `wake`: there is capacity for another round. */
  constructor(deps: ResolveDeps, wake: () => void) {
    this.#deps = deps;
    this.#wake = wake;
    this.#semaphore = new AccountSemaphore(QUERIES_PER_ACCOUNT);
  }

  /** Takes up what is due in a shard. Never "at once again": an ended query asks for a round. */
  async round(shard: number): Promise<boolean> {
    if (this.#stopping) return false;
    const { queue, upstream } = this.#deps;
    const capacities: AccountCapacity[] = [];
    for (const key of await queue.accountsToResolve(shard)) {
      const connector = upstream.connector(key.connector);
      const free = this.#semaphore.free(key);
      if (connector === null || free <= 0) continue;
      // A query, and perhaps a create after it.
      capacities.push({ ...key, free, leaseMs: 2 * upstream.leaseMs(connector), version: null });
    }
    if (capacities.length === 0) return false;
    const leasedAtMs = performance.now();
    const leased = await this.#semaphore.lease(capacities, () =>
      queue.leaseToResolve(shard, capacities),
    );
    for (const one of leased) this.#begin(one, leasedAtMs, leased.length > 1);
    return false;
  }

  /** Lets the queries under way end and be recorded; begins no other. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await this.idle();
  }

  /** Resolves when no query is under way. */
  async idle(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  /** Takes over the acquired capacity. */
  #begin(leased: LeasedDispatch, leasedAtMs: number, mayBeMore: boolean): void {
    const { dispatch } = leased;
    const task = this.#resolve(leased, leasedAtMs)
      .catch((error: unknown) => {
        this.#deps.log.error({ worker: 'resolve-doubt', err: error }, 'doubt is left as it was');
      })
      .finally(() => {
        this.#tasks.delete(task);
        this.#semaphore.release(dispatch);
        if (mayBeMore) this.#wake();
      });
    this.#tasks.add(task);
  }

  async #resolve(leased: LeasedDispatch, leasedAtMs: number): Promise<void> {
    const { dispatch } = leased;
    const task = await taskOf(this.#deps, dispatch);
    if (task === null) throw new Error(`dispatch of an unknown order ${dispatch.orderId}`);
    const { order, intent } = task;
    const connector = this.#deps.upstream.connector(dispatch.connector);
    if ('missing' in intent || connector === null) {
      const reason = 'missing' in intent ? intent.missing : 'the connector is not configured';
      await settleVerdict(this.#deps, dispatch, order, { kind: 'doubt', reason });
      return;
    }
    if (dispatch.operation === 'close' || dispatch.operation === 'update') {
      // Done once more it has no other effect, so nothing needs to be asked.
      const isVain = dispatch.operation === 'update' && isFinal(order.state);
      const verdict: Verdict = isVain
        ? { kind: 'not_executed', reason: `already ${order.state}` }
        : await this.#sendAgain(connector, leased, intent, leasedAtMs);
      await settleVerdict(this.#deps, dispatch, order, verdict);
      return;
    }
    const answer = secondCallAnswer(dispatch, await this.#deps.upstream.ask(dispatch, intent));
    this.#deps.events.asked?.(dispatch, answer.kind);
    if (answer.kind === 'events' && (await this.#apply(dispatch, answer.events))) {
      // What was reported has closed the create: that a second call was accepted closes it as well.
      if (dispatch.operation === 'continue')
        await settleVerdict(this.#deps, dispatch, order, ACCEPTED);
      return;
    }
    const resentByMs = leased.sentAgoMs + 2 * this.#deps.upstream.leaseMs(connector);
    const what = conclude(connector, leased, order, answer, resentByMs);
    const verdict =
      what === 'send_again' ? await this.#sendAgain(connector, leased, intent, leasedAtMs) : what;
    const { applied } = await settleVerdict(this.#deps, dispatch, order, verdict);
    if (typeof applied === 'string' || 'continuedBy' in applied) return;
    this.#deps.events.moved?.(dispatch, applied.movedTo);
  }

  /** Applies what the query reported. True: the question of this dispatch is answered by it. */
  async #apply(dispatch: Dispatch, events: readonly ProviderEvent[]): Promise<boolean> {
    let answered = false;
    for (const one of events) {
      const result = await offered(() => applyProviderEvent(this.#deps, dispatch, one));
      answered ||= isAnswer(one.fact) && result !== 'repeat';
    }
    return answered;
  }

  /** The first create may have been executed after all, so "not executed" proves nothing here. */
  async #sendAgain(
    connector: Connector,
    { dispatch }: LeasedDispatch,
    intent: Intent,
    leasedAtMs: number,
  ): Promise<Verdict> {
    const leaseEndsAtMs = leasedAtMs + 2 * this.#deps.upstream.leaseMs(connector);
    // With the newest credentials: the account is the same, and old ones may have ended.
    const account = { ...dispatch, version: null };
    const verdict = await this.#deps.upstream.create(account, intent, leaseEndsAtMs);
    this.#deps.events.sent?.(dispatch, verdict.kind);
    if (verdict.kind !== 'not_executed') return verdict;
    return { kind: 'doubt', reason: `sent again: ${verdict.reason}` };
  }
}

const ACCEPTED: Verdict = { kind: 'accepted', upstreamId: null, instructions: null };

/** A provider that still waits for a second call says that it has not been carried out. */
function secondCallAnswer({ operation }: Dispatch, answer: QueryAnswer): QueryAnswer {
  if (operation !== 'continue' || answer.kind !== 'events') return answer;
  const waits = answer.events.every(
    ({ fact }) => fact.kind === 'accepted' && fact.continues === true,
  );
  return waits ? { kind: 'not_found' } : answer;
}

/**
 * What the answer to a query proves, when it held nothing new. Pure.
 * - not found: proof only after the provider's own time, else doubt (a payout: a person decides);
 * - pending: upstream has it;
 * - it cannot be asked: only a repeat could show it, while it may be made; else a person decides;
 * - an order that ended meanwhile, or has gone on by another dispatch, needs no answer, once
 *   upstream had its chance.
 * `resentByMs`: how old the dispatch is, at most, when a repeat of its create reaches the provider.
 */
export function conclude(
  connector: Pick<Connector, 'idempotentForMs' | 'notFoundProvesAfterMs'>,
  { dispatch, sentAgoMs }: LeasedDispatch,
  order: Order,
  answer: QueryAnswer,
  resentByMs: number,
): Verdict | 'send_again' {
  const isLeft = isOfLeft(order, createNOf(dispatch)) || !isSameAccount(order, dispatch);
  const ended = isFinal(order.state) || isLeft;
  const maySendAgain =
    !ended &&
    !isOutgoing(order) &&
    resentByMs < (connector.idempotentForMs[dispatch.operation] ?? 0);
  switch (answer.kind) {
    case 'pending':
      // Without instructions the payer could not pay; the same create brings them again.
      if (maySendAgain && order.instructions === null) return 'send_again';
      return { kind: 'accepted', upstreamId: null, instructions: null };
    case 'not_found': {
      if (ended) return { kind: 'not_executed', reason: `not found, and ${order.state}` };
      if (maySendAgain) return 'send_again';
      const provesAfterMs = connector.notFoundProvesAfterMs[dispatch.operation] ?? null;
      if (provesAfterMs === null || sentAgoMs < provesAfterMs) {
        return { kind: 'doubt', reason: 'upstream does not know the reference' };
      }
      const text = 'the provider never received the order';
      return { kind: 'declined', failure: { code: 'upstream_unavailable', text } };
    }
    case 'events':
      // It moved nothing: words that are not known, or what was reported before.
      if (ended) return { kind: 'not_executed', reason: `nothing new, and ${order.state}` };
      return { kind: 'doubt', reason: 'upstream answers with nothing new' };
    case 'unasked':
      if (maySendAgain) return 'send_again';
      if (ended) return { kind: 'not_executed', reason: `cannot be asked, and ${order.state}` };
      return { kind: 'doubt', reason: answer.reason };
    case 'doubt':
      if (ended && dispatch.queryCount >= DOUBT_STEPS_S.length) {
        return { kind: 'not_executed', reason: `no answer, and ${order.state}` };
      }
      return { kind: 'doubt', reason: answer.reason };
  }
}
