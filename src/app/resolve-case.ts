/**
 * An operator's word on an order that its provider has not ended: that it was paid, or of a payout
 * or refund that it provably was not. It moves the order as upstream's own word would; nothing is
 * ever sent again, and the first report of upstream's that says the same adopts it.
 */

import { type ClosedCase, type HeldCase, isAboutEnd } from '../domain/case.ts';
import { type Command, type Decision, hasEnded } from '../domain/decision.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import { isCreate } from '../domain/dispatch.ts';
import { type Id, shardOf } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import { restMinor } from '../domain/part-payments.ts';
import type { PayinEvent } from '../domain/payin.ts';
import { isOutgoing } from '../domain/payout.ts';
import type { Cases } from '../ports/core.ts';
import { answered, applyEvent, balanceKeysOf, changedIn } from './apply-fact.ts';
import type { Deps } from './deps.ts';

/** What the operator found out. `amountMinor`: what moved, null for what was still to come. */
export type Finding =
  | { readonly kind: 'paid'; readonly ref: string; readonly amountMinor: bigint | null }
  | { readonly kind: 'failed'; readonly proof: string }
  /** It was paid by a bank of ours, and came back there. */
  | { readonly kind: 'returned'; readonly proof: string };

export type ResolveResult =
  | { readonly ok: true; readonly state: Order['state'] }
  /**
   * `final`: the order has ended; `kind`: no such word on it; `no_account`: it went nowhere;
   * `held`: its money has come, and a case holds it; `unpaid`: what was not paid cannot come back.
   */
  | { readonly ok: false; readonly why: Refused };

type Refused = 'not_found' | 'kind' | 'final' | 'no_account' | 'held' | 'unpaid';

const SOURCE = 'operator';

/** Whether a bank account of the platform pays it: no provider has any part in it. */
export function isByBank({ withdrawal }: Order): boolean {
  return withdrawal !== undefined && withdrawal.bank !== null;
}

/** Whether a person's word of this kind can end such an order at all. */
export function mayResolve(order: Order, finding: Finding['kind']): boolean {
  if (finding === 'returned') return isByBank(order);
  return isOutgoing(order) || (order.kind === 'payin' && finding === 'paid');
}

/**
 * Decides the order, and closes the cases that wait for it. Who and why are recorded with the event
 * and in the cases. The same word again is answered as the first time.
 */
export async function resolveDoubt(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader'> & { readonly cases: Cases },
  orderId: Id,
  finding: Finding,
  by: string,
): Promise<ResolveResult> {
  const order = await deps.reader.orderById(orderId);
  if (order === null) return { ok: false, why: 'not_found' };
  if (!mayResolve(order, finding.kind)) return { ok: false, why: 'kind' };
  if (order.account === null && !isByBank(order)) return { ok: false, why: 'no_account' };
  const resolution = sentenceOf(finding);
  const closedCases = (await deps.cases.ofOrder(orderId))
    .filter((one) => isAboutEnd(one) && one.state === 'open')
    .map(({ kind, key }) => ({ orderId, kind, key, by, resolution }));
  const dispatch = (await deps.reader.dispatchesOf(orderId)).findLast(isCreate) ?? null;
  return await deps.lanes.submit(resolutionOf(deps, order, dispatch, finding, by, closedCases));
}

function resolutionOf(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  { id: orderId, parentId }: Order,
  dispatch: Dispatch | null,
  finding: Finding,
  by: string,
  closedCases: readonly ClosedCase[],
): Command<ResolveResult> {
  const snapshot = deps.snapshot.current();
  return {
    shard: shardOf(orderId, deps.lanes.shardCount),
    providerEvent: { source: SOURCE, key: eventKeyOf(orderId, dispatch, finding), orderId },
    orderIds: parentId === null ? [orderId] : [orderId, parentId],
    casesOf: [orderId],
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), { kind: 'unclear', reason: '' }),
    decide(rows, at): Decision<ResolveResult> {
      const order = rows.order(orderId);
      if (order === null) return refusedFor('not_found');
      if (hasEnded(rows, order) || isAsFound(order, finding)) {
        const answer: ResolveResult = { ok: true, state: order.state };
        return { changes: { closedCases }, answer, isDeferred: true };
      }
      const held = heldFor(order, rows.cases(orderId));
      if (held.late > 0n && finding.kind === 'paid') return refusedFor('held');
      if (finding.kind === 'returned' && order.state !== 'paid') return refusedFor('unpaid');
      const event = eventOf(finding, order, held.parts);
      const changes = applyEvent(rows, order, event, snapshot, at);
      const next = changedIn(changes, order);
      if (next === order) return refusedFor('final');
      const note = `${by}: ${sentenceOf(finding)}`;
      const dispatchUpdates =
        dispatch === null ? [] : [answered(orderId, dispatch.n, at, `${SOURCE} ${note}`)];
      return {
        changes: { ...changes, dispatchUpdates, closedCases, providerEventNote: note },
        answer: { ok: true, state: next.state },
      };
    },
  };
}

/** That it came back is said after it was said that it was paid. */
function eventKeyOf(orderId: Id, dispatch: Dispatch | null, { kind }: Finding): string {
  const end = `${orderId}_${dispatch?.n ?? 1}`;
  return kind === 'returned' ? `${end}_returned` : end;
}

/** Nothing is recorded: what is said of an order that has ended is not used up. */
function refusedFor(why: Refused): Decision<ResolveResult> {
  return { changes: {}, answer: { ok: false, why }, isDeferred: true };
}

/** Whether the order has ended by this very word before. */
function isAsFound({ state, bankRef, failure }: Order, finding: Finding): boolean {
  if (finding.kind === 'paid') return state === 'paid' && bankRef === finding.ref;
  if (finding.kind === 'returned') return state === 'reversed';
  return state === 'failed' && failure?.code === 'no_answer';
}

/** What cases hold of the money that an order waits for: parts of it, or all that came too late. */
function heldFor({ kind, asset }: Order, cases: readonly HeldCase[]) {
  const ofKind = (of: HeldCase['kind']) =>
    cases.find((one) => one.kind === of && one.asset === asset && one.heldMinor > 0n);
  const minorOf = (one: HeldCase | undefined) => (kind === 'payin' ? (one?.heldMinor ?? 0n) : 0n);
  return { parts: minorOf(ofKind('short_payment')), late: minorOf(ofKind('late_payment')) };
}

function eventOf(finding: Finding, order: Order, partsMinor: bigint): PayinEvent {
  if (finding.kind === 'failed') {
    return { kind: 'declined', failure: { code: 'no_answer', text: 'not carried out' } };
  }
  if (finding.kind === 'returned') return { kind: 'reversed', reason: finding.proof };
  const minor = finding.amountMinor ?? restMinor(order);
  const by = { bankRef: finding.ref, paymentRef: null, caseKey: null };
  return { kind: 'paid_by_hand', minor, ...by, partsMinor };
}

function sentenceOf(finding: Finding): string {
  return finding.kind === 'paid'
    ? `paid, reference ${finding.ref}`
    : `${finding.kind}: ${finding.proof}`;
}
