/**
 * A dispute of a payment that its order is not paid by: a second or a late one, whose money a case
 * holds, a part of an order that is not whole yet, or one that was never reported. It holds
 * nothing; lost, its money leaves from where it is, and won after that it comes back to there.
 */
import type { Case, HeldCase } from './case.ts';
import {
  type Dispute,
  type DisputeReport,
  isOver,
  moveOf,
  newDispute,
  withReport,
} from './dispute.ts';
import { type DisputeSetting, lacksAmount, targetOf, turnedCase } from './dispute-books.ts';
import { caseKeyOf, caseOf, type Effect } from './effect.ts';
import { entry } from './ledger.ts';
import type { Money } from './money.ts';
import type { Order } from './order.ts';
import { keepPart, PARTS_CASE } from './part-payments.ts';
import { isReversedEarly, type Reversed } from './payin-back.ts';

/** What a report did to such a dispute, and what its money is to do. */
export interface AsideEffect {
  /** The same object when nothing moved. */
  readonly dispute: Dispute;
  /** Above zero: leaves from where it is; below: comes back to there. */
  readonly takenMinor: bigint;
  readonly cases: readonly Case[];
  /** Set when the report moved nothing: why, for the record. */
  readonly note: string | null;
}

/** Applies a report; `known`: null when the dispute is reported for the first time. */
export function advanceAside(
  order: Order,
  known: Dispute | null,
  report: DisputeReport,
  { newId: id, source }: Pick<DisputeSetting, 'newId' | 'source'>,
  at: Date,
): AsideEffect {
  const { id: orderId, merchantId, mode } = order;
  // What lies aside may be in another currency than the order's.
  const asset = (report.decided ?? report.amount)?.asset ?? order.asset;
  const about = { ...source, id, orderId, merchantId, mode, asset };
  const before = known ?? newDispute(report, about, at);
  const move = known === null ? 'move' : moveOf(known, report);
  const unmoved = { dispute: before, takenMinor: 0n, cases: [] };
  if (move === 'stale') return { ...unmoved, note: `older: ${report.words}` };
  if (move === 'turn') {
    const cases = [turnedCase(before, order, report)];
    return { ...unmoved, cases, note: `another end: ${report.words}` };
  }
  const dispute = withReport(before, report, at);
  const { ref, words, paymentRef } = report;
  const what = `dispute ${ref} (${words}) is about payment ${paymentRef}, which is not the booked one`;
  const shown = caseOf(order, 'dispute', `${ref}:other`, what);
  const isRepeat = move === 'same' && dispute.amountMinor === before.amountMinor;
  const { lost } = targetOf(dispute, report, isRepeat);
  const isUnbookable = dispute.asset !== asset || lacksAmount(dispute, report);
  const takenMinor = isUnbookable ? 0n : lost - dispute.lostMinor;
  if (takenMinor === 0n || paymentRef === null) {
    const isShown =
      move === 'move' && (!isOver(report) || lost !== dispute.lostMinor || isUnbookable);
    return { dispute, takenMinor: 0n, cases: isShown ? [shown] : [], note: null };
  }
  const moved = { ...dispute, lostMinor: lost, entryCount: dispute.entryCount + 1 };
  return { dispute: moved, takenMinor, cases: [], note: null };
}

/** What such a dispute has taken, as the reversal of its payment. */
export function reversalBy(
  { ref, asset, entryCount }: Dispute,
  { paymentRef, reason }: DisputeReport,
  minor: bigint,
): Reversed {
  const reversalRef = entryCount === 1 ? ref : `${ref}:${entryCount}`;
  return {
    kind: 'reversed',
    reason: reason === null ? 'chargeback' : `chargeback: ${reason}`,
    payment: { ref: `${paymentRef}`, amount: { asset, minor }, reversalRef },
  };
}

/**
 * What it had taken comes back to the case that it left, or to one that shows that it is missing.
 * Of an order whose payment was not reported yet nothing was booked: a person is asked.
 */
export function returnAside(
  order: Order,
  { id, ref, entryCount }: Dispute,
  payment: string,
  { asset, minor }: Money,
  cases: readonly HeldCase[],
): Effect {
  const name = `dispute.returned:${id}:${entryCount}`;
  if (isReversedEarly(order)) {
    const note = `dispute ${ref} gave ${minor} minor units of ${asset} back before they were reported`;
    const shown = caseOf(order, 'dispute', `${ref}:returned`, note);
    return { order, entries: [], events: [], cases: [shown], note };
  }
  const isOpen = order.state === 'created' || order.state === 'pending';
  const legs = { upstream: -minor, suspense: minor };
  if (isOpen) {
    const entries = [entry(order, name, legs, { asset, caseKey: PARTS_CASE })];
    const next = keepPart(order, { ref: payment, minor });
    return { order: next, entries, events: [], cases: [], note: null };
  }
  const missing = `reversed:${payment}:${ref}`;
  const home =
    cases.find((one) => one.heldMinor < 0n && one.key.startsWith(missing)) ??
    cases.find((one) => one.key === payment && one.mode !== null);
  const [kind, key] =
    home === undefined ? ['second_payment' as const, payment] : [home.kind, home.key];
  const detail = `${minor} minor units of ${asset} given back by dispute ${ref}`;
  return {
    order,
    entries: [entry(order, name, legs, { asset, caseKey: caseKeyOf(kind, key) })],
    events: [],
    cases: [caseOf(order, kind, key, detail)],
    note: null,
  };
}
