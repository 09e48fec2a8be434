/** What the watch asks of the database: which dispatches providers are asked about, and when. */
import type { Dispatch } from '../domain/dispatch.ts';
import type { OrderKind } from '../domain/order.ts';

/** An age at which orders are asked about. */
export interface WatchStep {
  readonly name: string;
  readonly kinds: readonly OrderKind[];
  /** `open`: by when they were made; `ended`: by when they expired or were closed, unpaid. */
  readonly of: 'open' | 'ended';
  readonly ageMs: number;
  /** Again and again from that age on, after so long; null: once. */
  readonly everyMs: number | null;
}

export interface Watched {
  readonly dispatches: readonly Dispatch[];
  /** More orders of this step are waiting. */
  readonly more: boolean;
}

export interface WatchQueue {
  /**
   * Dispatches of the orders that have come to a step's age since it was last taken: each order
   * once per step (and once per walk of a step that comes again), oldest first, `limit` orders at
   * most. Of a payin all that it was sent by, of the others the last one.
   */
  take(shard: number, step: WatchStep, nowMs: number, limit: number): Promise<Watched>;
}
