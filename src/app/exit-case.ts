/** What a case holds leaves it by an entry, on a person's word; the last of it closes the case. */
import {
  type CaseName,
  caseKeyAt,
  type HeldCase,
  isSameCase,
  paymentOfCase,
  restOf,
} from '../domain/case.ts';
import {
  type CaseExit,
  type ExitProblem,
  exitCase as exitHeld,
  exitNameOf,
  leavingMinor,
  waitsForRest,
} from '../domain/case-exit.ts';
import type { Changes, Command, Decision, Rows } from '../domain/decision.ts';
import { firstDispatch } from '../domain/dispatch.ts';
import { shardOf } from '../domain/id.ts';
import type { Order } from '../domain/order.ts';
import { hold } from '../domain/payout.ts';
import type { Cases } from '../ports/core.ts';
import { applyEvent } from './apply-fact.ts';
import type { DraftDeps } from './claim.ts';
import type { Deps } from './deps.ts';
import { draftReturn } from './draft-return.ts';

export type ExitResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: 'not_found' | ExitProblem };

/** Words of a person go by this name where providers' reports have that of their account. */
const SOURCE = 'operator';

/** What an exit is carried out with. */
export type ExitDeps = DraftDeps & Pick<Deps, 'reader' | 'snapshot'>;

type Effect = { readonly ok: true; readonly changes: Changes } | Extract<ExitResult, { ok: false }>;

/**
 * Carries an exit out, once: the same exit of the same case by the same document is answered as the
 * first time. `by`: on whose word; `reason`: why, kept with the case.
 */
export async function exitCase(
  deps: ExitDeps & { readonly cases: Cases },
  name: CaseName,
  exit: CaseExit,
  by: string,
  reason: string,
): Promise<ExitResult> {
  const { orderId } = name;
  const found = (await deps.cases.ofOrder(orderId)).find((one) => isSameCase(one, name));
  if (found === undefined) return { ok: false, why: 'not_found' };
  const { merchantId, mode, asset } = found;
  if (mode === null || asset === null) return { ok: false, why: 'empty' };
  const back = exit.way === 'payer' ? await draftReturn(deps, found, exit) : null;
  if (back !== null && !back.ok) return back;
  const refund = back?.order ?? null;
  const { targetId } = exit;
  const resolution = `${exit.way}, ${exit.evidence}: ${reason}`;
  const closedCases = [{ ...name, by, resolution }];
  const command: Command<ExitResult> = {
    shard: shardOf(orderId, deps.lanes.shardCount),
    ...(refund === null ? {} : { claim: refund }),
    providerEvent: { source: SOURCE, key: `${orderId}:${exitNameOf(name, exit)}`, orderId },
    orderIds: targetId === null ? [orderId] : [orderId, targetId],
    casesOf: [orderId],
    balanceKeys: () => [{ merchantId, mode, asset }],
    decide(rows, at): Decision<ExitResult> {
      if (!rows.isFirstRecorded) return undone(rows, repeated(rows));
      const held = rows.cases(orderId).find((one) => isSameCase(one, name));
      if (held === undefined) return undone(rows, { ok: false, why: 'not_found' });
      const effect = effectOf(deps, rows, held, exit, refund, at);
      if (!effect.ok) return undone(rows, effect);
      const { changes } = effect;
      return {
        changes: { ...changes, closedCases, providerEventNote: `${by}: ${resolution}` },
        answer: { ok: true },
      };
    },
  };
  return await deps.lanes.submit(command);
}

/** Nothing is recorded, nor made: the same exit may be possible later, or was carried out. */
function undone({ claim }: Rows, answer: ExitResult): Decision<ExitResult> {
  return { changes: {}, answer, isDeferred: true, isWithdrawn: claim?.won === true };
}

/** As the first time; but a refund that has failed brings nothing back any more. */
function repeated({ claim }: Rows): ExitResult {
  const { won, order } = claim ?? { won: false, order: null };
  const isOver = !won && order !== null && (order.state === 'failed' || order.state === 'reversed');
  return isOver ? { ok: false, why: 'came_back' } : { ok: true };
}

function effectOf(
  deps: Pick<Deps, 'snapshot'>,
  rows: Rows,
  held: HeldCase,
  exit: CaseExit,
  refund: Order | null,
  at: Date,
): Effect {
  const isForItself = exit.targetId === held.orderId;
  if (!isForItself && waitsForRest(held, rows.order(held.orderId))) {
    return { ok: false, why: 'still_open' };
  }
  if (exit.way === 'payer' && refund !== null) return toPayer(rows, held, exit, refund);
  if (exit.way === 'order') return toOrder(deps, rows, held, exit, at);
  const { merchantId, mode, asset, orderId } = held;
  if (mode === null || asset === null) return { ok: false, why: 'empty' };
  const balance = rows.balance({ merchantId, mode, asset });
  const effect = exitHeld(held, rows.order(orderId), exit, balance);
  if (!effect.ok) return effect;
  return { ok: true, changes: { entries: [effect.entry], cases: effect.cases } };
}

/** Out of suspense into what is reserved: a refund by the provider, with all of its doubts. */
function toPayer(rows: Rows, held: HeldCase, exit: CaseExit, refund: Order): Effect {
  const leaving = leavingMinor(held, exit);
  if (!leaving.ok) return leaving;
  const entry = hold(refund, rows.balance(refund));
  // The case has changed since the refund was made for what it held.
  if (entry === null || leaving.minor !== refund.amountMinor) return { ok: false, why: 'too_much' };
  return {
    ok: true,
    changes: { entries: [entry], dispatches: [firstDispatch(refund)] },
  };
}

/** Which payment a case holds, as its provider names it: of several parts, the last one. */
function paymentIn(held: HeldCase, caseKey: string, order: Order | null): string {
  const ref = paymentOfCase(caseKey) ?? order?.partPayments.at(-1)?.ref ?? held.key;
  // The rest of a payment that an order is paid by has its name.
  return held.kind === 'amount_difference' ? restOf(ref) : ref;
}

/** An order of the merchant's is paid by what came for another one, or too late for itself. */
function toOrder(
  deps: Pick<Deps, 'snapshot'>,
  rows: Rows,
  held: HeldCase,
  exit: CaseExit,
  at: Date,
): Effect {
  const leaving = leavingMinor(held, exit);
  if (!leaving.ok) return leaving;
  const target = exit.targetId === null ? null : rows.order(exit.targetId);
  if (target === null || target.kind !== 'payin') return { ok: false, why: 'target' };
  if (target.merchantId !== held.merchantId || target.mode !== held.mode) {
    return { ok: false, why: 'target' };
  }
  if (target.asset !== held.asset) return { ok: false, why: 'other_asset' };
  const caseKey = caseKeyAt(target.id, held);
  const paymentRef = paymentIn(held, caseKey, rows.order(held.orderId));
  const { minor } = leaving;
  const event = { kind: 'paid_by_hand', minor, bankRef: null, paymentRef, caseKey } as const;
  const changes = applyEvent(rows, target, event, deps.snapshot.current(), at);
  return (changes.entries ?? []).length === 0
    ? { ok: false, why: 'target' }
    : { ok: true, changes };
}
