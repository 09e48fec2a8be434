/**
 * A verified report of a dispute: its payin and its disputes are locked, the state decides, and all
 * that comes of it is one commit. A state that is reported twice counts once.
 */
import type { Changes, Command, Rows } from '../domain/decision.ts';
import { isCreate } from '../domain/dispatch.ts';
import { type Dispute, type DisputeReport, minorIn } from '../domain/dispute.ts';
import { advanceAside, returnAside, reversalBy } from '../domain/dispute-aside.ts';
import { advanceDispute, type DisputeSetting, isOfBookedPayment } from '../domain/dispute-books.ts';
import { caseOf } from '../domain/effect.ts';
import { bucketOf, type Id, shardOf } from '../domain/id.ts';
import { post } from '../domain/ledger.ts';
import type { Money } from '../domain/money.ts';
import { sharesOf, stillHeldOf } from '../domain/moved-payment.ts';
import type { Order } from '../domain/order.ts';
import { isPartOf } from '../domain/part-payments.ts';
import { arrivalScope } from '../domain/payment-code.ts';
import {
  type Disputed,
  movementKey,
  type ProviderEvent,
  type ProviderEventResult,
} from '../domain/provider-event.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import { applyEvent, balanceKeysOf, changesOf } from './apply-fact.ts';
import type { Deps } from './deps.ts';
import { joined, movedFrom, paidOutOf, standingAs } from './moved-payment.ts';

type DisputeDeps = Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids'>;

/** A report about what an order was sent as, or what arrived at a code. */
export async function applyDispute(
  deps: DisputeDeps,
  source: AccountKey,
  { eventKey, fact }: ProviderEvent & { readonly fact: Disputed },
  orderId: Id,
): Promise<ProviderEventResult> {
  const { dispute: report } = fact;
  const named = await deps.reader.orderById(orderId);
  const order = named?.kind === 'code' ? await arrivedAs(deps, named, report) : named;
  // The payment itself was not reported yet: what is disputed is not there.
  if (order === 'not_reported') return 'too_early';
  if (order === null) return 'unknown_order';
  if (await wasBookedBefore(deps, source, order, report)) return 'repeat';
  const wasSentThere = await isKnownAt(deps, source, order);
  const movedTo = await movedFrom(deps, order, report.paymentRef);
  return await deps.lanes.submit(
    disputeCommand(deps, source, eventKey, order.id, { report, wasSentThere, movedTo }),
  );
}

async function arrivedAs(
  { reader }: DisputeDeps,
  code: Order,
  { paymentRef }: DisputeReport,
): Promise<Order | 'not_reported'> {
  const name = { ...code, scope: arrivalScope(code.id), merchantRef: paymentRef ?? '' };
  return (await reader.orderByRef(name)) ?? 'not_reported';
}

/** Before there were disputes, a lost one was booked as a reversal, under the key of one. */
async function wasBookedBefore(
  { reader }: DisputeDeps,
  { connector, account }: AccountKey,
  order: Order,
  report: DisputeReport,
): Promise<boolean> {
  const reversal = reversalOf(report);
  const key = reversal === null ? null : movementKey(order.id, reversal);
  return (
    key !== null && (await reader.wasRecorded(order.merchantId, `${connector}/${account}`, key))
  );
}

async function isKnownAt(
  { reader }: DisputeDeps,
  source: AccountKey,
  order: Order,
): Promise<boolean> {
  if (isSameAccount(order, source)) return true;
  const made = (await reader.dispatchesOf(order.id)).filter(isCreate);
  return made.some((dispatch) => isSameAccount(dispatch, source));
}

/** A lost dispute as the reversal of a payment; null: it is not lost, or of no known amount. */
function reversalOf({ ref, state, reason, paymentRef, amount, decided }: DisputeReport) {
  const back = decided ?? amount;
  if ((state !== 'lost' && state !== 'accepted') || paymentRef === null || back === null)
    return null;
  return {
    kind: 'reversed',
    reason: reason === null ? 'chargeback' : `chargeback: ${reason}`,
    payment: { ref: paymentRef, amount: back, reversalRef: ref },
  } as const;
}

interface Reported {
  readonly report: DisputeReport;
  /** Whether the order was ever with the account that reports it. */
  readonly wasSentThere: boolean;
  /** Orders that may be paid by what came for this one. */
  readonly movedTo: readonly Id[];
}

function disputeCommand(
  deps: DisputeDeps,
  source: AccountKey,
  eventKey: string,
  orderId: Id,
  { report, wasSentThere, movedTo }: Reported,
): Command<ProviderEventResult> {
  const newIds = [orderId, ...movedTo].map(() => deps.ids.next(bucketOf(orderId)));
  // What lies beside an order may be in another currency.
  const amount = report.decided ?? report.amount;
  const meant =
    amount === null
      ? ({ kind: 'unclear', reason: '' } as const)
      : ({ kind: 'reversed', reason: '', payment: { ref: '', amount } } as const);
  return {
    shard: shardOf(orderId, deps.lanes.shardCount),
    // A provider's id of a dispute may be the same for two orders.
    providerEvent: {
      ...{ source: `${source.connector}/${source.account}`, key: `${eventKey}@${orderId}` },
      orderId,
    },
    orderIds: [orderId, ...movedTo],
    disputesOf: [orderId, ...movedTo],
    casesOf: [orderId, ...movedTo],
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), meant),
    decide(rows, at) {
      if (!rows.isFirstRecorded) return { changes: {}, answer: 'repeat' };
      const order = rows.order(orderId);
      const words = `dispute ${report.ref}: ${report.words}`;
      if (order === null) return { changes: { providerEventNote: words }, answer: 'unknown_order' };
      if (order.kind !== 'payin' || !wasSentThere) {
        const cases = [caseOf(order, 'dispute', report.ref, `${words}, about no payment of it`)];
        return { changes: { cases, providerEventNote: words }, answer: 'ignored' };
      }
      const others =
        report.paymentRef === null
          ? []
          : paidOutOf(rows, order, { ref: report.paymentRef, source }, movedTo);
      if (others.length === 0 && mayStillBePaid(order, report)) {
        return { changes: {}, answer: 'too_early', isDeferred: true };
      }
      const reporting = { rows, order, others, source, report, newIds, at };
      const { note, ...changes } = ofAll(deps, reporting);
      if (note === null) return { changes, answer: 'applied' };
      return { changes: { ...changes, providerEventNote: `${words}: ${note}` }, answer: 'ignored' };
    },
  };
}

/** The payment of an order that waits to be paid, where it is not one of its parts. */
function mayStillBePaid(order: Order, { paymentRef }: DisputeReport): boolean {
  const isOpen = order.state === 'created' || order.state === 'pending';
  return isOpen && !isPartOf(order, paymentRef ?? '');
}

/** One report, and what it finds. */
interface Reporting {
  readonly rows: Rows;
  readonly order: Order;
  /** Paid by the disputed payment, which came for `order`. */
  readonly others: readonly Order[];
  readonly source: AccountKey;
  readonly report: DisputeReport;
  /** Of the order's dispute, and of each of the others'. */
  readonly newIds: readonly Id[];
  readonly at: Date;
}

/** What of a report is about one order. */
interface Part {
  readonly order: Order;
  readonly report: DisputeReport;
  readonly known: Dispute | null;
  readonly newId: Id;
}

/** What a report does to its own order, and to each that is paid by the disputed payment. */
function ofAll(deps: DisputeDeps, reporting: Reporting): Noted {
  const { rows, order, report, newIds } = reporting;
  const known = knownIn(reporting, order.id);
  const parts =
    reporting.others.length === 0
      ? [{ order, report, known, newId: newIds[0] as Id }]
      : partsOf(reporting, known);
  const disputedMinor = bookedMinor(reporting, parts);
  let balance = rows.balance(order);
  let isCharged = parts.some((part) => isChargedIn(part.known, report));
  return parts
    .map((part) => {
      const split = { disputedMinor, isCharged: isCharged && !isChargedIn(part.known, report) };
      const done = ofPart(deps, reporting, part, { balance, split });
      balance = (done.entries ?? []).reduce(post, balance);
      isCharged ||= (done.disputes ?? []).some((one) => isChargedIn(one, report));
      return done;
    })
    .reduce(bothOf);
}

const isChargedIn = (one: Dispute | null, { round }: DisputeReport) =>
  one !== null && one.feeRound >= round;

/** What is disputed of the orders that the payment pays; null: not reported in their asset. */
function bookedMinor(reporting: Reporting, parts: readonly Part[]): bigint | null {
  const { asset } = reporting.order;
  const amounts = parts
    .filter((part) => isBookedPart(reporting, part))
    .map((part) => minorIn(part.report.amount, asset));
  return amounts.reduce((sum, one) => (sum === null || one === null ? null : sum + one), 0n);
}

function knownIn({ rows, source, report }: Reporting, orderId: Id): Dispute | null {
  return rows.disputes(orderId).find((one) => isThis(one, source, report)) ?? null;
}

/** Each order's part: what still lies in cases leaves before what pays others. */
function partsOf(reporting: Reporting, known: Dispute | null): readonly Part[] {
  const { rows, order, others, report, newIds } = reporting;
  const ref = report.paymentRef ?? '';
  const there = isOfBookedPayment(order, report, rows.cases(order.id))
    ? order.paidMinor
    : (known?.lostMinor ?? 0n) + stillHeldOf(order, ref, rows.cases(order.id));
  const share = (money: Money | null) =>
    money &&
    sharesOf(
      money.minor,
      there,
      others.map(({ paidMinor }) => paidMinor),
    ).map((minor) => ({ ...money, minor }));
  const [amounts, decided] = [share(report.amount), share(report.decided)];
  return [order, ...others].flatMap((one, at) => {
    const own = at === 0;
    const part = {
      order: one,
      known: own ? known : knownIn(reporting, one.id),
      newId: newIds[at] as Id,
      report: {
        ...report,
        paymentRef: own ? ref : one.paymentRef,
        amount: amounts?.[at] ?? null,
        decided: decided?.[at] ?? null,
      },
    };
    const { amount } = part.report;
    const isNone = part.known === null && (amount === null ? own : amount.minor === 0n);
    return isNone ? [] : [part];
  });
}

/** One after the other, as one: it moved something if any of them did. */
function bothOf(one: Noted, other: Noted): Noted {
  const note = one.note === null || other.note === null ? null : `${one.note}; ${other.note}`;
  return { ...joined(one, other), note };
}

/** Whether a part is of what its order is paid by. */
function isBookedPart({ rows, source, ...reporting }: Reporting, { order, report }: Part): boolean {
  return (
    order.id !== reporting.order.id ||
    (isSameAccount(order, source) && isOfBookedPayment(order, report, rows.cases(order.id)))
  );
}

function ofPart(
  deps: DisputeDeps,
  reporting: Reporting,
  part: Part,
  standing: Pick<DisputeSetting, 'balance' | 'split'>,
): Noted {
  const { rows, source, at } = reporting;
  const { order, report, known, newId } = part;
  const setting = { newId, source, ...standing };
  return isBookedPart(reporting, part)
    ? ofBooked(order, known, report, setting, at)
    : ofOther(deps, rows, order, { known, report, setting, at });
}

function isThis(one: Dispute, source: AccountKey, { ref }: DisputeReport): boolean {
  return one.ref === ref && isSameAccount(one, source);
}

/** Changes, and why a report moved nothing; null: it did. */
type Noted = Changes & { readonly note: string | null };

function ofBooked(
  order: Order,
  known: Dispute | null,
  report: DisputeReport,
  setting: DisputeSetting,
  at: Date,
): Noted {
  const effect = advanceDispute(order, known, report, setting, at);
  const { dispute, entries, events, cases, note } = effect;
  return {
    orders: effect.order === order ? [] : [effect.order],
    disputes: dispute === known ? [] : [dispute],
    ...{ entries, events, cases, note },
  };
}

/** A dispute of another payment than the one the order is paid by: `dispute-aside.ts`. */
function ofOther(
  deps: DisputeDeps,
  rows: Rows,
  order: Order,
  reported: {
    readonly known: Dispute | null;
    readonly report: DisputeReport;
    readonly setting: DisputeSetting;
    readonly at: Date;
  },
): Noted {
  const { known, report, setting, at } = reported;
  const { source } = setting;
  const { paymentRef } = report;
  const isLeft = !isSameAccount(order, source);
  if (paymentRef !== null && isLeft && isOfBookedPayment(order, report, rows.cases(order.id))) {
    const { connector, account } = source;
    const detail = `${report.words} of payment ${paymentRef} by ${connector}/${account}, which it has left`;
    return { cases: [caseOf(order, 'dispute', `${report.ref}:left`, detail)], note: detail };
  }
  const effect = advanceAside(order, known, report, setting, at);
  const { dispute, takenMinor, cases, note } = effect;
  const disputes = dispute === known ? [] : [dispute];
  if (takenMinor === 0n || paymentRef === null) return { disputes, cases, note };
  const there = { ...order, connector: source.connector, account: source.account };
  if (takenMinor > 0n) {
    const reversal = reversalBy(dispute, report, takenMinor);
    const moved = applyEvent(rows, there, reversal, deps.snapshot.current(), at);
    return { ...standingAs(order, moved), disputes, note: null };
  }
  const money = { asset: dispute.asset, minor: -takenMinor };
  const back = returnAside(there, dispute, paymentRef, money, rows.cases(order.id));
  const moved = changesOf(rows, there, back);
  return { ...standingAs(order, moved), disputes, note: back.note };
}
