/** All lanes of a database: one per shard. */
import type { Command } from '../../domain/decision.ts';
import type { Lanes } from '../../ports/core.ts';
import type { Connection } from '../database/pool.ts';
import { Lane, type LaneEvents } from './lane.ts';
import type { SubscriptionsOf } from './working.ts';

export interface WritePath extends Lanes {
  queued(): number;
  /** Why some commands could not be written now; null: all could. Answers within `withinMs`. */
  whyStuck(withinMs: number): Promise<string | null>;
  close(): Promise<void>;
}

/**
 * Opens the write path. Connections are made when the first command needs one. `auditKey` chains
 * the rows of the audit log that operators' commands leave; without it they are refused.
 * `subscriptionsOf`: whom events are sent to beside the order's own address.
 */
export function createLanes(
  connection: Connection,
  shardCount: number,
  events: LaneEvents,
  auditKey: Uint8Array | null = null,
  subscriptionsOf: SubscriptionsOf = () => [],
): WritePath {
  const lanes = Array.from(
    { length: shardCount },
    (_, shard) => new Lane(connection, shard, events, auditKey, subscriptionsOf),
  );
  return {
    shardCount,
    submit<A>(command: Command<A>): Promise<A> {
      return (lanes[command.shard] as Lane).submit(command);
    },
    queued: () => lanes.reduce((sum, lane) => sum + lane.queued, 0),
    whyStuck: async (withinMs) => {
      const reasons = await Promise.all(lanes.map((lane) => lane.whyStuck(withinMs)));
      return reasons.find((reason) => reason !== null) ?? null;
    },
    close: async () => {
      await Promise.all(lanes.map((lane) => lane.close()));
    },
  };
}
