/** What time alone brings about: expiry of unpaid orders, settlement of paid ones, cases by age. */
import type { BalanceKey, Command } from '../domain/decision.ts';
import { caseOf } from '../domain/effect.ts';
import { type Id, shardOf } from '../domain/id.ts';
import { majorText } from '../domain/money.ts';
import { isFinal } from '../domain/order.ts';
import { releaseDue } from '../domain/reserve.ts';
import { type BatchKey, replan, settleOrders } from '../domain/settlement.ts';
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

/**
 * Makes what is due of a batch's orders available, by one entry. Idempotent: what is settled is
 * left alone. Resolves to how many were settled.
 */
export async function settleBatch(
  { lanes, snapshot }: SweepDeps,
  batch: BatchKey & { readonly id: Id },
  orderIds: readonly Id[],
): Promise<number> {
  const rule = snapshot.current().reserveRule(batch.merchantId, batch.asset);
  const command: Command<number> = {
    shard: shardOf(batch.merchantId, lanes.shardCount),
    orderIds,
    balanceKeys: () => [batch],
    decide(rows, at) {
      const orders = orderIds.flatMap((id) => rows.order(id) ?? []);
      const settled = settleOrders(batch, orders, { balance: rows.balance(batch), rule }, at);
      if (settled === null) return { changes: {}, answer: 0 };
      const { part, ...changes } = settled;
      return { changes: { ...changes, batches: [part] }, answer: settled.orders.length };
    },
  };
  return await lanes.submit(command);
}

/** Releases what of a merchant's reserve is due. Resolves to false when nothing is (any more). */
export async function releaseReserve(
  { lanes }: Pick<SweepDeps, 'lanes'>,
  key: BalanceKey,
): Promise<boolean> {
  const command: Command<boolean> = {
    shard: shardOf(key.merchantId, lanes.shardCount),
    balanceKeys: () => [key],
    holdsOf: [key],
    decide(rows, at) {
      const released = releaseDue(rows.holds(key), rows.balance(key), at);
      if (released === null) return NOTHING;
      const { entry, holds } = released;
      return { changes: { entries: [entry], holds }, answer: true };
    },
  };
  return await lanes.submit(command);
}

/**
 * Counts the due days of payins again by the calendars as they are now. Resolves to how many have
 * moved; what is settled meanwhile, or due on the same day, stays as it is.
 */
export async function replanOrders(
  { lanes, snapshot }: SweepDeps,
  shard: number,
  orderIds: readonly Id[],
): Promise<number> {
  const calendars = snapshot.current().calendars();
  return await lanes.submit<number>({
    shard,
    orderIds,
    balanceKeys: () => [],
    decide(rows) {
      const moved = orderIds.flatMap((id) => {
        const order = rows.order(id);
        return (order && replan(order, calendars)) ?? [];
      });
      return { changes: { orders: moved }, answer: moved.length };
    },
  });
}

const NOTHING = { changes: {}, answer: false };
