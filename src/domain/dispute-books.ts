/**
 * What a dispute does to the books and to its payin. Each state says how much is held and how much
 * is lost; the entry is the difference to what is, so a state that is reported twice books once,
 * and a won dispute gives back whatever it had taken.
 */
import type { Case, HeldCase } from './case.ts';
import type { DisputeTerms } from './channel.ts';
import {
  type Dispute,
  type DisputeReport,
  isOver,
  minorIn,
  moveOf,
  newDispute,
  withReport,
} from './dispute.ts';
import { caseKeyOf, caseOf, debtCase, notify } from './effect.ts';
import { feeOn } from './fee.ts';
import { type Balance, type Entry, entry, post } from './ledger.ts';
import { creditAvailable, debitByFact } from './netting.ts';
import type { Order } from './order.ts';
import type { OrderEvent } from './order-event.ts';
import { isPartOf } from './part-payments.ts';
import { debitPayin, debitWhole, twiceCase } from './reversal.ts';

/** What a report did. `dispute`: the same object when nothing moved. */
export interface DisputeEffect {
  readonly dispute: Dispute;
  readonly order: Order;
  readonly entries: readonly Entry[];
  readonly events: readonly OrderEvent[];
  readonly cases: readonly Case[];
  /** Set when the report moved nothing: why, for the record. */
  readonly note: string | null;
}

export interface DisputeSetting {
  /** Of a dispute that is not known yet. */
  readonly newId: Dispute['id'];
  /** The account that reports it; where the payment is. */
  readonly source: { readonly connector: string; readonly account: string };
  readonly balance: Balance;
  /** Where the disputed payment pays several orders; left out: this one alone. */
  readonly split?: {
    /** What is disputed of all of them; null: not reported in their asset. */
    readonly disputedMinor: bigint | null;
    /** One of the others has paid the fee of this round: a dispute costs it once. */
    readonly isCharged: boolean;
  };
}

/**
 * Applies a report to a dispute of a payin that was paid. `known`: null when it is reported for the
 * first time. What is disputed must be the payment that the order is paid by: see
 * `isOfBookedPayment`.
 */
export function advanceDispute(
  order: Order,
  known: Dispute | null,
  report: DisputeReport,
  { newId, source, balance, split }: DisputeSetting,
  at: Date,
): DisputeEffect {
  const about = { ...source, ...of(order), id: newId };
  const before = known ?? newDispute(report, about, at);
  const move = known === null ? 'move' : moveOf(known, report);
  if (known !== null && move === 'stale') return unmoved(known, order, `older: ${report.words}`);
  if (known !== null && move === 'turn') return turned(known, order, report);
  const dispute = withReport(before, report, at);
  if (lacksAmount(dispute, report)) {
    const detail = `${report.words}: no amount in ${order.asset} is reported, so nothing is booked`;
    const cases = [caseOf(order, 'dispute', `${report.ref}:amount`, detail)];
    return { dispute, order, entries: [], events: [], cases, note: detail };
  }
  const isRepeat = move === 'same' && dispute.amountMinor === before.amountMinor;
  const effect = booked(order, { dispute, report, isRepeat }, balance, at);
  return charged(effect, balance, report, split);
}

const of = ({ id: orderId, merchantId, mode, asset }: Order) => ({
  ...{ orderId, merchantId, mode, asset },
});

/**
 * A dispute of another payment than what the order is paid by holds nothing: that money is not
 * there. What an operator has reported has no name of the provider's yet, and is meant by any of
 * its currency that no case of the order has, or had.
 */
export function isOfBookedPayment(
  order: Order,
  { paymentRef: ref, amount, decided }: DisputeReport,
  cases: readonly HeldCase[],
): boolean {
  const { state, corrected, paymentRef } = order;
  const isBooked = state === 'paid' || (state === 'reversed' && corrected);
  if (!isBooked || ref === null) return isBooked;
  if (paymentRef !== null) return ref === paymentRef || isPartOf(order, ref);
  const isInAsset = ((decided ?? amount)?.asset ?? order.asset) === order.asset;
  return isInAsset && !cases.some(({ key, mode }) => key === ref && mode !== null);
}

function unmoved(dispute: Dispute, order: Order, note: string): DisputeEffect {
  return { dispute, order, entries: [], events: [], cases: [], note };
}

/** Two ends of one round, and no word which was the later: the first stands, a case is opened. */
function turned(known: Dispute, order: Order, report: DisputeReport): DisputeEffect {
  const shown = turnedCase(known, order, report);
  return { ...unmoved(known, order, shown.detail), cases: [shown] };
}

/** The case of an end that is not believed. */
export function turnedCase(known: Dispute, order: Order, { ref, words }: DisputeReport): Case {
  const detail = `${words} is reported of a dispute that was ${known.state} (${known.words})`;
  return caseOf(order, 'dispute', `${ref}:${words}`, detail);
}

/** Whether a state moves money, and nothing in the order's asset says how much. */
export function lacksAmount({ amountMinor, asset }: Dispute, report: DisputeReport): boolean {
  const { state, inquiry, decided } = report;
  if (amountMinor !== null || minorIn(decided, asset) !== null) return false;
  if (inquiry) return state === 'accepted';
  return state === 'open' || state === 'answered' || state === 'lost' || state === 'accepted';
}

/**
 * How much is held, and how much is lost, in the state that is reported. `isRepeat`: it was
 * reported before, of the same amount; a part that was decided then still is.
 */
export function targetOf(
  dispute: Dispute,
  { decided }: DisputeReport,
  isRepeat: boolean,
): { readonly held: bigint; readonly lost: bigint } {
  const { state, inquiry, lostMinor } = dispute;
  const amountMinor = dispute.amountMinor ?? 0n;
  if (state === 'lost' || state === 'accepted') {
    const part = minorIn(decided, dispute.asset);
    return { held: 0n, lost: part ?? (isRepeat ? lostMinor : amountMinor) };
  }
  if (isOver(dispute)) return { held: 0n, lost: 0n };
  if (inquiry) return { held: dispute.heldMinor, lost: lostMinor };
  // Taken up again after it was lost: that much is not there to be held.
  return { held: amountMinor > lostMinor ? amountMinor - lostMinor : 0n, lost: lostMinor };
}

/** A dispute with a report taken in; `isRepeat`: see `targetOf`. */
interface TakenIn {
  readonly dispute: Dispute;
  readonly report: DisputeReport;
  readonly isRepeat: boolean;
}

/** The entry that leads to what the state holds and takes, and what its merchant hears of it. */
function booked(
  order: Order,
  { dispute, report, isRepeat }: TakenIn,
  balance: Balance,
  at: Date,
): DisputeEffect {
  const target = targetOf(dispute, report, isRepeat);
  const held = target.held - dispute.heldMinor;
  const lost = target.lost - dispute.lostMinor;
  if (held === 0n && lost === 0n) return stateOnly(dispute, order);
  const refundedFee = refundedShareOf(order, dispute, target.lost);
  const isWhole = lost > 0n && order.lostMinor + lost >= order.paidMinor;
  // What it took before the order was paid by the rest comes back to nobody yet.
  const aside = -lost > order.lostMinor ? -lost - order.lostMinor : 0n;
  const moved = moneyOf(order, dispute, balance, held + lost + aside - refundedFee, isWhole);
  const next: Dispute = {
    ...dispute,
    heldMinor: target.held,
    lostMinor: target.lost,
    refundedFeeMinor: dispute.refundedFeeMinor + refundedFee,
    fromPendingMinor: least(moved.fromPendingMinor, target.held),
    entryCount: dispute.entryCount + 1,
  };
  const counted: Order = {
    ...moved.order,
    disputedMinor: order.disputedMinor + held,
    lostMinor: order.lostMinor + lost + aside,
    refundedFeeMinor: order.refundedFeeMinor + refundedFee,
  };
  const outcome = notified(counted, lost + aside, report, at);
  const name = `${nameOf(report, held, lost)}:${dispute.id}:${next.entryCount}`;
  const { id, merchantId, mode, asset } = order;
  const { connector, account } = dispute;
  const subject = { id, merchantId, mode, asset, connector, account };
  const fees = -refundedFee;
  const legs = { ...moved.legs, disputed: held, upstream: lost, fees, suspense: aside };
  const purse = report.inquiry ? 'collect' : 'frozen';
  const ref = report.paymentRef ?? `${order.paymentRef}`;
  const caseKey = caseKeyOf('second_payment', ref);
  const entries = [entry(subject, name, legs, { purse, caseKey })];
  const back = `${aside} minor units of ${asset} given back by dispute ${report.ref}`;
  const isMore = held + lost > 0n;
  return {
    dispute: next,
    order: outcome.order,
    entries,
    events: outcome.events,
    cases: [
      ...debtCase(order, name, moved.legs.net),
      ...(aside > 0n ? [caseOf(order, 'second_payment', ref, back)] : []),
      ...(isMore ? twiceCase(outcome.order, `dispute:${dispute.id}`) : []),
    ],
    note: null,
  };
}

/** The state is kept, and no money moves. */
function stateOnly(dispute: Dispute, order: Order): DisputeEffect {
  return { dispute, order, entries: [], events: [], cases: [], note: null };
}

function nameOf({ inquiry }: DisputeReport, held: bigint, lost: bigint): string {
  if (lost > 0n) return inquiry ? 'dispute.refunded' : 'dispute.lost';
  if (lost < 0n) return 'dispute.returned';
  return held > 0n ? 'dispute.held' : 'dispute.released';
}

/** Where the merchant's side of it comes from, or goes to. `minor`: taken from the merchant. */
function moneyOf(
  order: Order,
  { fromPendingMinor }: Dispute,
  balance: Balance,
  minor: bigint,
  isWhole: boolean,
) {
  if (minor >= 0n || isWhole) {
    const take = isWhole ? debitWhole : debitPayin;
    const { legs, order: debited } = take(order, balance, minor);
    return { legs, order: debited, fromPendingMinor: fromPendingMinor - legs.pending };
  }
  // What was pending is pending again, while its day has not come.
  const back = order.settleAt === null ? 0n : least(fromPendingMinor, -minor);
  const legs = { pending: back, net: creditAvailable(balance, -minor - back) };
  const next = { ...order, pendingMinor: order.pendingMinor + back };
  return { legs, order: next, fromPendingMinor: fromPendingMinor - back };
}

/**
 * What more of the payin's fee comes back with what is lost, where the terms say so; negative: less
 * is lost than before, and that much is due again.
 */
function refundedShareOf(
  { feeMinor, paidMinor, refundedFeeMinor, terms }: Order,
  dispute: Dispute,
  lostMinor: bigint,
): bigint {
  if (terms.dispute?.refundsFee !== true || paidMinor === 0n) return 0n;
  const share = (2n * feeMinor * lostMinor + paidMinor) / (2n * paidMinor);
  return least(share - dispute.refundedFeeMinor, feeMinor - refundedFeeMinor);
}

/** The order by what is left of it, and the event that notifies its merchant. */
function notified(order: Order, lost: bigint, { reason }: DisputeReport, at: Date) {
  const { paidMinor, lostMinor, state } = order;
  if (lost > 0n && state === 'paid' && lostMinor >= paidMinor) {
    const text = reason === null ? 'chargeback' : `chargeback: ${reason}`;
    const failure = { code: 'reversed', text } as const;
    const ended = { state: 'reversed', corrected: true, failure, finalAt: at } as const;
    return notify({ ...order, ...ended, settleAt: null }, 'payin.reversed', at);
  }
  if (lost > 0n) {
    return state === 'paid'
      ? notify({ ...order, corrected: true }, 'payin.part_reversed', at)
      : { order, events: [] };
  }
  if (lost < 0n && lostMinor < paidMinor) {
    const back = { state: 'paid', failure: null, corrected: true } as const;
    return notify({ ...order, ...back }, 'payin.paid', at);
  }
  return { order, events: [] };
}

/**
 * The platform's fee for a dispute: once a round, as soon as money is held or lost for it; back
 * when the money stays after all, where the terms say so.
 */
function charged(
  effect: DisputeEffect,
  balance: Balance,
  report: DisputeReport,
  split: DisputeSetting['split'],
): DisputeEffect {
  const { dispute, order } = effect;
  const terms = order.terms.dispute;
  if (terms === undefined) return effect;
  const minor = chargeOf(effect, terms, report, split);
  if (minor === 0n) return effect;
  const after = effect.entries.reduce(post, balance);
  const net = minor > 0n ? debitByFact(after, minor) : creditAvailable(after, -minor);
  const entryCount = dispute.entryCount + 1;
  const name = `dispute.${minor > 0n ? 'fee' : 'fee_refunded'}:${dispute.id}:${entryCount}`;
  const chargedMinor = dispute.chargedMinor + minor;
  const feeRound = minor > 0n ? report.round : 0;
  return {
    ...effect,
    dispute: { ...dispute, entryCount, chargedMinor, feeRound },
    entries: [...effect.entries, entry(order, name, { net, fees: minor })],
    cases: [...effect.cases, ...debtCase(order, name, net)],
  };
}

/** What this report costs the merchant beside the money that is disputed; negative: comes back. */
function chargeOf(
  { dispute }: DisputeEffect,
  { fee, refundedWhenWon }: DisputeTerms,
  { round, inquiry }: DisputeReport,
  split: DisputeSetting['split'],
): bigint {
  const { amountMinor, heldMinor, lostMinor, chargedMinor, feeRound } = dispute;
  const isAtStake = heldMinor + lostMinor > 0n;
  if (isOver(dispute) && !isAtStake) return refundedWhenWon ? -chargedMinor : 0n;
  const isHit = isAtStake && !inquiry && round > feeRound && split?.isCharged !== true;
  return isHit ? feeOn(fee, split?.disputedMinor ?? amountMinor ?? lostMinor) : 0n;
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
