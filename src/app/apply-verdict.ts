/** What a dispatch taught us, applied to order and dispatch in one commit. */
import type { Changes, Command, Decision, DispatchUpdate, NewsKey } from '../domain/decision.ts';
import {
  type Dispatch,
  DOUBT_CASE_AFTER,
  DOUBT_STEP_LAST_S,
  DOUBT_STEPS_S,
  type Verdict,
} from '../domain/dispatch.ts';
import { caseOf } from '../domain/effect.ts';
import { type Fact, movementKey } from '../domain/news.ts';
import { isFinal, type Order } from '../domain/order.ts';
import { applyEvent, balanceKeysOf } from './apply-fact.ts';
import type { Deps } from './deps.ts';

/** Sends that provably did not execute are repeated this often, at growing distance. */
const SEND_AGAIN_MAX = 5;
const SEND_AGAIN_STEP_S = 2;
/** Closings that were not answered are repeated this often: one more has no other effect. */
const CLOSE_AGAIN_MAX = 6;

const UNREACHABLE: Fact = {
  kind: 'declined',
  failure: { code: 'upstream_unavailable', text: 'the provider could not be reached' },
};

/**
 * Applies the verdict of a leased dispatch. A worker whose lease has passed to another still
 * reports facts (they are true), but no longer moves the dispatch: the update is fenced.
 * `parentId`: the payin of a refund.
 */
export async function applyVerdict(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  dispatch: Dispatch,
  parentId: bigint | null,
  verdict: Verdict,
): Promise<'applied' | 'doubt' | 'again'> {
  return await deps.lanes.submit(verdictCommand(deps, dispatch, parentId, verdict));
}

type Applied = 'applied' | 'doubt' | 'again';

function verdictCommand(
  deps: Pick<Deps, 'lanes' | 'snapshot'>,
  dispatch: Dispatch,
  parentId: bigint | null,
  verdict: Verdict,
): Command<Applied> {
  const snapshot = deps.snapshot.current();
  const { orderId } = dispatch;
  return {
    shard: dispatch.shard,
    ...movementOf(dispatch, verdict),
    orderIds: parentId === null ? [orderId] : [orderId, parentId],
    balanceKeys: (rows) => balanceKeysOf(rows.order(orderId), factOf(verdict)),
    decide(rows, at) {
      const order = rows.order(orderId);
      assertKnown(order, dispatch);
      if (dispatch.operation === 'close') return closed(dispatch, verdict, at);
      if (!rows.firstTold)
        return { changes: done(dispatch, noteOf(verdict), at), answer: 'applied' };
      switch (verdict.kind) {
        case 'doubt':
        case 'unclear':
          return { changes: inDoubt(order, dispatch, verdict.reason, at), answer: 'doubt' };
        case 'not_executed':
          if (isFinal(order.state)) {
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
      const changes = applyEvent(rows, order, factOf(verdict), snapshot, at);
      return {
        changes: { ...changes, ...done(dispatch, noteOf(verdict), at) },
        answer: 'applied',
      };
    },
  };
}

/**
 * What upstream says of a closing moves nothing: ours is closed. Without an answer it is sent again
 * for a while; what is paid there all the same is late money.
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

/** A payment told by a reply counts once together with the news of it. */
function movementOf(
  { orderId, connector, account, operation }: Dispatch,
  verdict: Verdict,
): { news?: NewsKey } {
  if (operation === 'close') return {};
  const key = movementKey(orderId, factOf(verdict));
  return key === null ? {} : { news: { source: `${connector}/${account}`, key, orderId } };
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

/** Doubt moves neither order nor money. It is asked about on a timetable; then a person is told. */
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
  const told = queryCount + 1 >= DOUBT_CASE_AFTER && !isFinal(order.state);
  return {
    dispatchUpdates: [update],
    ...(told ? { cases: [caseOf(order, 'doubt', `${n}`, reason)] } : {}),
  };
}

function assertKnown(order: Order | null, { orderId }: Dispatch): asserts order is Order {
  if (order === null) throw new Error(`dispatch of an unknown order ${orderId}`);
}
