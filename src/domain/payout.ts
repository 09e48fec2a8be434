/**
 * Payouts, withdrawals and refunds: money that leaves. All hold first, then settle or release. A
 * refund also counts on its payin (see `refund.ts`), and may bring the payin's fee back; a void is
 * a refund whose money has not settled yet: it comes out of `pending`. A withdrawal may leave by a
 * bank account of the platform. Doubt keeps the hold.
 */
import { adopted, type PaidByHand, wasPaidByHand } from './by-hand.ts';
import type { Case } from './case.ts';
import {
  accept,
  caseKeyOf,
  caseOf,
  contradiction,
  debtCase,
  type Effect,
  ignored,
  notify,
} from './effect.ts';
import { feeOn } from './fee.ts';
import { type Balance, type Entry, entry, type Purse, withRest } from './ledger.ts';
import type { Asset } from './money.ts';
import { creditAvailable, debitByFact, takeAvailable } from './netting.ts';
import type { Failure, Order, OrderState } from './order.ts';
import type { OrderEventType } from './order-event.ts';
import type { Fact } from './provider-event.ts';
import type { Refusal } from './refusal.ts';

type Move = 'open' | 'settle' | 'release' | 'return' | 'stray' | 'ignore' | 'contradict';

/** Upstream's facts, and a person's word. */
export type OutgoingEvent = Fact | PaidByHand;

/** Rows: where the order is. Columns: paid, declined, expired, reversed. */
const MOVES: Readonly<Record<OrderState, Readonly<Record<OutgoingEvent['kind'], Move>>>> = {
  created: row('settle', 'release', 'release', 'release'),
  pending: row('settle', 'release', 'release', 'release'),
  active: row('contradict', 'contradict', 'contradict', 'contradict'),
  paid: row('stray', 'contradict', 'contradict', 'return'),
  failed: row('stray', 'ignore', 'ignore', 'ignore'),
  expired: row('stray', 'ignore', 'ignore', 'ignore'),
  closed: row('stray', 'ignore', 'ignore', 'ignore'),
  reversed: row('stray', 'ignore', 'ignore', 'ignore'),
};

function row(paid: Move, declined: Move, expired: Move, reversed: Move) {
  const unclear = 'ignore' as const;
  const activated = 'ignore' as const;
  const ended = 'ignore' as const;
  return {
    accepted: 'open' as const,
    paid,
    paid_by_hand: paid === 'settle' ? paid : ('ignore' as const),
    declined,
    activated,
    ended,
    expired,
    reversed,
    // Of money that leaves no provider reports this.
    cancelled: 'contradict' as const,
    verified: 'contradict' as const,
    unclear,
  };
}

/** Whether the order is money that leaves. */
export function isOutgoing({ kind }: Pick<Order, 'kind'>): boolean {
  return kind === 'payout' || kind === 'withdrawal' || kind === 'refund';
}

/** The fee of what leaves, on top of its amount. */
export function outgoingFee(order: Order): bigint {
  return feeOn(order.terms.fee, order.amountMinor);
}

/**
 * Holds amount and fee of a claimed order (its `feeMinor` is set). Null when `available` does not
 * cover them: the guard of every payout (the database repeats it as a CHECK). A void holds what
 * its payin brought and was not settled: that is there as long as the payin says so.
 */
export function hold(order: Order, balance: Balance): Entry | null {
  const minor = heldMinor(order);
  const name = `${order.kind}.hold`;
  if (order.caseKey !== undefined) {
    const { caseKey } = order;
    return entry(order, name, { suspense: -minor, reserved: minor }, { caseKey });
  }
  if (order.voided) {
    return balance.pending < minor
      ? null
      : entry(order, name, { pending: -minor, reserved: minor });
  }
  const net = takeAvailable(balance, minor);
  return net === null ? null : entry(order, name, { net, reserved: minor });
}

/** Refunds leave from what was paid in; payouts and withdrawals, from what is settled to us. */
export const purseOf = ({ kind }: Pick<Order, 'kind'>): Purse =>
  kind === 'payout' || kind === 'withdrawal' ? 'wallet' : 'collect';

/** What leaves, or below zero comes back, on the side of who carries it. */
function outside({ withdrawal }: Order, minor: bigint) {
  const bank = withdrawal?.bank ?? null;
  return bank === null ? { upstream: minor } : { platform: minor };
}

/** Which part of an account an entry about money that leaves is of. */
function dimensionsOf(order: Order, caseKey: string) {
  const bank = order.withdrawal?.bank ?? null;
  const code = bank === null ? {} : { platformCode: `bank:${bank}` as const };
  return { purse: purseOf(order), caseKey, ...code };
}

type Ending = 'paid' | 'failed' | 'returned';

/** What the merchant is notified of. */
const EVENTS = {
  payout: { paid: 'payout.paid', failed: 'payout.failed', returned: 'payout.reversed' },
  refund: { paid: 'refund.paid', failed: 'refund.failed', returned: 'refund.failed' },
  withdrawal: {
    paid: 'withdrawal.paid',
    failed: 'withdrawal.failed',
    returned: 'withdrawal.returned',
  },
} as const satisfies Readonly<Partial<Record<Order['kind'], Record<Ending, OrderEventType>>>>;

function eventOf({ kind }: Order, ending: Ending): OrderEventType {
  return EVENTS[kind === 'refund' || kind === 'withdrawal' ? kind : 'payout'][ending];
}

/** What an open order holds. The rest of a void is the fee, which is with us until it is paid. */
function heldMinor({ amountMinor, feeMinor, refundedFeeMinor, voided }: Order): bigint {
  return amountMinor + feeMinor - (voided ? refundedFeeMinor : 0n);
}

/** An order that was refused when it was made: nothing is held, its answer is kept with it. */
export function refusedAtOnce(order: Order, refusal: Refusal, at: Date): Order {
  const { code, detail } = refusal;
  const failure: Failure =
    code === 'insufficient_balance'
      ? { code, text: detail ?? 'insufficient balance', refusal }
      : { code: 'limit_exceeded', text: detail ?? 'the order was not possible', refusal };
  return { ...order, state: 'failed', feeMinor: 0n, refundedFeeMinor: 0n, failure, finalAt: at };
}

/**
 * Applies one fact to a payout or refund. Total: every state and fact has an answer. `balance`: of
 * its merchant. `payin`: what is refunded, as it stands; null for payouts.
 */
export function advanceOutgoing(
  order: Order,
  fact: OutgoingEvent,
  at: Date,
  balance: Balance,
  payin: Order | null = null,
): Effect {
  const books = { at, balance, payin };
  const move = MOVES[order.state][fact.kind];
  switch (move) {
    case 'open':
      return fact.kind === 'accepted' ? accept(order, fact) : ignored(order, fact.kind);
    case 'settle':
      if (fact.kind === 'paid') return settle(order, leftOf(fact), fact.amount.asset, books);
      if (fact.kind === 'paid_by_hand') return settle(order, fact, order.asset, books);
      return ignored(order, fact.kind);
    case 'release':
      return release(order, fact, books);
    case 'return':
      return reversePayout(order, fact, books);
    case 'stray':
      return fact.kind === 'paid' ? stray(order, fact) : ignored(order, fact.kind);
    case 'contradict':
      return contradiction(order, `${fact.kind} while ${order.state}`);
    case 'ignore':
      return ignored(
        order,
        fact.kind === 'unclear' ? `unclear: ${fact.reason}` : `${fact.kind} while ${order.state}`,
      );
  }
}

/** What stands beside an order when a fact meets it. */
interface Books {
  readonly at: Date;
  readonly balance: Balance;
  readonly payin: Order | null;
}

function failureOf(fact: OutgoingEvent): Failure {
  if (fact.kind === 'declined') return fact.failure;
  if (fact.kind === 'reversed') return { code: 'reversed', text: fact.reason };
  return { code: 'expired', text: 'not carried out in time' };
}

/** What left, and under which references. */
interface Left {
  readonly minor: bigint;
  readonly paymentRef: string | null;
  readonly bankRef: string | null;
  readonly upstreamId?: string | null;
}

const leftOf = ({ amount, ...refs }: Extract<Fact, { kind: 'paid' }>): Left => ({
  ...refs,
  minor: amount.minor,
});

/** The whole hold ends: the amount that left is booked, and a difference is shown to a person. */
function settle(order: Order, fact: Left, asset: Asset, { at, balance, payin }: Books): Effect {
  if (asset !== order.asset) return contradiction(order, 'paid in another currency');
  if (fact.minor <= 0n) return contradiction(order, 'paid with no amount');
  const left = fact.minor;
  const refundedFeeMinor = payin === null ? 0n : refundedFeeNow(order, payin);
  const { order: next, events } = notify(
    {
      ...order,
      state: 'paid',
      paidMinor: left,
      refundedFeeMinor,
      paymentRef: fact.paymentRef,
      bankRef: fact.bankRef ?? order.bankRef,
      upstreamId: fact.upstreamId ?? order.upstreamId,
      finalAt: at,
    },
    eventOf(order, 'paid'),
    at,
  );
  // Of a void, the fee is a part of what the payer gets: if it is not with us any more, for the
  // payin itself went back meanwhile, the merchant owes it.
  const net = order.voided
    ? debitByFact(balance, order.refundedFeeMinor - refundedFeeMinor)
    : creditAvailable(balance, refundedFeeMinor);
  const legs = withRest('suspense', {
    reserved: -heldMinor(order),
    ...outside(order, left),
    fees: order.feeMinor - refundedFeeMinor,
    net,
  });
  const caseKey = order.caseKey ?? caseKeyOf('amount_difference', nameOf(next));
  return {
    order: next,
    entries: [entry(next, `${order.kind}.paid`, legs, dimensionsOf(order, caseKey))],
    events,
    cases: [...debtCase(order, `${order.kind}.paid`, net), ...differenceCase(next)],
    note: null,
  };
}

/** What a payment is known by: of one that an operator has reported, the bank's reference. */
const nameOf = ({ paymentRef, bankRef }: Order) => `${paymentRef ?? bankRef}`;

function differenceCase(order: Order): readonly Case[] {
  // What a case has paid for, or has not, is the case's.
  if (order.paidMinor === order.amountMinor || order.caseKey !== undefined) return [];
  const detail = `${order.paidMinor} minor units of ${order.asset} left instead`;
  return [caseOf(order, 'amount_difference', nameOf(order), detail)];
}

/** What was promised, while the payin has that much of its fee left. */
function refundedFeeNow({ refundedFeeMinor }: Order, payin: Order): bigint {
  if (payin.state !== 'paid') return 0n;
  const left = payin.feeMinor - payin.refundedFeeMinor;
  return refundedFeeMinor < left ? refundedFeeMinor : left;
}

const caseOfRefund = ({ caseKey }: Order) => (caseKey === undefined ? {} : { caseKey });

/**
 * Money of an order that did not leave, or came back. A void's goes to where it was; if the payin
 * itself went back meanwhile, to the debt which that has left.
 */
function goesHome({ voided, caseKey }: Order, { payin, balance }: Books, minor: bigint) {
  if (caseKey !== undefined) return { suspense: minor };
  return voided && payin?.state === 'paid'
    ? { pending: minor }
    : { net: creditAvailable(balance, minor) };
}

/**
 * Proof that nothing left, or that it came back before we learned that it had left: the hold goes
 * back, and no fee was earned.
 */
function release(order: Order, fact: OutgoingEvent, books: Books): Effect {
  const { at } = books;
  const state = fact.kind === 'reversed' ? 'reversed' : 'failed';
  const { order: next, events } = notify(
    { ...order, state, feeMinor: 0n, refundedFeeMinor: 0n, failure: failureOf(fact), finalAt: at },
    eventOf(order, 'failed'),
    at,
  );
  const minor = heldMinor(order);
  const legs = { reserved: -minor, ...goesHome(order, books, minor) };
  return {
    order: next,
    entries: [entry(next, `${order.kind}.release`, legs, caseOfRefund(order))],
    events,
    cases: [],
    note: null,
  };
}

/**
 * The bank sent it back after it was paid: amount and fee return, and the merchant is notified. Of
 * what had left beyond the hold, nothing was the merchant's.
 */
function reversePayout(order: Order, fact: OutgoingEvent, books: Books): Effect {
  const { at, balance, payin } = books;
  const { amountMinor, paidMinor, feeMinor, refundedFeeMinor } = order;
  const excess = paidMinor > amountMinor ? paidMinor - amountMinor : 0n;
  const returned = paidMinor - excess + feeMinor;
  const taken = refundedFeeTaken(order, payin, returned);
  const { order: next, events } = notify(
    {
      ...order,
      state: 'reversed',
      corrected: true,
      refundedFeeMinor: refundedFeeMinor - taken,
      failure: failureOf(fact),
      finalAt: at,
    },
    eventOf(order, 'returned'),
    at,
  );
  const legs =
    order.caseKey !== undefined
      ? { upstream: -paidMinor, suspense: paidMinor }
      : order.voided
        ? voidUndone(order, books, taken)
        : {
            ...outside(order, -paidMinor),
            net: creditAvailable(balance, returned - taken),
            fees: taken - feeMinor,
            suspense: excess,
          };
  return {
    order: next,
    entries: [
      entry(
        next,
        `${order.kind}.reversed`,
        legs,
        dimensionsOf(order, order.caseKey ?? caseKeyOf('amount_difference', nameOf(order))),
      ),
    ],
    events,
    cases: [],
    note: null,
  };
}

/** With the refund, the fee that had come back is due again: out of what is returned. */
function refundedFeeTaken(order: Order, payin: Order | null, returned: bigint): bigint {
  const { refundedFeeMinor, voided } = order;
  if (payin?.state !== 'paid') return 0n;
  return voided || refundedFeeMinor < returned ? refundedFeeMinor : returned;
}

/** The payment stands as before its void, and settles: a difference leaves suspense again. */
function voidUndone(order: Order, books: Books, taken: bigint) {
  const home = goesHome(order, books, order.amountMinor - taken);
  return withRest('suspense', { ...home, upstream: -order.paidMinor, fees: taken });
}

/**
 * Upstream says that it paid what we had released, or that it paid twice: money is missing, and a
 * person must look.
 */
function stray(order: Order, fact: Extract<Fact, { kind: 'paid' }>): Effect {
  const { paymentRef } = fact;
  if (paymentRef === order.paymentRef) return ignored(order, 'the same payment, reported again');
  const { asset, minor } = fact.amount;
  if (minor <= 0n) return contradiction(order, 'paid with no amount');
  if (wasPaidByHand(order, fact)) {
    const note = 'the payment that an operator has reported';
    return { ...ignored(order, note), order: adopted(order, fact) };
  }
  if (order.state === 'reversed' && order.paymentRef === null) {
    // What came back before it was reported: nothing is missing.
    const next: Order = { ...order, paymentRef, bankRef: fact.bankRef ?? order.bankRef };
    return { order: next, entries: [], events: [], cases: [], note: null };
  }
  const name = `${order.kind}.stray:${paymentRef}`;
  const purse = purseOf(order);
  const caseKey = caseKeyOf('contradiction', paymentRef);
  return {
    order,
    entries: [entry(order, name, { upstream: minor, suspense: -minor }, { asset, purse, caseKey })],
    events: [],
    cases: [caseOf(order, 'contradiction', paymentRef, `paid ${minor} while ${order.state}`)],
    note: `paid while ${order.state}`,
  };
}
