/**
 * A payment code: a number, account or QR that payments arrive at. Its state says only whether it
 * is in use; each payment becomes a payin of its own, booked by the payin's rules. Money that
 * arrives after the code has ended, or once more at a code for one payment, is late money.
 */
import { isTakenLate } from './amount-rules.ts';
import { contradiction, type Effect, ignored } from './effect.ts';
import type { Id } from './id.ts';
import type { Failure, Order, OrderState } from './order.ts';
import { advancePayin, type PayinEvent, type PayinSetting, toSuspense } from './payin.ts';
import type { Fact } from './provider-event.ts';
import { isWithinTerms } from './terms-change.ts';

type Move = 'activate' | 'fail' | 'end' | 'expire' | 'close' | 'ignore' | 'contradict';

/** Rows: where the code is. Columns: what is reported. Payments are not among them: they arrive. */
const MOVES: Readonly<Record<OrderState, Readonly<Record<PayinEvent['kind'], Move>>>> = {
  created: row('activate', 'fail', 'expire', 'close'),
  pending: row('activate', 'fail', 'expire', 'close'),
  active: row('ignore', 'ignore', 'expire', 'close'),
  paid: row('ignore', 'ignore', 'ignore', 'ignore'),
  failed: row('ignore', 'ignore', 'ignore', 'ignore'),
  expired: row('ignore', 'ignore', 'ignore', 'ignore'),
  closed: row('ignore', 'ignore', 'ignore', 'ignore'),
  reversed: row('ignore', 'ignore', 'ignore', 'ignore'),
};

function row(
  accepted: Move,
  declined: Move,
  expire: Move,
  close: Move,
): Readonly<Record<PayinEvent['kind'], Move>> {
  return {
    accepted,
    activated: accepted,
    declined,
    expired: expire,
    expire,
    close,
    ended: close === 'close' ? 'end' : 'ignore',
    paid: 'contradict',
    paid_by_hand: 'ignore',
    reversed: 'contradict',
    cancelled: 'contradict',
    verified: 'contradict',
    unclear: 'ignore',
  };
}

/** Applies one event to a code. Total: every state and event has an answer. Nobody is notified. */
export function advanceCode(order: Order, event: PayinEvent, at: Date): Effect {
  const move = MOVES[order.state][event.kind];
  switch (move) {
    case 'activate':
      return event.kind === 'accepted' ? activate(order, event) : ignored(order, event.kind);
    case 'fail':
      return event.kind === 'declined'
        ? ended(order, 'failed', event.failure, at)
        : ignored(order, event.kind);
    case 'end':
      return ended(order, 'closed', BY_PROVIDER, at);
    case 'expire':
      return ended(order, 'expired', { code: 'expired', text: 'its time is over' }, at);
    case 'close':
      return ended(order, 'closed', BY_MERCHANT, at);
    case 'contradict':
      return contradiction(order, `${event.kind} of the code itself`);
    case 'ignore':
      return ignored(
        order,
        event.kind === 'unclear'
          ? `unclear: ${event.reason}`
          : `${event.kind} while ${order.state}`,
      );
  }
}

const BY_MERCHANT: Failure = { code: 'closed', text: 'closed by the merchant', by: 'merchant' };
const BY_PROVIDER: Failure = { code: 'closed', text: 'ended by the provider', by: 'provider' };

function activate(order: Order, fact: Extract<Fact, { kind: 'accepted' }>): Effect {
  const next: Order = {
    ...order,
    // Without what to show the payer nothing can be paid: upstream will be asked.
    state: fact.instructions === null && order.instructions === null ? 'pending' : 'active',
    upstreamId: order.upstreamId ?? fact.upstreamId,
    instructions: order.instructions ?? fact.instructions,
  };
  return { order: next, entries: [], events: [], cases: [], note: null };
}

function ended(order: Order, state: OrderState, failure: Failure, at: Date): Effect {
  const next: Order = { ...order, state, failure, finalAt: at };
  return { order: next, entries: [], events: [], cases: [], note: null };
}

/** The name space in which a group's code of a channel has the group's reference. */
export function codeScope({ scope }: { readonly scope: string }, channel: string): string {
  return `${scope}:${channel}`;
}

type Paid = Extract<Fact, { kind: 'paid' }>;

/** The name space in which each payment of a code has the provider's reference. */
export function arrivalScope(codeId: Id): string {
  return `code:${codeId}`;
}

/**
 * The payin of a payment that arrived at a code, as it stands before it is booked. Its amount is
 * what the code allows that comes nearest to what came: what is more or less is the merchant's
 * rule to decide about.
 */
export function arrivalOf(code: Order, fact: Paid, id: Id, at: Date): Order {
  const { termsChange: _, ...alike } = code;
  return {
    ...alike,
    id,
    kind: 'payin',
    scope: arrivalScope(code.id),
    merchantRef: fact.paymentRef,
    amountMinor: expectedOf(code, fact),
    state: 'pending',
    failure: null,
    paymentRef: null,
    bankRef: null,
    parentId: code.id,
    parent: { kind: 'code', ref: code.merchantRef },
    code: null,
    leftDispatches: [],
    partPayments: [],
    eventCount: 0,
    createdAt: at,
    expiresAt: null,
    finalAt: null,
    settleAt: null,
    settleOn: null,
    batch: null,
  };
}

/** Never 0: an order of nothing cannot be. */
function expectedOf(order: Order, { amount }: Paid): bigint {
  const { amountMinor, code, asset } = order;
  if (amountMinor > 0n) return amountMinor;
  const came = amount.asset === asset && amount.minor > 0n ? amount.minor : 1n;
  if (isWithinTerms(order, came)) return came;
  const least = code?.minMinor ?? null;
  const most = code?.maxMinor ?? null;
  if (least !== null && came < least) return least;
  return most !== null && came > most ? most : came;
}

/** A payment arrived: what becomes of its payin, and of the code. */
export interface Arrival {
  readonly payin: Effect;
  /** The same object when the code goes on as it was. */
  readonly code: Order;
}

/**
 * Books a payment that arrived. Late is what comes to a code that has ended: the merchant's rule
 * for late money says whether it is booked, or held for a person to decide. What the code does not
 * take is held as well: another currency, or another amount than its fixed one. Its payin has ended
 * then, for nothing more can come of it, and nobody is notified that it is paid.
 */
export function arrive(
  code: Order,
  payin: Order,
  fact: Paid,
  setting: PayinSetting,
  at: Date,
): Arrival {
  const late = code.state !== 'active' && code.state !== 'pending' && code.state !== 'created';
  const refused = whyHeld(code, fact, late && !isTakenLate(code, setting, at));
  if (refused !== null) {
    const failure: Failure = { code: 'closed', text: refused.text };
    const ended: Order = { ...payin, state: 'closed', failure, finalAt: at };
    return { payin: toSuspense(ended, fact, refused.kind), code };
  }
  // Another payer pays what comes next: a part of it cannot be waited for.
  const { short: _, ...asItComes } = setting;
  const effect = advancePayin(payin, fact, asItComes, at);
  const usedUp = code.code?.single === true && !late && effect.order.state === 'paid';
  return { payin: effect, code: usedUp ? { ...code, state: 'paid', finalAt: at } : code };
}

function whyHeld({ asset, amountMinor, state }: Order, { amount }: Paid, isTooLate: boolean) {
  if (amount.minor <= 0n) return null;
  if (amount.asset !== asset) {
    return { kind: 'wrong_asset', text: `paid in ${amount.asset}` } as const;
  }
  if (isTooLate) return { kind: 'late_payment', text: `the code is ${state}` } as const;
  const isOther = amountMinor > 0n && amount.minor !== amountMinor;
  return isOther
    ? ({ kind: 'amount_difference', text: 'not the amount of the code' } as const)
    : null;
}
