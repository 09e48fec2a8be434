/**
 * Payments that go back: reversed by the provider, before or after they were reported, or cancelled
 * with their order. In whatever order that is reported, the books end with what really moved.
 */
import type { Case, HeldCase } from './case.ts';
import {
  caseKeyOf,
  caseOf,
  contradiction,
  debtCase,
  type Effect,
  ignored,
  notify,
} from './effect.ts';
import { type Balance, entry, withRest } from './ledger.ts';
import { type Failure, isFinal, type LatePayment, type Order } from './order.ts';
import { isPartOf } from './part-payments.ts';
import { type Fact, reversalKey } from './provider-event.ts';
import { debitPayin, debitWhole, leftMinor, twiceCase } from './reversal.ts';

type Paid = Extract<Fact, { kind: 'paid' }>;
export type Reversed = Extract<Fact, { kind: 'reversed' }>;

/** Money went back that the order was not paid by: it leaves suspense. `cases`: of the order. */
export function isAside(order: Order, fact: Reversed, cases: readonly HeldCase[] = []): boolean {
  return (
    isOfAnother(order, fact) || wasPutAside(order, fact, cases) || isOfExcess(order, fact, cases)
  );
}

/**
 * All of the payment is lost already, and its provider names one more reversal of it: that moved
 * money, which somebody lacks.
 */
export function isOnceMore({ state, corrected }: Order, { payment }: Reversed): boolean {
  return state === 'reversed' && corrected && payment?.reversalRef !== undefined;
}

/** Of another payment than the one this order was paid by. */
function isOfAnother(order: Order, { payment }: Reversed): boolean {
  if (payment === undefined) return false;
  const { ref, amount } = payment;
  if (amount.asset !== order.asset) return true;
  return order.paymentRef !== null && ref !== order.paymentRef && !isPartOf(order, ref);
}

/**
 * Money went back that had come to an order without paying it: it has, or had, a case of its own.
 * Of the payment that pays the order, a case may hold the excess.
 */
function wasPutAside(
  { paymentRef }: Order,
  { payment }: Reversed,
  cases: readonly HeldCase[] = [],
): boolean {
  if (payment === undefined || payment.ref === paymentRef) return false;
  return cases.some(({ key, mode }) => key === payment.ref && mode !== null);
}

/**
 * All that paid the order went back before, and this is of what came beyond it and a case still
 * holds. One that is larger may be the same reversal in other words.
 */
function isOfExcess(
  { state, paymentRef }: Order,
  { payment }: Reversed,
  cases: readonly HeldCase[] = [],
): boolean {
  if (state !== 'reversed' || payment === undefined || payment.ref !== paymentRef) return false;
  return cases.some(
    ({ key, asset, heldMinor }) =>
      key === payment.ref && asset === payment.amount.asset && heldMinor >= payment.amount.minor,
  );
}

/**
 * A second payment lies in suspense and leaves it, out of the case that holds it; what none holds
 * is a case of its own. `cases`: those of the order.
 */
export function reverseHeld(
  order: Order,
  { payment, reason }: Reversed,
  cases: readonly HeldCase[] = [],
): Effect {
  const back = payment as NonNullable<Reversed['payment']>;
  const { ref, amount } = back;
  const holds = (one: HeldCase) => one.key === ref && one.asset === amount.asset;
  const holder = cases.find((one) => holds(one) && one.heldMinor > 0n);
  const key = reversalKey(back);
  const detail = `${amount.minor} minor units of ${amount.asset} of ${ref} taken back: ${reason}`;
  const legs = { upstream: amount.minor, suspense: -amount.minor };
  return {
    order,
    entries: [
      entry(order, `payin.held_reversed:${key}`, legs, {
        asset: amount.asset,
        caseKey:
          holder === undefined
            ? caseKeyOf('contradiction', `reversed:${key}`)
            : caseKeyOf(holder.kind, holder.key),
      }),
    ],
    events: [],
    cases: holder === undefined ? [caseOf(order, 'contradiction', `reversed:${key}`, detail)] : [],
    note: 'taken back from suspense',
  };
}

/** The provider took the payment back, or a part of it. */
export function reverseBooked(order: Order, fact: Reversed, balance: Balance, at: Date): Effect {
  const minor = fact.payment?.amount.minor;
  return minor !== undefined && minor < leftMinor(order)
    ? reversePart(order, fact, balance, at)
    : reverse(order, fact, balance, at);
}

/**
 * A part went back: the order stays paid by the rest, which alone settles and can be refunded. The
 * fee stays, until the last part brings it back.
 */
function reversePart(order: Order, { payment }: Reversed, balance: Balance, at: Date): Effect {
  const back = payment as NonNullable<Reversed['payment']>;
  const { minor } = back.amount;
  const { legs, order: debited } = debitPayin(order, balance, minor);
  const { order: next, events } = notify(
    { ...debited, lostMinor: order.lostMinor + minor, corrected: true },
    'payin.part_reversed',
    at,
  );
  const name = `payin.part_reversed:${reversalKey(back)}`;
  return {
    order: next,
    entries: [entry(next, name, { ...legs, upstream: minor })],
    events,
    cases: [...debtCase(order, name, legs.net), ...twiceCase(next, name)],
    note: null,
  };
}

/**
 * All that was left went back, with what the policy held of it. What is not there any more is a
 * debt, and a case is opened.
 */
function reverse(order: Order, fact: Reversed, balance: Balance, at: Date): Effect {
  const left = leftMinor(order);
  const came = fact.payment?.amount.minor ?? left;
  const feeMinor = order.feeMinor - order.refundedFeeMinor;
  // A dispute that is won may bring some of it back, and that may go once more.
  const isFirst = order.lostMinor === 0n;
  const name = isFirst ? 'payin.reversed' : `payin.reversed:${order.eventCount + 1}`;
  const { legs: debit, order: debited } = debitWhole(order, balance, left - feeMinor);
  const { order: next, events } = notify(
    {
      ...debited,
      state: 'reversed',
      corrected: true,
      lostMinor: order.paidMinor,
      refundedFeeMinor: order.feeMinor,
      failure: { code: 'reversed', text: fact.reason },
      finalAt: at,
      settleAt: null,
    },
    'payin.reversed',
    at,
  );
  const legs = withRest('suspense', { ...debit, upstream: came, fees: -feeMinor });
  const caseKey = caseKeyOf('amount_difference', reversedKey(order));
  return {
    order: next,
    entries: [entry(next, name, legs, { caseKey })],
    events,
    cases: [
      ...debtCase(order, name, debit.net),
      ...excessCase(order, came - left),
      ...twiceCase(next, name),
    ],
    note: null,
  };
}

/** More went back than was the merchant's: out of what the policy held, or it is missing. */
function excessCase(order: Order, more: bigint): readonly Case[] {
  if (more <= 0n) return [];
  const detail = `${more} minor units of ${order.asset} more taken back than the merchant was paid`;
  return [caseOf(order, 'amount_difference', reversedKey(order), detail)];
}

const reversedKey = ({ paymentRef }: Order) => `reversed:${paymentRef}`;

/**
 * The reversal came before the payment that it reverses (callbacks overtake each other): that
 * payment must never become available. Nothing was booked yet, so there is nothing to take; which
 * payment and how much went back is kept, if it was reported.
 */
export function reverseEarly(order: Order, { reason, payment }: Reversed, at: Date): Effect {
  const failure: Failure = { code: 'reversed', text: reason };
  const next: Order = {
    ...order,
    state: 'reversed',
    failure,
    paymentRef: payment?.ref ?? null,
    paidMinor: payment?.amount.minor ?? 0n,
    finalAt: at,
  };
  // Whoever was notified of the end already learns nothing new.
  const notified = isFinal(order.state)
    ? { order: next, events: [] }
    : notify(next, 'payin.failed', at);
  return { ...notified, entries: [], cases: [], note: null };
}

/**
 * Another part of a payment that was not reported yet: with the payment, all of them are booked.
 */
export function reverseMoreEarly(order: Order, { payment }: Reversed): Effect {
  if (payment === undefined || order.paymentRef === null) {
    return ignored(order, `reversed while ${order.state}`);
  }
  const paidMinor = order.paidMinor + payment.amount.minor;
  return { order: { ...order, paidMinor }, entries: [], events: [], cases: [], note: null };
}

/** Reversed, and its payment was not reported yet; with it, the order will have been corrected. */
export function isReversedEarly({ state, corrected }: Order): boolean {
  return state === 'reversed' && !corrected;
}

const CANCELLED = 'cancelled at the provider';

/** The end of an open order that the provider has cancelled. */
export const CANCELLED_OPEN: Failure = { code: 'closed', text: CANCELLED, cancelled: true };

/** An order that has ended and is now cancelled upstream too: what came late has gone back. */
export function markCancelled(order: Order, cases: readonly HeldCase[]): Effect {
  const failure: Failure = order.failure ?? { code: 'closed', text: CANCELLED };
  if (failure.cancelled) return ignored(order, `cancelled while ${order.state}`);
  const marked: Order = { ...order, failure: { ...failure, cancelled: true } };
  if (failure.late === undefined) return { ...ignored(order, ''), order: marked, note: null };
  return reverseLate(marked, failure.late, { kind: 'reversed', reason: CANCELLED }, cases);
}

/** A paid order that the provider says it has cancelled: its money is taken to have gone back. */
export function cancelPaid(order: Order, balance: Balance, at: Date): Effect {
  const effect = reverse(order, { kind: 'reversed', reason: CANCELLED }, balance, at);
  const notified = contradiction(order, 'cancelled at the provider after it was paid');
  return { ...effect, cases: [...effect.cases, ...notified.cases] };
}

/** The payment of an order that the provider had cancelled: it came and went, and moves nothing. */
export function cameAndWent(order: Order, { paymentRef, amount }: Paid): Effect {
  const { asset, minor } = amount;
  const name = `payin.suspense:${paymentRef}`;
  const caseKey = caseKeyOf('contradiction', paymentRef);
  const came = entry(order, name, { upstream: -minor, suspense: minor }, { caseKey });
  const payment = { ref: paymentRef, amount, reversalRef: 'cancelled' };
  const detail = `${minor} minor units of ${asset} paid, and cancelled at the provider before`;
  const report = caseOf(order, 'contradiction', paymentRef, detail);
  const { mode } = order;
  const holder: HeldCase = {
    ...report,
    state: 'open',
    mode,
    asset,
    heldMinor: minor,
    source: null,
  };
  const back = reverseHeld(order, { kind: 'reversed', reason: CANCELLED, payment }, [holder]);
  return {
    ...back,
    entries: [came, ...back.entries],
    cases: [report],
    note: 'came and went: the order is cancelled',
  };
}

/** The late payment that a reversal names; null: there is none, or it may mean another one. */
export function lateOf({ failure }: Order, { payment }: Reversed): LatePayment | null {
  const late = failure?.late;
  return late !== undefined && payment?.ref === late.ref ? late : null;
}

/** A payment that came after the end leaves suspense, all of it or a part; the order stays over. */
export function reverseLate(
  order: Order,
  late: LatePayment,
  fact: Reversed,
  cases: readonly HeldCase[],
): Effect {
  const { ref } = late;
  const { asset } = order;
  const held = BigInt(late.minor);
  const all = { ref, amount: { asset, minor: held }, reversalRef: 'cancelled' };
  const payment = fact.payment ?? all;
  const rest = held - payment.amount.minor;
  const { late: _, ...failure } = order.failure as Failure;
  const left = rest > 0n ? { late: { ...late, minor: `${rest}` } } : {};
  const next: Order = { ...order, failure: { ...failure, ...left } };
  return { ...reverseHeld(next, { ...fact, payment }, cases), order: next };
}

/** The order with the first payment that came after its end. */
export function withLate(order: Order, { paymentRef: ref, amount }: Paid): Order {
  const { failure, state, asset } = order;
  if (failure === null || failure.late !== undefined || !isFinal(state)) return order;
  if (amount.asset !== asset) return order;
  const late = { ref, minor: `${amount.minor}` };
  return { ...order, failure: { ...failure, late } };
}
