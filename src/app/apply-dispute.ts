/**
 * A verified report of a dispute: its payin and its disputes are locked, the state decides, and all
 * that comes of it is one commit. A state that is told twice counts once.
 */
import type { Changes, Command, Rows } from '../domain/decision.ts';
import { isCreate } from '../domain/dispatch.ts';
import {
  type Dispute,
  type DisputeReport,
  isOver,
  newDispute,
  withReport,
} from '../domain/dispute.ts';
import { advanceDispute, isOfBookedPayment } from '../domain/dispute-books.ts';
import { caseOf } from '../domain/effect.ts';
import { bucketOf, type Id, shardOf } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import { arrivalScope } from '../domain/payment-code.ts';
import {
  type Disputed,
  movementKey,
  type ProviderEvent,
  type ProviderEventResult,
} from '../domain/provider-event.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import { applyEvent, balanceKeysOf } from './apply-fact.ts';
import type { Deps } from './deps.ts';

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
  // The payment itself was not told yet: what is disputed is not there.
  if (order === 'not_told') return 'too_early';
  if (order === null) return 'unknown_order';
  if (await wasBookedBefore(deps, source, order, report)) return 'repeat';
  const wasSentThere = await isKnownAt(deps, source, order);
  return await deps.lanes.submit(
    disputeCommand(deps, source, eventKey, order.id, { report, wasSentThere }),
  );
}

async function arrivedAs(
  { reader }: DisputeDeps,
  code: Order,
  { paymentRef }: DisputeReport,
): Promise<Order | 'not_told'> {
  const scope = arrivalScope(code.id);
  return (await reader.orderByRef(code.merchantId, scope, paymentRef ?? '')) ?? 'not_told';
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
  /** Whether the order was ever with the account that tells it. */
  readonly wasSentThere: boolean;
}

function disputeCommand(
  deps: DisputeDeps,
  source: AccountKey,
  key: string,
  orderId: Id,
  { report, wasSentThere }: Reported,
): Command<ProviderEventResult> {
  const newId = deps.ids.next(bucketOf(orderId));
  const reversal = reversalOf(report);
  return {
    shard: shardOf(orderId, deps.lanes.shardCount),
    providerEvent: { source: `${source.connector}/${source.account}`, key, orderId },
    orderIds: [orderId],
    disputesOf: [orderId],
    casesOf: [orderId],
    balanceKeys: (rows) =>
      balanceKeysOf(rows.order(orderId), reversal ?? { kind: 'unclear', reason: '' }),
    decide(rows, at) {
      if (!rows.isFirstRecorded) return { changes: {}, answer: 'repeat' };
      const order = rows.order(orderId);
      const words = `dispute ${report.ref}: ${report.words}`;
      if (order === null) return { changes: { providerEventNote: words }, answer: 'unknown_order' };
      if (order.kind !== 'payin' || !wasSentThere) {
        const cases = [caseOf(order, 'dispute', report.ref, `${words}, about no payment of it`)];
        return { changes: { cases, providerEventNote: words }, answer: 'ignored' };
      }
      const isOpen = order.state === 'created' || order.state === 'pending';
      if (isOpen) return { changes: {}, answer: 'too_early', isDeferred: true };
      const known = rows.disputes(orderId).find((one) => isThis(one, source, report)) ?? null;
      if (!isSameAccount(order, source) || !isOfBookedPayment(order, report))
        return ofOther(deps, rows, order, { source, known, newId, report, at });
      const setting = { newId, source, balance: rows.balance(order) };
      const effect = advanceDispute(order, known, report, setting, at);
      const { dispute, entries, events, cases, note } = effect;
      const changes: Changes = {
        orders: effect.order === order ? [] : [effect.order],
        disputes: dispute === known ? [] : [dispute],
        ...{ entries, events, cases },
        ...(note === null ? {} : { providerEventNote: `${words}: ${note}` }),
      };
      return { changes, answer: note === null ? 'applied' : 'ignored' };
    },
  };
}

function isThis(one: Dispute, source: AccountKey, { ref }: DisputeReport): boolean {
  return one.ref === ref && isSameAccount(one, source);
}

/**
 * A dispute of a payment that is not the one the order is paid by: a second one or a late one,
 * whose money is in suspense, or one that was never told. It holds nothing; lost, its money leaves
 * from where it is.
 */
function ofOther(
  deps: DisputeDeps,
  rows: Rows,
  order: Order,
  reported: {
    readonly source: AccountKey;
    readonly known: Dispute | null;
    readonly newId: Id;
    readonly report: DisputeReport;
    readonly at: Date;
  },
): { changes: Changes; answer: ProviderEventResult } {
  const { source, known, newId: id, report, at } = reported;
  const { connector, account } = source;
  const about = { ...{ id, connector, account }, orderId: order.id, ...asOf(order) };
  const dispute = known === null ? newDispute(report, about, at) : withReport(known, report, at);
  const reversal = reversalOf(report);
  const wasOver = known !== null && isOver(known);
  const there = { ...order, connector, account };
  const moved =
    reversal === null || wasOver
      ? { cases: [caseOf(order, 'dispute', `${report.ref}:other`, whatOf(report))] }
      : applyEvent(rows, there, reversal, deps.snapshot.current(), at);
  return { changes: { ...moved, disputes: [dispute] }, answer: 'applied' };
}

const asOf = ({ merchantId, mode, asset }: Order) => ({ merchantId, mode, asset });

function whatOf({ ref, words, paymentRef }: DisputeReport): string {
  return `dispute ${ref} (${words}) is about payment ${paymentRef}, which is not the booked one`;
}
