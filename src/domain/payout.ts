/**
 * Payouts and refunds: money that leaves. Both hold first, then settle or release; they differ in
 * words only (a refund also counts on its payin, see `refund.ts`). Doubt keeps the hold.
 */
import { accept, caseOf, contradiction, type Effect, ignored, notify } from './effect.ts';
import { feeOn } from './fee.ts';
import { type Balance, type Entry, entry } from './ledger.ts';
import type { Fact } from './news.ts';
import type { Failure, Order, OrderState } from './order.ts';

type Move = 'open' | 'settle' | 'release' | 'return' | 'stray' | 'ignore' | 'contradict';

/** Rows: where the order is. Columns: paid, declined, expired, reversed. */
const MOVES: Readonly<Record<OrderState, Readonly<Record<Fact['kind'], Move>>>> = {
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
    declined,
    activated,
    ended,
    expired,
    reversed,
    unclear,
  };
}

/** The fee of a payout or refund, on top of its amount. */
export function outgoingFee(order: Order): bigint {
  return feeOn(order.terms.fee, order.amountMinor);
}

/**
 * Holds amount and fee of a claimed order (its `feeMinor` is set). Null when `available` does not
 * cover them: the guard of every payout (the database repeats it as a CHECK).
 */
export function hold(order: Order, balance: Balance): Entry | null {
  const heldMinor = order.amountMinor + order.feeMinor;
  if (balance.available < heldMinor) return null;
  return entry(order, `${order.kind}.hold`, { available: -heldMinor, reserved: heldMinor });
}

/** The order id is used up: it stays failed, also when the balance grows later. */
export function refusedForBalance(order: Order, at: Date): Order {
  const failure: Failure = { code: 'insufficient_balance', text: 'insufficient balance' };
  return { ...order, state: 'failed', feeMinor: 0n, failure, finalAt: at };
}

/** Applies one fact to a payout or refund. Total: every state and fact has an answer. */
export function advanceOutgoing(order: Order, fact: Fact, at: Date): Effect {
  const move = MOVES[order.state][fact.kind];
  switch (move) {
    case 'open':
      return fact.kind === 'accepted' ? accept(order, fact) : ignored(order, fact.kind);
    case 'settle':
      return fact.kind === 'paid' ? settle(order, fact, at) : ignored(order, fact.kind);
    case 'release':
      return release(order, failureOf(fact), fact.kind === 'reversed' ? 'reversed' : 'failed', at);
    case 'return':
      return giveBack(order, failureOf(fact), at);
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

function failureOf(fact: Fact): Failure {
  if (fact.kind === 'declined') return fact.failure;
  if (fact.kind === 'reversed') return { code: 'reversed', text: fact.reason };
  return { code: 'expired', text: 'not carried out in time' };
}

/** The whole hold ends: the amount that left is booked, and a difference is shown to a person. */
function settle(order: Order, fact: Extract<Fact, { kind: 'paid' }>, at: Date): Effect {
  if (fact.amount.asset !== order.asset) return contradiction(order, 'paid in another currency');
  if (fact.amount.minor <= 0n) return contradiction(order, 'paid with no amount');
  const left = fact.amount.minor;
  const { order: next, notices } = notify(
    {
      ...order,
      state: 'paid',
      paidMinor: left,
      paymentRef: fact.paymentRef,
      bankRef: fact.bankRef ?? order.bankRef,
      upstreamId: fact.upstreamId ?? order.upstreamId,
      finalAt: at,
    },
    order.kind === 'refund' ? 'refund.paid' : 'payout.paid',
    at,
  );
  const difference = order.amountMinor - left;
  const legs = {
    reserved: -(order.amountMinor + order.feeMinor),
    upstream: left,
    fees: order.feeMinor,
    suspense: difference,
  };
  return {
    order: next,
    entries: [entry(next, `${order.kind}.paid`, legs)],
    notices,
    cases:
      difference === 0n
        ? []
        : [
            caseOf(
              order,
              'amount_difference',
              fact.paymentRef,
              `${left} minor units of ${order.asset} left instead`,
            ),
          ],
    note: null,
  };
}

/**
 * Proof that nothing left, or that it came back before we heard that it had left: the hold goes
 * back, and no fee was earned.
 */
function release(order: Order, failure: Failure, state: 'failed' | 'reversed', at: Date): Effect {
  const heldMinor = order.amountMinor + order.feeMinor;
  const { order: next, notices } = notify(
    { ...order, state, feeMinor: 0n, failure, finalAt: at },
    order.kind === 'refund' ? 'refund.failed' : 'payout.failed',
    at,
  );
  const legs = { reserved: -heldMinor, available: heldMinor };
  return {
    order: next,
    entries: [entry(next, `${order.kind}.release`, legs)],
    notices,
    cases: [],
    note: null,
  };
}

/**
 * The bank sent it back after it was paid: amount and fee return, and the merchant is told. Of what
 * had left beyond the hold, nothing was the merchant's.
 */
function giveBack(order: Order, failure: Failure, at: Date): Effect {
  const event = order.kind === 'refund' ? 'refund.failed' : 'payout.reversed';
  const { order: next, notices } = notify(
    { ...order, state: 'reversed', corrected: true, failure, finalAt: at },
    event,
    at,
  );
  const { amountMinor, paidMinor, feeMinor } = order;
  const excess = paidMinor > amountMinor ? paidMinor - amountMinor : 0n;
  const legs = {
    upstream: -paidMinor,
    available: paidMinor - excess + feeMinor,
    fees: -feeMinor,
    suspense: excess,
  };
  return {
    order: next,
    entries: [entry(next, `${order.kind}.reversed`, legs)],
    notices,
    cases: [],
    note: null,
  };
}

/**
 * Upstream says that it paid what we had released, or that it paid twice: money is missing, and a
 * person must look.
 */
function stray(order: Order, fact: Extract<Fact, { kind: 'paid' }>): Effect {
  const { paymentRef } = fact;
  if (paymentRef === order.paymentRef) return ignored(order, 'the same payment, told again');
  const { asset, minor } = fact.amount;
  if (minor <= 0n) return contradiction(order, 'paid with no amount');
  if (order.state === 'reversed' && order.paymentRef === null) {
    // What came back before it was told: nothing is missing.
    const next: Order = { ...order, paymentRef, bankRef: fact.bankRef ?? order.bankRef };
    return { order: next, entries: [], notices: [], cases: [], note: null };
  }
  const name = `${order.kind}.stray:${paymentRef}`;
  return {
    order,
    entries: [entry(order, name, { upstream: minor, suspense: -minor }, asset)],
    notices: [],
    cases: [caseOf(order, 'contradiction', paymentRef, `paid ${minor} while ${order.state}`)],
    note: `paid while ${order.state}`,
  };
}
