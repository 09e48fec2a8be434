/** The disputes over PostgreSQL. See `ports/core.ts`. */
import type { Dispute } from '../../domain/dispute.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { Disputes } from '../../ports/core.ts';
import type { DisputeQueue } from '../../ports/workers.ts';
import { type Queryable, run } from '../database/pool.ts';
import {
  ALL_DISPUTES,
  DISPUTE_BY_ID,
  DISPUTES_OF_ORDERS,
  DISPUTES_TO_ASK,
  type DisputeRow,
  disputeOf,
  OPEN_DISPUTES,
} from '../statements/disputes.ts';

export function createDisputes(pool: Queryable, shardCount: number): Disputes & DisputeQueue {
  return {
    async list(state, limit) {
      const statement = state === 'open' ? OPEN_DISPUTES : ALL_DISPUTES;
      const shards = Array.from({ length: shardCount }, (_, shard) => shard);
      const found = await Promise.all(
        shards.map((shard) => run<DisputeRow>(pool, statement, shard, [limit])),
      );
      const disputes = found.flatMap(({ rows }) => rows.map(disputeOf));
      return disputes.sort(state === 'open' ? byDueDay : newestFirst).slice(0, limit);
    },
    async ofOrder(orderId: Id) {
      const shard = shardOf(orderId, shardCount);
      const { rows } = await run<DisputeRow>(pool, DISPUTES_OF_ORDERS, shard, [[orderId]]);
      return rows.map(disputeOf);
    },
    async toAsk(shard, limit, againAfterMs) {
      const { rows } = await run<DisputeRow>(pool, DISPUTES_TO_ASK, shard, [limit, againAfterMs]);
      return rows.map(disputeOf);
    },
    async byId(id: Id) {
      const { rows } = await run<DisputeRow>(pool, DISPUTE_BY_ID, shardOf(id, shardCount), [id]);
      return rows[0] === undefined ? null : disputeOf(rows[0]);
    },
  };
}

function byDueDay(a: Dispute, b: Dispute): number {
  return (a.dueAt?.getTime() ?? Infinity) - (b.dueAt?.getTime() ?? Infinity) || newestFirst(a, b);
}

function newestFirst(a: Dispute, b: Dispute): number {
  return a.id > b.id ? -1 : 1;
}
