/** The report of a day: which transactions it tells, and what they come to. */
import type { Asset } from './money.ts';
import type { Order, OrderKind } from './order.ts';

/** Money that came in (with what was given back of it), or money that was paid out. */
export type ReportOf = 'payin' | 'payout';

export type ReportFormat = 'csv' | 'xlsx';

/** The kinds of order in a report. Payments to a code are payins, refunds are negative ones. */
export const REPORTED_KINDS: Readonly<Record<ReportOf, readonly OrderKind[]>> = {
  payin: ['payin', 'refund'],
  payout: ['payout'],
};

/** What the transactions of a report that moved money come to, in one asset. */
export interface ReportTotal {
  readonly asset: Asset;
  readonly count: number;
  /** Refunds are taken off. */
  readonly amountMinor: bigint;
  readonly feeMinor: bigint;
}

/**
 * The amount that a report shows for a final order: what moved, or else what was ordered. Negative
 * for refunds, so that a column of amounts of one status can be added up.
 */
export function reportedMinor({ kind, state, paidMinor, amountMinor }: Order): bigint {
  const minor = state === 'paid' ? paidMinor : amountMinor;
  return kind === 'refund' ? -minor : minor;
}

/** The total with one more order: only those that are paid count. */
export function countIn(total: ReportTotal, order: Order): ReportTotal {
  if (order.state !== 'paid') return total;
  return {
    asset: total.asset,
    count: total.count + 1,
    amountMinor: total.amountMinor + reportedMinor(order),
    feeMinor: total.feeMinor + order.feeMinor,
  };
}
