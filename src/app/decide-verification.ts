/**
 * What people do to a verification: decide it, where it was left to them, and erase what the payer
 * has shown, once it has ended. Time erases as well.
 */
import { advanceVerification, type VerificationEvent } from '../domain/advance-verification.ts';
import type { AuditEvent } from '../domain/audit-event.ts';
import type { Changes, Command } from '../domain/decision.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { isFinal, type Order } from '../domain/order.ts';
import type { VerificationReason } from '../domain/verification.ts';
import type { Deps } from './deps.ts';

/** `stage`: it is not where that can be done. */
export type Decided =
  | { readonly ok: true; readonly order: Order }
  | { readonly ok: false; readonly why: 'not_found' | 'stage' };

/** A person's word. Said once more, it is the same; another one comes too late. */
export async function decideVerification(
  deps: Pick<Deps, 'lanes'>,
  orderId: Id,
  passed: boolean,
  reason: VerificationReason | null,
): Promise<Decided> {
  const isDecided = ({ verification }: Order) =>
    verification?.decidedBy === 'operator' &&
    verification.stage === (passed ? 'passed' : 'failed') &&
    verification.reason === reason;
  return await deps.lanes.submit(
    moving(deps, orderId, { kind: 'decide', passed, reason }, isDecided),
  );
}

/**
 * Deletes pictures and reading and what the order says of the payer, in one commit. Said once more,
 * nothing is left to do. `audit`: the rows of whoever has no command's.
 */
export async function eraseVerification(
  deps: Pick<Deps, 'lanes' | 'reader'>,
  orderId: Id,
  by: string,
  audit: readonly AuditEvent[] = [],
): Promise<Decided> {
  const order = await deps.reader.orderById(orderId);
  if (order?.kind !== 'verification') return { ok: false, why: 'not_found' };
  if (!isFinal(order.state)) return { ok: false, why: 'stage' };
  const isErased = ({ verification }: Order) => verification?.isErased === true;
  const beside = { erased: [{ orderId, by }], ...(audit.length === 0 ? {} : { audit }) };
  return await deps.lanes.submit(moving(deps, orderId, { kind: 'erase' }, isErased, beside));
}

function moving(
  { lanes }: Pick<Deps, 'lanes'>,
  id: Id,
  event: VerificationEvent,
  isDone: (order: Order) => boolean,
  beside: Pick<Changes, 'audit' | 'erased'> = {},
): Command<Decided> {
  return {
    shard: shardOf(id, lanes.shardCount),
    orderIds: [id],
    balanceKeys: () => [],
    decide(rows, at) {
      const before = rows.order(id);
      if (before?.kind !== 'verification') {
        return { changes: {}, answer: { ok: false, why: 'not_found' } };
      }
      if (isDone(before)) return { changes: {}, answer: { ok: true, order: before } };
      const { order, events, note } = advanceVerification(before, event, at);
      if (note !== null) return { changes: {}, answer: { ok: false, why: 'stage' } };
      return { changes: { rewritten: [order], events, ...beside }, answer: { ok: true, order } };
    },
  };
}
