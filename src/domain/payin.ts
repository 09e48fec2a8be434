/**
 * The payin's state machine: a table first, then what each move does. Doubt moves nothing, an
 * unknown word moves nothing, and the amount that came is the amount booked.
 */

import { type AmountRules, isEnough, isTakenLate } from './amount-rules.ts';
import { adopted, type PaidByHand, wasPaidByHand } from './by-hand.ts';
import type { HeldCase } from './case.ts';
import {
  accept,
  caseKeyOf,
  caseOf,
  contradiction,
  type Effect,
  ignored,
  notify,
} from './effect.ts';
import { payinFee } from './fee.ts';
import { type Balance, entry, post } from './ledger.ts';
import { creditAvailable } from './netting.ts';
import { type Failure, isFinal, type Order, type OrderState } from './order.ts';
import {
  heldMinor,
  holdPart,
  isPartOf,
  PARTS_CASE,
  partsWorth,
  returnPart,
  returnParts,
} from './part-payments.ts';
import {
  CANCELLED_OPEN,
  cameAndWent,
  cancelPaid,
  isAside,
  isOnceMore,
  isReversedEarly,
  lateOf,
  markCancelled,
  type Reversed,
  reverseBooked,
  reverseEarly,
  reverseHeld,
  reverseLate,
  reverseMoreEarly,
  withLate,
} from './payin-back.ts';
import type { Fact } from './provider-event.ts';
import { type Calendars, due, NO_CALENDARS } from './settlement-day.ts';

/** Upstream's facts, a person's word, and the two things that we decide ourselves. */
export type PayinEvent =
  | Fact
  | PaidByHand
  | { readonly kind: 'expire' }
  | { readonly kind: 'close' };

type Move =
  | 'open'
  | 'book'
  | 'book_late'
  | 'again'
  | 'fail'
  | 'expire'
  | 'close'
  | 'reverse'
  | 'reverse_early'
  | 'stray'
  | 'ignore'
  | 'mark'
  | 'cancel'
  | 'contradict';

/** Rows: where the order is. Columns: what is reported. Every cell is a decision. */
const MOVES: Readonly<Record<OrderState, Readonly<Record<PayinEvent['kind'], Move>>>> = {
  created: row('book', 'fail', 'expire', 'reverse_early', 'fail', 'expire', 'close'),
  pending: row('book', 'fail', 'expire', 'reverse_early', 'fail', 'expire', 'close'),
  paid: row('again', 'contradict', 'ignore', 'reverse', 'cancel', 'ignore', 'ignore'),
  failed: row('stray', 'ignore', 'ignore', 'contradict', 'mark', 'ignore', 'ignore'),
  active: row('contradict', 'ignore', 'ignore', 'contradict', 'ignore', 'ignore', 'ignore'),
  expired: row('book_late', 'ignore', 'ignore', 'reverse_early', 'mark', 'ignore', 'ignore'),
  closed: row('book_late', 'ignore', 'ignore', 'reverse_early', 'mark', 'ignore', 'ignore'),
  reversed: row('again', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore'),
};

function row(
  paid: Move,
  declined: Move,
  expired: Move,
  reversed: Move,
  cancelled: Move,
  expire: Move,
  close: Move,
): Readonly<Record<PayinEvent['kind'], Move>> {
  return {
    accepted: 'open',
    paid,
    // Of a payment that is over a person says nothing.
    paid_by_hand: paid === 'again' || paid === 'contradict' ? 'ignore' : 'book',
    declined,
    expired,
    reversed,
    cancelled,
    activated: 'ignore',
    ended: 'ignore',
    verified: 'contradict',
    unclear: 'ignore',
    expire,
    close,
  };
}

/** What the merchant agreed to, and the balance that a reversal may take from. */
export interface PayinSetting extends AmountRules {
  readonly balance: Balance;
  /** What the order's cases hold, where the event may take some of it; left out: none. */
  readonly cases?: readonly HeldCase[];
  /** By which days of settlement are counted; left out: weekdays alone. */
  readonly calendars?: Calendars;
}

/** Applies one event to a payin. Total: every state and event has an answer. */
export function advancePayin(
  order: Order,
  event: PayinEvent,
  setting: PayinSetting,
  at: Date,
): Effect {
  const move = MOVES[order.state][event.kind];
  switch (event.kind) {
    case 'paid':
      return onPaid(order, event, move, setting, at);
    case 'paid_by_hand':
      if (move === 'book') return bookByHand(order, event, setting, at);
      break;
    case 'accepted':
      return accept(order, event);
    case 'declined':
      if (move === 'fail') return end(order, 'failed', event.failure, at);
      break;
    case 'reversed': {
      const part = returnPart(order, event);
      if (part !== null) return part;
      const late = lateOf(order, event);
      if (late !== null) return reverseLate(order, late, event, setting.cases ?? []);
      if (isAside(order, event, setting.cases)) {
        return reverseHeld(order, event, setting.cases);
      }
      if (isReversedEarly(order)) return reverseMoreEarly(order, event);
      if (move === 'reverse') return reverseBooked(order, event, setting.balance, at);
      if (move === 'reverse_early') return reverseEarly(order, event, at);
      // It failed, and yet money came and goes back: reported before it came, it is booked too.
      const isStray = move === 'contradict' && event.payment !== undefined;
      if (isStray || isOnceMore(order, event)) {
        return reverseHeld(order, event, setting.cases);
      }
      break;
    }
    case 'cancelled':
      if (move === 'fail') return returnParts(end(order, 'failed', CANCELLED_OPEN, at));
      if (move === 'cancel') return cancelPaid(order, setting.balance, at);
      if (move === 'mark') return returnParts(markCancelled(order, setting.cases ?? []));
      break;
    case 'expired':
    case 'expire':
      if (move === 'expire') return end(order, 'expired', EXPIRED, at);
      break;
    case 'close':
      if (move === 'close') return end(order, 'closed', CLOSED, at);
      break;
    case 'unclear':
      return ignored(order, `unclear: ${event.reason}`);
  }
  const note = `${event.kind} while ${order.state}`;
  return move === 'contradict' ? contradiction(order, note) : ignored(order, note);
}

const EXPIRED: Failure = { code: 'expired', text: 'not paid in time' };
const CLOSED: Failure = { code: 'closed', text: 'closed by the merchant' };

type Paid = Extract<Fact, { kind: 'paid' }>;

function end(
  order: Order,
  state: 'failed' | 'expired' | 'closed',
  failure: Failure,
  at: Date,
): Effect {
  const { order: next, events } = notify(
    { ...order, state, failure, finalAt: at },
    'payin.failed',
    at,
  );
  return { order: next, entries: [], events, cases: [], note: null };
}

function onPaid(order: Order, fact: Paid, move: Move, setting: PayinSetting, at: Date): Effect {
  const isKnown = fact.paymentRef === order.paymentRef || isPartOf(order, fact.paymentRef);
  if (isKnown && !isReversedEarly(order)) return ignored(order, 'the same payment, reported again');
  if (wasPaidByHand(order, fact)) {
    const note = 'the payment that an operator has reported';
    return { ...ignored(order, note), order: adopted(order, fact) };
  }
  if (fact.amount.minor <= 0n) return contradiction(order, 'paid with no amount');
  if (fact.amount.asset !== order.asset) return toSuspense(order, fact, 'wrong_asset');
  if (order.failure?.cancelled) return cameAndWent(order, fact);
  switch (move) {
    case 'book':
      return take(order, fact, setting, at);
    case 'book_late':
      // To what was held before the end nothing is added: a person may have decided about it.
      return isTakenLate(order, setting, at) && order.partPayments.length === 0
        ? take(order, fact, setting, at)
        : toSuspense(order, fact, 'late_payment');
    case 'again':
      if (isReversedEarly(order) && (order.paymentRef ?? fact.paymentRef) === fact.paymentRef) {
        return bookReversedEarly(order, fact, setting, at);
      }
      return toSuspense(order, fact, 'second_payment');
    default:
      return toSuspense(order, fact, 'contradiction');
  }
}

/** What a payment is known by, and how much of it is the order's. */
interface Payment {
  readonly paidMinor: bigint;
  readonly paymentRef: string | null;
  readonly bankRef: string | null;
  readonly upstreamId?: string | null;
}

/**
 * The order paid, and the merchant's side of the entry. T+n: the net amount waits in `pending`
 * until `settleAt`; T+0: it is available at once.
 */
function paidBy(order: Order, payment: Payment, setting: PayinSetting, at: Date) {
  const { paidMinor, paymentRef } = payment;
  const fees = payinFee(order.terms.fee, paidMinor);
  const { at: settleAt, on } = due(at, order.terms.settle, setting.calendars ?? NO_CALENDARS);
  const net = paidMinor - fees;
  const legs =
    settleAt === null
      ? { fees, net: creditAvailable(setting.balance, net) }
      : { fees, pending: net };
  const paid: Order = {
    ...order,
    state: 'paid',
    paidMinor,
    feeMinor: fees,
    failure: null,
    pendingMinor: settleAt === null ? 0n : net,
    paymentRef,
    bankRef: payment.bankRef ?? order.bankRef,
    upstreamId: payment.upstreamId ?? order.upstreamId,
    finalAt: at,
    settleAt,
    settleOn: on,
  };
  return { ...notify(paid, 'payin.paid', at), legs };
}

/** A person's word: booked at the provider, or out of the case that holds it. */
function bookByHand(order: Order, word: PaidByHand, setting: PayinSetting, at: Date): Effect {
  const { minor, caseKey, paymentRef, bankRef, partsMinor = 0n } = word;
  if (minor <= 0n) return contradiction(order, 'paid with no amount');
  const corrected = order.corrected || isFinal(order.state);
  const payment = { paidMinor: minor + partsMinor, paymentRef, bankRef };
  // Of its parts it has what the case held; what a person gave to others before is not its own.
  const partPayments = caseKey === null ? partsWorth(order, partsMinor) : order.partPayments;
  const by = { ...order, corrected, partPayments };
  const { order: next, events, legs } = paidBy(by, payment, setting, at);
  const from =
    caseKey === null ? { upstream: -minor, suspense: -partsMinor } : { suspense: -minor };
  const details = { caseKey: caseKey ?? PARTS_CASE };
  return {
    order: next,
    entries: [entry(next, 'payin.paid', { ...legs, ...from }, details)],
    events,
    cases: [],
    note: null,
  };
}

/** Books what came once it is whole, with the parts that came before; until then it is held. */
function take(order: Order, fact: Paid, setting: PayinSetting, at: Date): Effect {
  const came = heldMinor(order) + fact.amount.minor;
  if (!isEnough(order, came, setting)) return holdPart(order, fact);
  const corrected = order.corrected || isFinal(order.state);
  return book({ ...order, corrected }, fact, setting, at);
}

/** Books what came. */
function book(order: Order, fact: Paid, setting: PayinSetting, at: Date): Effect {
  const came = fact.amount.minor;
  const before = heldMinor(order);
  const more = before + came - order.amountMinor;
  const held = setting.amountPolicy !== 'accept' && more > 0n ? more : 0n;
  const paidMinor = before + came - held;
  const { order: next, events, legs } = paidBy(order, { ...fact, paidMinor }, setting, at);
  const caseKey = caseKeyOf('amount_difference', fact.paymentRef);
  const excess = { upstream: -held, suspense: held };
  // Two cases are two entries: what was held leaves one, and the excess goes to another.
  const entries =
    before === 0n
      ? [entry(next, 'payin.paid', { ...legs, upstream: -came, suspense: held }, { caseKey })]
      : [
          entry(
            next,
            'payin.paid',
            { ...legs, upstream: held - came, suspense: -before },
            { caseKey: PARTS_CASE },
          ),
          ...(held === 0n ? [] : [entry(next, 'payin.excess', excess, { caseKey })]),
        ];
  return {
    order: next,
    entries,
    events,
    cases:
      held === 0n
        ? []
        : [
            caseOf(
              order,
              'amount_difference',
              fact.paymentRef,
              `${held} minor units of ${order.asset} more than ordered`,
            ),
          ],
    note: null,
  };
}

/** Money that came but may not be given to the merchant without a person's word. */
export function toSuspense(
  order: Order,
  fact: Paid,
  kind: 'wrong_asset' | 'late_payment' | 'second_payment' | 'amount_difference' | 'contradiction',
): Effect {
  const { asset, minor } = fact.amount;
  const name = `payin.suspense:${fact.paymentRef}`;
  return {
    order: withLate(order, fact),
    entries: [
      entry(
        order,
        name,
        { upstream: -minor, suspense: minor },
        { asset, caseKey: caseKeyOf(kind, fact.paymentRef) },
      ),
    ],
    events: [],
    cases: [
      caseOf(order, kind, fact.paymentRef, `${minor} minor units of ${asset} while ${order.state}`),
    ],
    note: `${kind}: to suspense`,
  };
}

/**
 * The payment of an order reversed early: booked and reversed at once; the merchant knows. When
 * more came than went back the order is paid after all, and the rest is for a person.
 */
function bookReversedEarly(order: Order, fact: Paid, setting: PayinSetting, at: Date): Effect {
  const { eventCount, asset, paidMinor: minor } = order;
  const reversal: Reversed = {
    kind: 'reversed',
    reason: order.failure?.text ?? '',
    ...(minor === 0n ? {} : { payment: { ref: fact.paymentRef, amount: { asset, minor } } }),
  };
  const paid = book({ ...order, corrected: true }, fact, setting, at);
  const balance = paid.entries.reduce(post, setting.balance);
  const back = reverseBooked(paid.order, reversal, balance, at);
  const isPart = back.order.state === 'paid';
  return {
    order: isPart ? back.order : { ...back.order, eventCount },
    entries: [...paid.entries, ...back.entries],
    events: isPart ? [...paid.events, ...back.events] : [],
    cases: [...paid.cases, ...back.cases],
    note: null,
  };
}
