/** What time alone brings about: expiry of unpaid orders, settlement of paid ones, cases by age. */
import type { Command } from '../domain/decision.ts';
import { caseOf } from '../domain/effect.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { majorText } from '../domain/money.ts';
import { isFinal } from '../domain/order.ts';
import { settlePayin } from '../domain/payin.ts';
import { applyEvent, changedIn } from './apply-fact.ts';
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
      return { changes, answer: changedIn(changes, order) !== order };
    },
  };
  return await deps.lanes.submit(command);
}

/** Shows a person a payout or refund that its provider does not end. */
export async function reportOverdue({ lanes }: SweepDeps, orderId: Id): Promise<boolean> {
  const command: Command<boolean> = {
    shard: shardOf(orderId, lanes.shardCount),
    orderIds: [orderId],
    balanceKeys: () => [],
    decide(rows) {
      const order = rows.order(orderId);
      if (order === null || isFinal(order.state)) return NOTHING;
      const since = order.createdAt.toISOString().slice(0, 10);
      const amount = majorText({ asset: order.asset, minor: order.amountMinor });
      const detail = `${order.kind} of ${amount} is ${order.state} since ${since}`;
      return { changes: { cases: [caseOf(order, 'overdue', 'end', detail)] }, answer: true };
    },
  };
  return await lanes.submit(command);
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
