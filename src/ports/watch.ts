/** What the watch asks of the database: which dispatches providers are asked about, and when. */
import type { Dispatch } from '../domain/dispatch.ts';
import type { OrderKind } from '../domain/order.ts';

/** An age at which orders are asked about. */
export interface WatchStep {
  readonly name: string;
  readonly kinds: readonly OrderKind[];
  /**
   * `open`: by when they were made; `ended`: by when they expired or were closed, unpaid; `paid`:
   * by when they were made, of providers whose answers say that it was reversed since.
   */
  readonly of: 'open' | 'ended' | 'paid';
  readonly ageMs: number;
  /** Again and again from that age on, after so long; null: once. */
  readonly everyMs: number | null;
}

export interface Watched {
  readonly dispatches: readonly Dispatch[];
  /** More orders of this step are waiting. */
  readonly more: boolean;
  /** They have been asked about, and the step moves on. */
  done(): Promise<void>;
}

export interface WatchQueue {
  /**
   * Dispatches of the orders that have come to a step's age since it was last taken, oldest first,
   * `limit` orders at most. Of a payin all that it was sent by, of the others the last one.
   *
   * Each order is taken once per step (and once per walk of a step that comes again), unless
   * `done` is not called within `leaseMs`: then it is taken once more. Until then the step of the
   * shard gives nothing else.
   */
  take(
    shard: number,
    step: WatchStep,
    nowMs: number,
    limit: number,
    leaseMs: number,
  ): Promise<Watched>;
}
