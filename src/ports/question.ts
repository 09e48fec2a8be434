/** Questions that callbacks without proof have raised: which orders are to be asked about. */
import type { Id } from '../domain/id.ts';
import type { AccountKey } from '../domain/routing.ts';

export interface RaisedQuestion {
  readonly orderId: Id;
  readonly source: AccountKey;
  /** What the callback calls it at the provider. Proves nothing; null: it does not say. */
  readonly upstreamId: string | null;
}

export interface Questions {
  /**
   * Resolves after COMMIT. One order waits once, however often it is named; and the more often
   * asking has brought nothing new, the longer it waits.
   */
  raise(question: RaisedQuestion): Promise<void>;
}

/** An account, and how many of its questions may be asked now, each for so long. */
export interface QuestionCapacity extends AccountKey {
  readonly free: number;
  readonly leaseMs: number;
}

export interface LeasedQuestion extends RaisedQuestion {
  readonly leaseNo: number;
  /** How often it had been raised when it was leased. */
  readonly raisedCount: number;
}

/** What asking came to. `again`: there was no answer, and it is asked once more. */
export type Asked = 'fruitful' | 'fruitless' | 'again';

export interface QuestionQueue {
  /** Accounts that have questions which are due. */
  accountsToAsk(shard: number): Promise<readonly AccountKey[]>;
  lease(shard: number, capacities: readonly QuestionCapacity[]): Promise<readonly LeasedQuestion[]>;
  /** Fenced by the lease; what was raised meanwhile waits for its turn. */
  end(question: LeasedQuestion, asked: Asked): Promise<void>;
}
