/** How an order's state is reported to a merchant. The only place that knows the status words. */
import type { FailureCode, Order, OrderState } from '../../domain/order.ts';

/** Of payments and payouts (published). */
export type TransactionStatus = 'PENDING' | 'COMPLETED' | 'FAILED';

/** A reversed order is reported as failed: the published words have none for it. */
const TRANSACTION: Readonly<Record<OrderState, TransactionStatus>> = {
  created: 'PENDING',
  pending: 'PENDING',
  active: 'PENDING',
  paid: 'COMPLETED',
  failed: 'FAILED',
  expired: 'FAILED',
  closed: 'FAILED',
  reversed: 'FAILED',
};

export function transactionStatusOf({ state }: Pick<Order, 'state'>): TransactionStatus {
  return TRANSACTION[state];
}

/** Of refunds; COMPLETE is no slip of the pen (published enum and sample). */
export type RefundStatus = 'PENDING' | 'PROCESS' | 'COMPLETE' | 'FAILED' | 'CANCEL';

const REFUND: Readonly<Record<OrderState, RefundStatus>> = {
  created: 'PENDING',
  pending: 'PROCESS',
  active: 'PROCESS',
  paid: 'COMPLETE',
  failed: 'FAILED',
  expired: 'CANCEL',
  closed: 'CANCEL',
  reversed: 'FAILED',
};

export function refundStatusOf({ state }: Pick<Order, 'state'>): RefundStatus {
  return REFUND[state];
}

/** Published transaction failed codes. */
interface Failed {
  readonly code: number;
  readonly message: string;
}

const SERVICE_ERROR: Failed = { code: -10000, message: 'Transaction Service Error' };
const REFUND_FAILED: Failed = { code: -10009, message: 'Channel Refund Failed' };

const FAILED: Readonly<Record<FailureCode, Failed>> = {
  declined: { code: -10004, message: 'Transaction Channel Rejected' },
  insufficient_balance: { code: -10003, message: 'Transaction Insufficient Balance' },
  invalid_request: { code: -10002, message: 'Transaction Params Error' },
  // The stored text is cut behind "Channel T"; the rest is ours.
  no_answer: { code: -10007, message: 'Transaction Channel Timeout' },
  invalid_account: { code: -10005, message: 'Transaction Destination Account Error' },
  limit_exceeded: { code: -10001, message: 'Transaction Exceed Limit' },
  expired: { code: -10008, message: 'Transaction Expired' },
  closed: { code: -10010, message: 'Transaction Cancelled' },
  reversed: SERVICE_ERROR,
  upstream_unavailable: { code: -10006, message: 'Transaction Network Reject' },
};

/** The same as a list, as the common code list prints them. */
export const FAILURES = [...Object.values(FAILED), REFUND_FAILED]
  .toSorted((a, b) => b.code - a.code)
  .filter(({ code }, at, all) => code !== all[at - 1]?.code)
  .map(({ code, message }) => ({ code: String(code), message }));

/** Why an order failed, in the published words; null while it has not. */
export function failedOf({ kind, state, failure }: Order): Failed | null {
  if (TRANSACTION[state] !== 'FAILED') return null;
  if (failure === null) return SERVICE_ERROR;
  if (kind === 'refund' && failure.code === 'declined') return REFUND_FAILED;
  return FAILED[failure.code];
}

/** Of codes. INACTIVE: not made yet, used up or expired (our reading). */
export type CodeStatus = 'ACTIVE' | 'INACTIVE' | 'CANCEL';

export function codeStatusOf({ state }: Pick<Order, 'state'>): CodeStatus {
  if (state === 'active') return 'ACTIVE';
  return state === 'closed' ? 'CANCEL' : 'INACTIVE';
}
