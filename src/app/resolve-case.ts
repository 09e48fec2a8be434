/**
 * An operator's word on a payout or refund that upstream leaves in doubt: it was paid, or it
 * provably was not. It moves the order as upstream's own word would; nothing is ever sent again.
 */
import type { ClosedCase } from '../domain/case.ts';
import { type Command, type Decision, hasEnded } from '../domain/decision.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { isFinal, type Order } from '../domain/order.ts';
import type { Fact } from '../domain/provider-event.ts';
import type { Cases } from '../ports/core.ts';
import { answered, applyEvent, balanceKeysOf } from './apply-fact.ts';
import type { Deps } from './deps.ts';

/** What the operator found out. `amountMinor`: what left, null for the amount ordered. */
export type Finding =
  | { readonly kind: 'paid'; readonly ref: string; readonly amountMinor: bigint | null }
  | { readonly kind: 'failed'; readonly proof: string };

export type ResolveResult =
  | { readonly ok: true; readonly state: Order['state'] }
  /** `final`: the order has ended; `no_doubt`: no open doubt; `kind`: no payout or refund. */
  | { readonly ok: false; readonly why: 'not_found' | 'kind' | 'final' | 'no_doubt' | 'repeat' };

const SOURCE = 'operator';

/**
 * Resolves the open doubt about an order, and closes its case. Who and why are recorded with the
 * provider event and in the case. Sent twice, it counts once: the second time only the case is
 * closed.
 */
export async function resolveDoubt(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader'> & { readonly cases: Cases },
  orderId: Id,
  finding: Finding,
  by: string,
): Promise<ResolveResult> {
  const order = await deps.reader.orderById(orderId);
  if (order === null) return { ok: false, why: 'not_found' };
  if (order.kind !== 'payout' && order.kind !== 'refund') return { ok: false, why: 'kind' };
  const doubts = (await deps.cases.ofOrder(orderId)).filter(
    ({ kind, state }) => kind === 'doubt' && state === 'open',
  );
  const dispatch = (await deps.reader.dispatchesOf(orderId)).at(-1);
  if (doubts.length === 0 || dispatch === undefined) return { ok: false, why: 'no_doubt' };
  const resolution = sentenceOf(finding);
  const closedCases = doubts.map(({ kind, key }) => ({ orderId, kind, key, by, resolution }));
  return await deps.lanes.submit(resolutionOf(deps, order, dispatch, finding, by, closedCases));
}

function resolutionOf(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  { id: orderId, parentId, asset, amountMinor }: Order,
  { n }: Dispatch,
  finding: Finding,
  by: string,
  closedCases: readonly ClosedCase[],
): Command<ResolveResult> {
  const snapshot = deps.snapshot.current();
  const fact = factOf(finding, { asset, minor: amountMinor });
  return {
    shard: shardOf(orderId, deps.lanes.shardCount),
    providerEvent: { source: SOURCE, key: `${orderId}_${n}`, orderId },
    orderIds: parentId === null ? [orderId] : [orderId, parentId],
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), fact),
    decide(rows, at): Decision<ResolveResult> {
      const order = rows.order(orderId);
      if (order !== null && hasEnded(rows, order)) {
        return { changes: {}, answer: { ok: true, state: order.state } };
      }
      if (!rows.isFirstRecorded) return { ...refusedFor('repeat'), changes: { closedCases } };
      if (order === null) return refusedFor('not_found');
      if (isFinal(order.state)) return refusedFor('final');
      const note = `${by}: ${sentenceOf(finding)}`;
      const changes = applyEvent(rows, order, fact, snapshot, at);
      const dispatchUpdates = [answered(orderId, n, at, `${SOURCE} ${note}`)];
      const state = changes.orders?.[0]?.state ?? order.state;
      return {
        changes: { ...changes, dispatchUpdates, closedCases, providerEventNote: note },
        answer: { ok: true, state },
      };
    },
  };
}

function refusedFor(why: 'not_found' | 'final' | 'repeat'): Decision<ResolveResult> {
  return { changes: {}, answer: { ok: false, why } };
}

function factOf(finding: Finding, ordered: { asset: string; minor: bigint }): Fact {
  if (finding.kind === 'failed') {
    return { kind: 'declined', failure: { code: 'no_answer', text: 'not carried out' } };
  }
  const amount = { ...ordered, minor: finding.amountMinor ?? ordered.minor };
  const { ref } = finding;
  return { kind: 'paid', amount, paymentRef: ref, bankRef: ref, upstreamId: null };
}

function sentenceOf(finding: Finding): string {
  return finding.kind === 'paid' ? `paid, reference ${finding.ref}` : `failed: ${finding.proof}`;
}
