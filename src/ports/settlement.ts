/** Settlement batches, as workers and people ask for them. */
import type { BalanceKey } from '../domain/decision.ts';
import type { Id } from '../domain/id.ts';
import type { BatchKey } from '../domain/settlement.ts';

export interface DueToSettle {
  readonly id: Id;
  readonly batch: BatchKey;
}

export interface SettlementQueue {
  /** Paid orders whose time has come, longest due first. */
  due(shard: number, limit: number): Promise<readonly DueToSettle[]>;
  /** The batch of a merchant, mode, asset and day; made when there is none. */
  openBatch(shard: number, key: BatchKey, newId: () => Id): Promise<Id>;
  /** Balances of which something in reserve is to be released on that day at the latest. */
  reservesDue(shard: number, today: string, limit: number): Promise<readonly BalanceKey[]>;
  /** Ends batches that get no more; `today`: the day of the books. Resolves to how many. */
  complete(shard: number, today: string): Promise<number>;
}
