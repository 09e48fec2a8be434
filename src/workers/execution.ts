/** What the workers that speak with upstream share: from a dispatch to its verdict in the lanes. */
import { applyVerdict, type Settled } from '../app/apply-verdict.ts';
import { buildIntent } from '../app/build-intent.ts';
import { nextRoute } from '../app/choose-route.ts';
import type { Deps } from '../app/deps.ts';
import type { Intent } from '../connectors/contract.ts';
import type { Dispatch, Verdict } from '../domain/dispatch.ts';
import type { Id } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import { Overloaded, Unavailable } from '../ports/core.ts';

export type ExecutionDeps = Pick<
  Deps,
  | ('lanes' | 'snapshot' | 'reader' | 'ids' | 'payLinks' | 'publicUrl' | 'returnLinkOf')
  | ('routing' | 'verifications' | 'beneficiaries' | 'sealOf')
>;

/** How long a read is tried that a database in trouble does not answer. */
const READ_FOR_MS = 5_000;
/** How long a verdict is offered to a write path that is full or away. */
const OFFER_FOR_MS = 60_000;
const AGAIN_MS = 200;

/**
 * The order of a dispatch as it is stored, and what to ask of its connector: an intent, whose order
 * is as the dispatch has it, or why there is none.
 */
export interface Task {
  readonly order: Order;
  readonly intent: Intent | { readonly missing: string };
}

/**
 * Null: the order is gone, which only a damaged database can bring about. `known`: the order, where
 * it was committed a moment ago.
 */
export async function taskOf(
  deps: ExecutionDeps,
  dispatch: Dispatch,
  known: Order | null = null,
): Promise<Task | null> {
  return await patiently(
    () => readTask(deps, dispatch, known),
    READ_FOR_MS,
    () => true,
  );
}

async function readTask(
  deps: ExecutionDeps,
  dispatch: Dispatch,
  known: Order | null,
): Promise<Task | null> {
  const order = known ?? (await deps.reader.orderById(dispatch.orderId));
  if (order === null) return null;
  const intent = await buildIntent(deps, order, dispatch);
  const missing = { missing: 'the channel, merchant or payin of the order is gone' };
  return { order, intent: intent ?? missing };
}

/**
 * Applies a verdict. While the lanes are full or the database is away it is offered again: facts
 * are true whoever holds the lease, and the dispatch itself is fenced by its lease number. An order
 * that may leave the account goes on by its next route.
 */
export async function settleVerdict(
  deps: ExecutionDeps,
  dispatch: Dispatch,
  order: Order,
  verdict: Verdict,
): Promise<Settled> {
  await keepReading(deps, order.id, verdict);
  // Chosen once: reported twice to a database in trouble, it is the same move.
  const next = await patiently(
    () => nextRoute(deps, order, dispatch, verdict),
    READ_FOR_MS,
    () => true,
  );
  return await offered(() => applyVerdict(deps, dispatch, order.parentId, verdict, { next }));
}

/** What was read of a payer is there before anybody is notified of the result. */
async function keepReading(deps: ExecutionDeps, orderId: Id, verdict: Verdict): Promise<void> {
  if (verdict.kind !== 'verified' || verdict.reading === null) return;
  const { reading } = verdict;
  await offered(() => deps.verifications.keepReading(orderId, reading));
}

/** Repeats a submission that the lanes could not take. */
export async function offered<A>(submit: () => Promise<A>): Promise<A> {
  return await patiently(submit, OFFER_FOR_MS, (error) => {
    return error instanceof Overloaded || error instanceof Unavailable;
  });
}

async function patiently<A>(
  work: () => Promise<A>,
  forMs: number,
  mayPass: (error: unknown) => boolean,
): Promise<A> {
  const giveUpAtMs = performance.now() + forMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!mayPass(error) || performance.now() > giveUpAtMs) throw error;
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
}
