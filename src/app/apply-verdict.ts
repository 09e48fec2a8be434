/** What a dispatch taught us, applied to order and dispatch in one commit. */
import type { PayMethod, Route } from '../domain/channel.ts';
import type {
  Changes,
  Command,
  Decision,
  DispatchUpdate,
  ProviderEventKey,
  Rows,
} from '../domain/decision.ts';
import {
  CREATES_MAX,
  closedNOf,
  createNOf,
  type Dispatch,
  DOUBT_CASE_AFTER,
  DOUBT_STEP_LAST_S,
  DOUBT_STEPS_S,
  dispatchOf,
  type Verdict,
} from '../domain/dispatch.ts';
import { caseOf } from '../domain/effect.ts';
import { goneOnBy, isOfLeft } from '../domain/left-dispatch.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { type Fact, movementKey } from '../domain/provider-event.ts';
import { isSameAccount, mayMoveOn } from '../domain/routing.ts';
import { confirmTerms, openChange, refuseTerms } from '../domain/terms-change.ts';
import type { Snapshot } from '../ports/core.ts';
import {
  applyFact,
  balanceKeysOf,
  casesFor,
  changedIn,
  continuing,
  mayContinue,
} from './apply-fact.ts';
import type { Deps } from './deps.ts';

/** Sends that provably did not execute are repeated this often, at growing distance. */
export const SEND_AGAIN_MAX = 5;
const SEND_AGAIN_STEP_S = 2;
/** Closings that were not answered are repeated this often: one more has no other effect. */
const CLOSE_AGAIN_MAX = 6;

const UNREACHABLE = {
  kind: 'declined',
  failure: { code: 'upstream_unavailable', text: 'the provider could not be reached' },
} as const satisfies Fact;

/**
 * Applies the verdict of a leased dispatch. A worker whose lease has passed to another still
 * reports facts (they are true), but no longer moves the dispatch: the update is fenced.
 * `parentId`: the payin of a refund. `next`: the route that the order goes on by, if this verdict
 * lets it leave its account.
 */
export async function applyVerdict(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  dispatch: Dispatch,
  parentId: bigint | null,
  verdict: Verdict,
  { next = null }: { readonly next?: Route | null } = {},
): Promise<Settled> {
  const command = verdictCommand(deps, dispatch, parentId, verdict, next);
  const { orderId } = dispatch;
  return await deps.lanes.submit<Settled>({
    ...command,
    decide(rows, at) {
      const { answer: applied, ...decision } = command.decide(rows, at);
      const order = changedIn(decision.changes, rows.order(orderId) as Order);
      return { ...decision, answer: { applied, order } };
    },
  });
}

/** What became of the dispatch, and the order as it is then. */
export interface Settled {
  readonly applied: Applied;
  readonly order: Order;
}

/**
 * The order goes on with this dispatch: `movedTo` another account, or `continuedBy` the second call
 * of a create.
 */
export type Applied =
  | 'applied'
  | 'doubt'
  | 'again'
  | { readonly movedTo: Dispatch }
  | { readonly continuedBy: Dispatch };

function verdictCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  dispatch: Dispatch,
  parentId: bigint | null,
  verdict: Verdict,
  next: Route | null,
): Command<Applied> {
  const snapshot = deps.snapshot.current();
  const { orderId } = dispatch;
  const isAboutSending = next !== null || verdict.kind === 'not_executed' || mayContinue(verdict);
  return {
    shard: dispatch.shard,
    ...movementOf(dispatch, verdict),
    orderIds: parentId === null ? [orderId] : [orderId, parentId],
    ...(isAboutSending ? { dispatchesOf: [orderId] } : {}),
    ...casesFor([orderId], verdict),
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), factOf(verdict)),
    decide(rows, at) {
      const order = rows.order(orderId);
      assertKnown(order, dispatch);
      if (dispatch.operation === 'close') {
        const { changes, answer } = closed(dispatch, verdict, at);
        if (verdict.kind !== 'cancelled') return { changes, answer };
        const sent = { ...dispatch, n: closedNOf(dispatch, order) };
        const fact = applyFact(rows, order, sent, verdict, snapshot, at);
        return { changes: { ...fact, ...changes }, answer };
      }
      if (dispatch.operation === 'update') return updated(rows, order, dispatch, verdict, at);
      if (!rows.isFirstRecorded)
        return { changes: done(dispatch, noteOf(verdict), at), answer: 'applied' };
      if (next !== null) {
        const method = snapshot.channel(order.channel)?.method;
        const moved = method && moveOn(rows, order, dispatch, verdict, method, next, at);
        if (moved) return moved;
      }
      switch (verdict.kind) {
        case 'doubt':
        case 'unclear':
          return { changes: inDoubt(order, dispatch, verdict.reason, at), answer: 'doubt' };
        case 'not_executed':
          // A lease that was lost: what became of the dispatch since then, others know.
          if (!isLeased(rows, dispatch)) return { changes: {}, answer: 'applied' };
          if (isFinal(order.state) || isLeft(order, dispatch)) {
            return { changes: done(dispatch, `not needed: ${order.state}`, at), answer: 'applied' };
          }
          if (dispatch.leaseNo < SEND_AGAIN_MAX) {
            const dispatchUpdates = [again(dispatch, verdict.reason, at)];
            return { changes: { dispatchUpdates }, answer: 'again' };
          }
          break;
        default:
          break;
      }
      return answeredBy(rows, order, dispatch, verdict, snapshot, at);
    },
  };
}

/** The dispatch has its answer, and the order what that says. */
function answeredBy(
  rows: Rows,
  order: Order,
  dispatch: Dispatch,
  verdict: Verdict,
  snapshot: Snapshot,
  at: Date,
): Decision<Applied> {
  const fact = factOf(verdict);
  const sent = { ...dispatch, n: createNOf(dispatch) };
  const changes = applyFact(rows, order, sent, fact, snapshot, at);
  const dispatches = continuing(rows, order, changes, fact, sent, at);
  const [continuedBy] = dispatches;
  return {
    changes: { ...changes, ...done(dispatch, noteOf(verdict), at), dispatches },
    answer: continuedBy === undefined ? 'applied' : { continuedBy },
  };
}

/**
 * What upstream says of a closing moves nothing, for ours is closed; only that it is cancelled
 * there is kept with the order. Without an answer it is sent again for a while; what is paid there
 * all the same is late money.
 */
function closed(dispatch: Dispatch, verdict: Verdict, at: Date): Decision<Applied> {
  const { orderId, n, leaseNo, queryCount } = dispatch;
  const open = verdict.kind === 'doubt' || verdict.kind === 'not_executed';
  if (!open || queryCount >= CLOSE_AGAIN_MAX) {
    return { changes: done(dispatch, noteOf(verdict), at), answer: 'applied' };
  }
  const nextAt = new Date(at.getTime() + (DOUBT_STEPS_S[queryCount] as number) * 1000);
  const update: DispatchUpdate = {
    orderId,
    n,
    leaseNo,
    state: 'ready',
    queryCount: queryCount + 1,
    nextAt,
    note: noteOf(verdict),
  };
  return { changes: { dispatchUpdates: [update] }, answer: 'again' };
}

/**
 * Other terms of a code are in force by the provider's word, and its refusal leaves them. Money
 * that is reported comes by an event of its own.
 */
function updated(
  rows: Rows,
  order: Order,
  dispatch: Dispatch,
  verdict: Verdict,
  at: Date,
): Decision<Applied> {
  const ended = done(dispatch, noteOf(verdict), at);
  if (openChange(order)?.n !== dispatch.n || isFinal(order.state)) {
    return { changes: ended, answer: 'applied' };
  }
  const now = (next: Order): Decision<Applied> => ({
    changes: { ...ended, rewritten: [next] },
    answer: 'applied',
  });
  switch (verdict.kind) {
    case 'accepted':
      return now(confirmTerms(order, verdict.instructions));
    case 'declined':
      return now(refuseTerms(order, verdict.failure));
    case 'not_executed':
      if (!isLeased(rows, dispatch)) return { changes: {}, answer: 'applied' };
      if (dispatch.leaseNo >= SEND_AGAIN_MAX) return now(refuseTerms(order, UNREACHABLE.failure));
      return {
        changes: { dispatchUpdates: [again(dispatch, verdict.reason, at)] },
        answer: 'again',
      };
    default:
      return { changes: inDoubt(order, dispatch, noteOf(verdict), at), answer: 'doubt' };
  }
}

/** Whether the dispatch is still as its worker leased it. */
function isLeased(rows: Rows, { orderId, n, leaseNo }: Dispatch): boolean {
  const now = rows.dispatches(orderId).find((one) => one.n === n);
  return now !== undefined && now.leaseNo === leaseNo && now.state !== 'done';
}

/** Whether the order has gone on since: to another account, or by a later choice of the payer. */
function isLeft(order: Order, dispatch: Dispatch): boolean {
  return isOfLeft(order, createNOf(dispatch)) || !isSameAccount(order, dispatch);
}

/**
 * The order leaves its account for another one: in one commit it is with the next, the next
 * dispatch is there, and the one before has ended or, in doubt, is asked about further. Null: it
 * may not, or not any more. Reported twice, for a commit's answer may get lost, it is moved once.
 */
function moveOn(
  rows: Rows,
  order: Order,
  dispatch: Dispatch,
  verdict: Verdict,
  method: PayMethod,
  { connector, account }: Route,
  at: Date,
): Decision<Applied> | null {
  const { orderId, n, operation } = dispatch;
  const all = rows.dispatches(orderId);
  const last = all.at(-1);
  if (last?.n === n + 1 && isSameAccount(last, { connector, account })) {
    return { changes: {}, answer: { movedTo: last } };
  }
  const isTried = all.some((one) => isSameAccount(one, { connector, account }));
  if (last?.n !== n || n >= CREATES_MAX || isTried || !isLeased(rows, dispatch)) return null;
  if (!mayMoveOn(order, dispatch, method, verdict)) return null;
  const moved = goneOnBy(order, { n: n + 1, connector, account });
  const movedTo = dispatchOf(moved, n + 1, operation, at);
  const isDoubt = verdict.kind === 'doubt' || verdict.kind === 'unclear';
  const left = isDoubt
    ? inDoubt(order, dispatch, verdict.reason, at)
    : done(dispatch, noteOf(verdict), at);
  return {
    changes: { ...left, rewritten: [moved], dispatches: [movedTo] },
    answer: { movedTo },
  };
}

/** A payment reported by a reply counts once, together with the provider event about it. */
function movementOf(
  { orderId, connector, account, operation }: Dispatch,
  verdict: Verdict,
): { providerEvent?: ProviderEventKey } {
  if (operation === 'close' || operation === 'update') return {};
  const key = movementKey(orderId, factOf(verdict));
  return key === null ? {} : { providerEvent: { source: `${connector}/${account}`, key, orderId } };
}

/** Proof that nothing was executed becomes a decline once sending has been tried often enough. */
function factOf(verdict: Verdict): Fact {
  if (verdict.kind === 'not_executed') return UNREACHABLE;
  return verdict.kind === 'doubt' ? { kind: 'unclear', reason: verdict.reason } : verdict;
}

function noteOf(verdict: Verdict): string {
  return 'reason' in verdict ? `${verdict.kind}: ${verdict.reason}` : verdict.kind;
}

function done({ orderId, n, leaseNo }: Dispatch, note: string, at: Date): Changes {
  const update: DispatchUpdate = {
    orderId,
    n,
    leaseNo,
    state: 'done',
    queryCount: 0,
    nextAt: at,
    note,
  };
  return { dispatchUpdates: [update] };
}

/** Back to `ready`: it may be sent again, for it provably was not. */
function again({ orderId, n, leaseNo }: Dispatch, note: string, at: Date): DispatchUpdate {
  const nextAt = new Date(at.getTime() + SEND_AGAIN_STEP_S * 1000 * 2 ** (leaseNo - 1));
  return { orderId, n, leaseNo, state: 'ready', queryCount: 0, nextAt, note };
}

/** Doubt moves neither order nor money. It is asked about on a timetable; then a case is opened. */
function inDoubt(order: Order, dispatch: Dispatch, reason: string, at: Date): Changes {
  const { orderId, n, leaseNo, queryCount } = dispatch;
  const waitS = DOUBT_STEPS_S[queryCount] ?? DOUBT_STEP_LAST_S;
  const update: DispatchUpdate = {
    orderId,
    n,
    leaseNo,
    state: 'doubt',
    queryCount: queryCount + 1,
    nextAt: new Date(at.getTime() + waitS * 1000),
    note: reason,
  };
  const isLong = queryCount + 1 >= DOUBT_CASE_AFTER && !isFinal(order.state);
  return {
    dispatchUpdates: [update],
    ...(isLong ? { cases: [caseOf(order, 'doubt', `${n}`, reason)] } : {}),
  };
}

function assertKnown(order: Order | null, { orderId }: Dispatch): asserts order is Order {
  if (order === null) throw new Error(`dispatch of an unknown order ${orderId}`);
}
