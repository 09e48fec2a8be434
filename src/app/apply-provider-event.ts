/**
 * A verified report from upstream: counted once, applied once, recorded even if it moves nothing.
 */
import type { Changes, Command, Rows } from '../domain/decision.ts';
import { isCreate, parseReference, referenceOf } from '../domain/dispatch.ts';
import { caseOf } from '../domain/effect.ts';
import { bucketOf, type Id, madeAtMs, shardOf } from '../domain/id.ts';
import { asSentBy, dispatchKnownAs } from '../domain/left-dispatch.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { arrivalOf, arrivalScope, arrive } from '../domain/payment-code.ts';
import {
  type Fact,
  type FraudWarning,
  movementKey,
  type ProviderEvent,
  type ProviderEventResult,
} from '../domain/provider-event.ts';
import { type AccountKey, isSameAccount } from '../domain/routing.ts';
import type { Snapshot } from '../ports/core.ts';
import { applyDispute } from './apply-dispute.ts';
import {
  answered,
  applyFact,
  balanceKeysOf,
  casesFor,
  continuing,
  isAnswer,
  mayContinue,
  settingOf,
} from './apply-fact.ts';
import type { Deps } from './deps.ts';
import { lanesBehindWall, wallBetween } from './mode-wall.ts';
import { movedFrom, paidOutOf, reverseMoved } from './moved-payment.ts';

/** Was the order ever sent to this account? Asked only where the order itself does not know. */
type AccountRelation = 'not_asked' | 'was_sent_there' | 'unrelated';

type EventDeps = Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids' | 'verifications'>;

/**
 * What a provider read of a payer is kept before its word counts, so that whoever is shown the
 * result finds it. Of another provider's order nothing is taken.
 */
async function keepReading(
  { reader, verifications }: Pick<EventDeps, 'reader' | 'verifications'>,
  source: AccountKey,
  { reference, fact }: ProviderEvent,
): Promise<void> {
  if (fact.kind !== 'verified' || fact.reading === null) return;
  const target = parseReference(reference);
  const order = target === null ? null : await reader.orderById(target.orderId);
  if (order?.kind !== 'verification' || !isSameAccount(order, source)) return;
  if (!isFinal(order.state)) await verifications.keepReading(order.id, fact.reading);
}

/**
 * Applies an event of one connector account: to the order that its reference names, else to the one
 * that the account knows by an id of the provider's. Resolves after COMMIT, so the caller may
 * acknowledge it then; rejects when nothing is known to be stored, and the provider must send it
 * again.
 */
export async function applyProviderEvent(
  { lanes, verifications, ...rest }: EventDeps,
  source: AccountKey,
  event: ProviderEvent,
): Promise<ProviderEventResult> {
  await keepReading({ verifications, ...rest }, source, event);
  const deps = { ...rest, lanes: lanesBehindWall({ lanes, ...rest }, source) };
  const result = await applyReferred(deps, source, event);
  if (result !== 'unknown_order') return result;
  for (const providerId of event.providerIds ?? []) {
    const reference = await referenceAt(deps, source, providerId, event.fact);
    if (reference !== null) return await applyReferred(deps, source, { ...event, reference });
  }
  return result;
}

/** The reference that an account has of what it knows by an id of its own. */
async function referenceAt(
  { reader }: Pick<Deps, 'reader'>,
  source: AccountKey,
  providerId: string,
  { kind }: ProviderEvent['fact'],
): Promise<string | null> {
  const found = await reader.orderByProviderId(source, providerId);
  if (found === null) return null;
  // What goes back is reported for the order that it came for, whichever it pays.
  const first = kind === 'dispute' || kind === 'reversed' ? await reader.cameFor(found) : null;
  const order = (first === null ? null : await reader.orderById(first)) ?? found;
  const n = dispatchKnownAs(order, source, providerId);
  const made = (await reader.dispatchesOf(order.id)).filter(isCreate);
  const sent = made.find((one) => one.n === n && isSameAccount(one, source));
  // A payment that arrived at a code was not sent by us, and is known by its own id alone.
  const known = sent ?? made.findLast((one) => isSameAccount(one, source));
  return known === undefined ? `${order.id}` : referenceOf(known);
}

async function applyReferred(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids'>,
  source: AccountKey,
  event: ProviderEvent,
): Promise<ProviderEventResult> {
  const target = parseReference(event.reference);
  if (target === null) return 'unknown_order';
  const { fact } = event;
  if (fact.kind === 'dispute') {
    return await applyDispute(deps, source, { ...event, fact }, target.orderId);
  }
  if (fact.kind === 'fraud_warning') {
    return await keepWarning(deps, source, event.eventKey, fact, target.orderId);
  }
  const movement: MovementEvent = { ...event, fact };
  if (target.of === 'code') return await applyCodeEvent(deps, source, movement, target);
  const isRefund = target.of === 'refund';
  const parentId = isRefund ? (await deps.reader.orderById(target.orderId))?.parentId : null;
  return await applyToOrder(deps, source, movement, target, parentId ?? null);
}

/** An event that moves an order itself. */
type MovementEvent = ProviderEvent & { readonly fact: Fact };

/** A warning moves no order: it is recorded with it, once, and shown to a person. */
async function keepWarning(
  deps: Pick<Deps, 'lanes'>,
  { connector, account }: AccountKey,
  key: string,
  { text }: FraudWarning,
  orderId: Id,
): Promise<ProviderEventResult> {
  return await deps.lanes.submit<ProviderEventResult>({
    shard: shardOf(orderId, deps.lanes.shardCount),
    providerEvent: { source: `${connector}/${account}`, key, orderId },
    orderIds: [orderId],
    balanceKeys: () => [],
    decide(rows) {
      if (!rows.isFirstRecorded) return { changes: {}, answer: 'repeat' };
      const order = rows.order(orderId);
      const providerEventNote = `fraud warning: ${text}`;
      if (order === null) return { changes: { providerEventNote }, answer: 'unknown_order' };
      const cases = [caseOf(order, 'fraud_warning', key, text)];
      return { changes: { providerEventNote, cases }, answer: 'applied' };
    },
  });
}

/** Applies an event to the order itself. */
async function applyToOrder(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader'>,
  source: AccountKey,
  event: MovementEvent,
  target: { orderId: Id; n: number },
  parentId: Id | null = null,
): Promise<ProviderEventResult> {
  const movedTo = await movedOf(deps, event.fact, target.orderId);
  const about = { ...target, parentId, movedTo };
  const offer = (known: AccountRelation) =>
    deps.lanes.submit(providerEventCommand(deps, source, event, about, known));
  const result = await offer('not_asked');
  if (result !== 'elsewhere') return result;
  // Hardly ever: the order is with another account now. Dispatches are only added to, so what is
  // read here holds.
  const dispatches = await deps.reader.dispatchesOf(target.orderId);
  const wasSent = dispatches.some((dispatch) => isSameAccount(dispatch, source));
  return (await offer(wasSent ? 'was_sent_there' : 'unrelated')) as ProviderEventResult;
}

/** Orders that may be paid by what goes back of this one. */
async function movedOf(
  { reader }: Pick<Deps, 'reader'>,
  fact: Fact,
  orderId: Id,
): Promise<readonly Id[]> {
  if (fact.kind !== 'reversed' || fact.payment === undefined) return [];
  return await movedFrom({ reader }, await reader.orderById(orderId), fact.payment.ref);
}

/** An event of a code: of itself, of a payment that arrived, or of one that was reversed. */
async function applyCodeEvent(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'reader' | 'ids'>,
  source: AccountKey,
  event: MovementEvent,
  target: { orderId: Id; n: number },
): Promise<ProviderEventResult> {
  const { fact } = event;
  if (fact.kind !== 'paid' && fact.kind !== 'reversed') {
    return await applyToOrder(deps, source, event, target);
  }
  const code = await deps.reader.orderById(target.orderId);
  const isOurs = code?.kind === 'code' && isSameAccount(code, source);
  if (!isOurs || wallBetween(deps.snapshot.current(), source, code) !== null) {
    return await applyToOrder(deps, source, event, target);
  }
  if (fact.kind === 'paid') {
    return await deps.lanes.submit(arrivalCommand(deps, source, code, fact));
  }
  const merchantRef = fact.payment?.ref ?? '';
  const name = { ...code, scope: arrivalScope(code.id), merchantRef };
  const payin = await deps.reader.orderByRef(name);
  if (payin === null) return 'too_early';
  return await applyToOrder(deps, source, event, { orderId: payin.id, n: 1 });
}

/**
 * A payment that arrived at a code becomes a payin under the provider's reference of the payment:
 * reported again, the reference is taken and nothing happens.
 */
function arrivalCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot' | 'ids'>,
  source: AccountKey,
  { id: codeId, shard, ...code }: Order,
  fact: Extract<Fact, { kind: 'paid' }>,
): Command<ProviderEventResult> {
  const snapshot = deps.snapshot.current();
  const id = deps.ids.next(bucketOf(codeId));
  const arrivedAt = new Date(madeAtMs(id));
  // A code may be older than what is agreed now: those of the payment's own day hold.
  const terms = snapshot.terms(code.merchantId, code.channel, arrivedAt) ?? code.terms;
  const claim = arrivalOf({ id: codeId, shard, ...code, terms }, fact, id, arrivedAt);
  const key = movementKey(codeId, fact) as string;
  return {
    shard,
    claim,
    providerEvent: { source: `${source.connector}/${source.account}`, key, orderId: id },
    orderIds: [codeId],
    balanceKeys: () => balanceKeysOf(claim, fact),
    decide(rows, at) {
      if (rows.claim?.won !== true) return { changes: {}, answer: 'repeat' };
      const now = rows.order(codeId) as Order;
      const { payin, code: next } = arrive(now, claim, fact, settingOf(rows, claim, snapshot), at);
      return {
        changes: {
          orders: [payin.order, ...(next === now ? [] : [next])],
          entries: payin.entries,
          events: payin.events,
          cases: payin.cases,
          ...(payin.note === null ? {} : { providerEventNote: payin.note }),
        },
        answer: payin.note === null ? 'applied' : 'ignored',
      };
    },
  };
}

/** A create of an order, and what else the event may touch. */
interface About {
  readonly orderId: Id;
  readonly n: number;
  /** A refund's payin. */
  readonly parentId: Id | null;
  readonly movedTo: readonly Id[];
}

function providerEventCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  source: AccountKey,
  event: MovementEvent,
  { orderId, n, parentId, movedTo }: About,
  known: AccountRelation,
): Command<ProviderEventResult | 'elsewhere'> {
  const snapshot = deps.snapshot.current();
  const key = movementKey(orderId, event.fact) ?? event.eventKey;
  return {
    shard: shardOf(orderId, deps.lanes.shardCount),
    providerEvent: { source: `${source.connector}/${source.account}`, key, orderId },
    orderIds: [orderId, ...(parentId === null ? [] : [parentId]), ...movedTo],
    ...(mayContinue(event.fact) ? { dispatchesOf: [orderId] } : {}),
    ...casesFor([orderId, ...movedTo], event.fact),
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), event.fact),
    decide(rows, at) {
      const order = rows.order(orderId);
      if (!rows.isFirstRecorded) return { changes: {}, answer: 'repeat' };
      if (order === null)
        return { changes: { providerEventNote: 'unknown order' }, answer: 'unknown_order' };
      // Without its payin beside it a refund cannot be moved: only `R…` references lock both.
      if (order.kind === 'refund' && parentId === null) {
        return { changes: { providerEventNote: "not this refund's reference" }, answer: 'ignored' };
      }
      const sent = { ...source, n };
      const isThere = isSameAccount(asSentBy(order, n) ?? order, source);
      if (!isThere && known === 'not_asked') {
        return { changes: {}, answer: 'elsewhere', isDeferred: true };
      }
      if (!isThere && known === 'unrelated') {
        const detail = `${event.fact.kind} from ${source.connector}/${source.account}`;
        const cases = [caseOf(order, 'contradiction', event.eventKey, detail)];
        return {
          changes: { cases, providerEventNote: 'from another provider' },
          answer: 'ignored',
        };
      }
      const changes =
        reversedElsewhere(rows, order, { event, source, movedTo }, snapshot, at) ??
        applyFact(rows, order, sent, event.fact, snapshot, at);
      // An order is pending by its dispatch's answer. Who lost that lease is asked about once more.
      const isAnswered = order.state === 'pending' && order.dispatchN === n;
      const dispatchUpdates =
        isAnswer(event.fact) && !isAnswered
          ? [answered(orderId, n, at, `provider event: ${event.fact.kind}`)]
          : [];
      const dispatches = continuing(rows, order, changes, event.fact, sent, at);
      return {
        changes: { ...changes, dispatchUpdates, dispatches },
        answer: changes.providerEventNote === undefined ? 'applied' : 'ignored',
      };
    },
  };
}

/** A reversal of a payment that pays other orders than the one it came for; null: it is none. */
function reversedElsewhere(
  rows: Rows,
  order: Order,
  {
    event,
    source,
    movedTo,
  }: {
    readonly event: MovementEvent;
    readonly source: AccountKey;
    readonly movedTo: readonly Id[];
  },
  snapshot: Snapshot,
  at: Date,
): Changes | null {
  const { fact } = event;
  if (fact.kind !== 'reversed' || fact.payment === undefined) return null;
  const others = paidOutOf(rows, order, { ref: fact.payment.ref, source }, movedTo);
  return others.length === 0
    ? null
    : reverseMoved(rows, order, others, { fact, source }, snapshot, at);
}
