/** What time alone brings about: expiry of unpaid orders, settlement of paid ones. */
import type { Command } from '../domain/decision.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { settlePayin } from '../domain/payin.ts';
import { applyEvent } from './apply-fact.ts';
import type { Deps } from './deps.ts';

type SweepDeps = Pick<Deps, 'lanes' | 'snapshot'>;

/**
 * Ends a payin, code or mandate whose time is over. Resolves to false when there was nothing to do
 * (any more).
 */
export async function expireOrder(deps: SweepDeps, orderId: Id): Promise<boolean> {
  const snapshot = deps.snapshot.current();
  const command: Command<boolean> = {
    shard: shardOf(orderId, deps.lanes.shardCount),
    orderIds: [orderId],
    balanceKeys: () => [],
    decide(rows, at) {
      const order = rows.order(orderId);
      if (order === null || order.expiresAt === null) return NOTHING;
      if (order.expiresAt > at) return NOTHING;
      const changes = applyEvent(rows, order, { kind: 'expire' }, snapshot, at);
      return { changes, answer: (changes.orders?.length ?? 0) > 0 };
    },
  };
  return await deps.lanes.submit(command);
}

/** Moves a paid order's net amount from pending to available, on its day. */
export async function settleOrder(deps: SweepDeps, orderId: Id): Promise<boolean> {
  const command: Command<boolean> = {
    shard: shardOf(orderId, deps.lanes.shardCount),
    orderIds: [orderId],
    balanceKeys: (rows) => {
      const order = rows.order(orderId);
      return order === null ? [] : [order];
    },
    decide(rows, at) {
      const order = rows.order(orderId);
      if (order?.settleAt == null || order.settleAt > at) return NOTHING;
      const settled = settlePayin(order, rows.balance(order));
      if (settled === null) return NOTHING;
      return { changes: { orders: [settled.order], entries: settled.entries }, answer: true };
    },
  };
  return await deps.lanes.submit(command);
}

const NOTHING = { changes: {}, answer: false };
