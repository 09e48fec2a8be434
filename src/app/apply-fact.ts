/**
 * What a fact does to an order, its payin (refunds) and its dispatch: the one place where upstream
 * reports, query answers and our own sweeps become changes.
 */
import { advanceVerification } from '../domain/advance-verification.ts';
import type { Changes, DispatchUpdate, Rows } from '../domain/decision.ts';
import { continuingDispatch, type Dispatch } from '../domain/dispatch.ts';
import { caseOf, contradiction, type Effect, ignored } from '../domain/effect.ts';
import type { Id } from '../domain/id.ts';
import { asSentBy, isOfLeft, withLeft } from '../domain/left-dispatch.ts';
import { advanceMandate } from '../domain/mandate.ts';
import type { Asset } from '../domain/money.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { advancePayin, type PayinEvent, type PayinSetting } from '../domain/payin.ts';
import { advanceCode } from '../domain/payment-code.ts';
import { advanceOutgoing } from '../domain/payout.ts';
import type { Fact, ProviderEvent } from '../domain/provider-event.ts';
import { countRefund } from '../domain/refund.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import type { Snapshot } from '../ports/core.ts';

/** The balances that a fact about an order may move. */
export function balanceKeysOf(order: Order | null, fact: PayinEvent) {
  if (order === null) return [];
  const asset = assetOf(fact) ?? order.asset;
  const { merchantId, mode } = order;
  const key = { merchantId, mode, asset: order.asset };
  return asset === order.asset ? [key] : [key, { ...key, asset }];
}

/** Of which orders the cases are needed: money that goes back may lie in one. */
export function casesFor(orderIds: readonly Id[], { kind }: { readonly kind: string }) {
  return kind === 'reversed' || kind === 'cancelled' ? { casesOf: orderIds } : {};
}

/** The asset that a fact speaks of itself. */
function assetOf(fact: PayinEvent): Asset | undefined {
  if (fact.kind === 'paid') return fact.amount.asset;
  return fact.kind === 'reversed' ? fact.payment?.amount.asset : undefined;
}

/** The changes of one event to one locked order. A refund's payin must be locked beside it. */
export function applyEvent(
  rows: Rows,
  order: Order,
  event: PayinEvent,
  snapshot: Snapshot,
  at: Date,
): Changes {
  return changesOf(rows, order, effectOf(rows, order, event, snapshot, at));
}

/** A create of an order: its number, and the account that it went to. */
export type SentBy = AccountKey & Pick<Dispatch, 'n'>;

/** The changes of a fact about one of the creates of a locked order. */
export function applyFact(
  rows: Rows,
  order: Order,
  sent: SentBy,
  fact: Fact,
  snapshot: Snapshot,
  at: Date,
): Changes {
  return isOfLeft(order, sent.n) || !isSameAccount(order, sent)
    ? applyLeft(rows, order, sent, fact, snapshot, at)
    : applyEvent(rows, order, fact, snapshot, at);
}

/**
 * The changes of a fact about a dispatch that the order has left for another one. Money counts
 * wherever it came or went, and is booked by that dispatch's channel, terms and account; all else
 * is about an attempt that was given up, and may not touch the one that is under way.
 */
function applyLeft(
  rows: Rows,
  order: Order,
  { n, ...source }: SentBy,
  fact: Fact,
  snapshot: Snapshot,
  at: Date,
): Changes {
  const from = `${source.connector}/${source.account}`;
  if (fact.kind === 'reversed' && !isOfHeld(order, fact)) {
    return changesOf(rows, order, contradiction(order, `reversed by ${from}, which it has left`));
  }
  if (fact.kind !== 'paid' && fact.kind !== 'reversed') {
    const note = `${fact.kind} by ${from}, which it has left`;
    return changesOf(rows, order, { ...ignored(order, note), order: learned(order, n, fact) });
  }
  const known = asSentBy(order, n);
  // What it had there is not known of orders that had left before it was kept.
  const there =
    known !== null && isSameAccount(known, source)
      ? known
      : { ...order, connector: source.connector, account: source.account };
  const effect = effectOf(rows, there, fact, snapshot, at);
  const changes = changesOf(rows, there, effect);
  if (order.kind === 'payin' || isFinal(order.state) || fact.kind !== 'paid') return changes;
  const detail = `${from} paid what it had proved not to have; it may be paid twice`;
  const difference = caseOf(order, 'contradiction', `left:${fact.paymentRef}`, detail);
  return { ...changes, cases: [...effect.cases, difference] };
}

/** A second payment of a payin, reversed: it was named, and is not the one that was booked. */
function isOfHeld(
  { kind, state, paymentRef }: Order,
  { payment }: Extract<Fact, { kind: 'reversed' }>,
): boolean {
  return kind === 'payin' && isFinal(state) && payment !== undefined && payment.ref !== paymentRef;
}

/** The provider's id of what it was sent, and that it cancelled it, are kept with the dispatch. */
function learned(order: Order, n: number, fact: Fact): Order {
  const left = order.leftDispatches.find((one) => one.n === n);
  if (left === undefined) return order;
  if (fact.kind === 'cancelled' && !left.isCancelled) {
    return withLeft(order, n, { isCancelled: true });
  }
  if (fact.kind !== 'accepted' || left.upstreamId !== null) return order;
  const { upstreamId, instructions } = fact;
  return upstreamId === null ? order : withLeft(order, n, { upstreamId, instructions });
}

/** What an effect on a locked order writes. */
export function changesOf(rows: Rows, order: Order, effect: Effect): Changes {
  const changed = effect.order === order ? [] : [effect.order];
  const stored = rows.order(order.id);
  const isRewritten =
    effect.order.leftDispatches !== stored?.leftDispatches ||
    effect.order.verification !== stored.verification ||
    effect.order.partPayments !== stored.partPayments;
  return {
    ...(isRewritten ? { rewritten: changed } : {}),
    orders: [...(isRewritten ? [] : changed), ...payinsOf(rows, order, effect.order)],
    entries: effect.entries,
    events: effect.events,
    cases: effect.cases,
    ...(effect.note === null ? {} : { providerEventNote: effect.note }),
  };
}

function effectOf(
  rows: Rows,
  order: Order,
  event: PayinEvent,
  snapshot: Snapshot,
  at: Date,
): Effect {
  switch (order.kind) {
    case 'payin':
      return advancePayin(order, event, settingOf(rows, order, snapshot), at);
    case 'code':
      return advanceCode(order, event, at);
    case 'mandate':
      return advanceMandate(order, event, at);
    case 'verification':
      return advanceVerification(order, event, at);
    case 'payout':
    case 'withdrawal':
    case 'refund':
      return advanceOutgoing(order, event as Fact, at, rows.balance(order), payinOf(rows, order));
  }
}

/** What an order's merchant agreed to, and the balance as it is when the order's turn comes. */
export function settingOf(rows: Rows, order: Order, snapshot: Snapshot): PayinSetting {
  return {
    ...snapshot.amountRules(order),
    balance: rows.balance(order),
    cases: rows.cases(order.id),
    calendars: snapshot.calendars(),
  };
}

/** What a refund is of. */
function payinOf(rows: Rows, { kind, parentId }: Order): Order | null {
  return kind === 'refund' && parentId !== null ? rows.order(parentId) : null;
}

/** A refund that moved on counts on its payin: what failed or came back can be refunded again. */
function payinsOf(rows: Rows, before: Order, after: Order): readonly Order[] {
  // What a case pays for does not count on the payin.
  const payin = before.caseKey === undefined ? payinOf(rows, before) : null;
  if (payin === null) return [];
  const counted = countRefund(payin, before, after);
  return counted === payin ? [] : [counted];
}

/** An order as changes leave it. */
export function changedIn({ orders = [], rewritten = [] }: Changes, order: Order): Order {
  return [...orders, ...rewritten].find(({ id }) => id === order.id) ?? order;
}

/** A dispatch that has its answer, whoever brought it. */
export function answered(orderId: Id, n: number, at: Date, note: string): DispatchUpdate {
  return { orderId, n, leaseNo: null, state: 'done', queryCount: 0, nextAt: at, note };
}

/**
 * The second call of a create in two, where a fact says that the provider waits for it: committed
 * with what the first one brought, and once, however often that is reported. Its order's dispatches
 * must be locked.
 */
export function continuing(
  rows: Rows,
  before: Order,
  changes: Changes,
  fact: Fact,
  sent: SentBy,
  at: Date,
): readonly Dispatch[] {
  const order = changedIn(changes, before);
  if (!mayContinue(fact) || order.instructions !== null || isFinal(order.state)) return [];
  if (isOfLeft(order, sent.n) || !isSameAccount(order, sent)) return [];
  const next = continuingDispatch(order, sent.n, at);
  return rows.dispatches(order.id).some(({ n }) => n === next.n) ? [] : [next];
}

/** Whether a fact may bring a second call about: its order's dispatches are needed then. */
export function mayContinue(fact: { readonly kind: string; readonly continues?: true }): boolean {
  return fact.kind === 'accepted' && fact.continues === true;
}

/** Does this fact end the question whether a dispatch was executed? */
export function isAnswer({ kind }: ProviderEvent['fact']): boolean {
  return kind !== 'unclear' && kind !== 'dispute' && kind !== 'fraud_warning';
}
