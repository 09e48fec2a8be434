/** How an order's state is reported to a merchant. The only place that knows the status words. */
import type { FailureCode, Order, OrderState } from '../../domain/order.ts';
import { type Failed, failureWords } from '../kit/family/failures.ts';

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

export const { failures: FAILURES, failedOf } = failureWords({
  codes: FAILED,
  unknown: SERVICE_ERROR,
  refundDeclined: REFUND_FAILED,
  statusOf: transactionStatusOf,
});

/** Of codes. INACTIVE: not made yet, used up or expired (our reading). */
export type CodeStatus = 'ACTIVE' | 'INACTIVE' | 'CANCEL';

export function codeStatusOf({ state }: Pick<Order, 'state'>): CodeStatus {
  if (state === 'active') return 'ACTIVE';
  return state === 'closed' ? 'CANCEL' : 'INACTIVE';
}
