/**
 * A dispatch: one recorded intention to call upstream, and one HTTP attempt. It is committed as
 * `ready` with the order, becomes `sent` (committed) before the socket opens, and is then either
 * closed by a verdict or in `doubt`, which only a query or a person may end.
 */
import type { Id } from './id.ts';
import { parseId } from './id.ts';
import type { Fact } from './news.ts';

export type DispatchState = 'ready' | 'sent' | 'doubt' | 'done';
export type DispatchOperation = 'payin' | 'payout' | 'refund';

export interface Dispatch {
  readonly shard: number;
  readonly orderId: Id;
  /** 1, 2, … per order: a second one exists only if the first provably did not execute. */
  readonly n: number;
  readonly operation: DispatchOperation;
  readonly connector: string;
  readonly account: string;
  readonly state: DispatchState;
  /** Fence: a worker whose lease ran out finds another number here and may not write. */
  readonly leaseNo: number;
  readonly queryCount: number;
  readonly nextAt: Date;
}

/** What a dispatch taught us. `doubt`: it may or may not have been executed. */
export type Verdict =
  | Fact
  | { readonly kind: 'doubt'; readonly reason: string }
  /** Proof that nothing was executed (refused before sending, connection refused). */
  | { readonly kind: 'not_executed'; readonly reason: string };

/**
 * The reference given to the provider: short, letters, digits and underscore only. A refund's says
 * that it is one (`R…`), for its news also concerns the payin.
 */
export function referenceOf(dispatch: Pick<Dispatch, 'orderId' | 'n' | 'operation'>): string {
  const order = `${dispatch.operation === 'refund' ? 'R' : ''}${dispatch.orderId}`;
  return dispatch.n === 1 ? order : `${order}_${dispatch.n}`;
}

/** The reverse of `referenceOf`; null for text that we never gave out. */
export function parseReference(
  reference: string,
): { orderId: Id; n: number; isRefund: boolean } | null {
  const match = /^(R?)([0-9]{1,19})(?:_([2-9]|[1-9][0-9]))?$/.exec(reference);
  if (match === null) return null;
  const orderId = parseId(match[2] as string);
  if (orderId === null) return null;
  const n = match[3] === undefined ? 1 : Number.parseInt(match[3], 10);
  return { orderId, n, isRefund: match[1] === 'R' };
}

/**
 * Seconds after the n-th unanswered query at which doubt is looked at again. After the last step
 * the order is a case for the operator, and is still asked about every hour.
 */
export const DOUBT_STEPS_S: readonly number[] = [2, 3, 5, 10, 20, 30, 60, 120, 300, 600];
export const DOUBT_STEP_LAST_S = 3600;
/** From this many unanswered queries on, a person is told. */
export const DOUBT_CASE_AFTER = 6;
