/** How an order's state is reported to a merchant. The only place that knows the status words. */
import type { FailureCode, Order, OrderState } from '../../domain/order.ts';
import { type Failed, failureWords } from '../kit/family/failures.ts';

type Stated = Pick<Order, 'state'>;

/** Of payments and payouts (published); CLOSED: a checkout that ended unpaid. */
export type TransactionStatus = 'PENDING' | 'COMPLETE' | 'FAILED' | 'CLOSED';

/** A reversed order is reported as failed: the published words have none for it. */
const TRANSACTION: Readonly<Record<OrderState, TransactionStatus>> = {
  created: 'PENDING',
  pending: 'PENDING',
  active: 'PENDING',
  paid: 'COMPLETE',
  failed: 'FAILED',
  expired: 'FAILED',
  closed: 'FAILED',
  reversed: 'FAILED',
};

export function transactionStatusOf({ state }: Stated): TransactionStatus {
  return TRANSACTION[state];
}

/** A checkout that was closed, by whom or by what time, says so. */
export function checkoutStatusOf({ state }: Stated): TransactionStatus {
  return state === 'closed' || state === 'expired' ? 'CLOSED' : TRANSACTION[state];
}

/** Of refunds. */
export type RefundStatus = 'PENDING' | 'COMPLETE' | 'FAILED' | 'CANCEL';

const REFUND: Readonly<Record<OrderState, RefundStatus>> = {
  created: 'PENDING',
  pending: 'PENDING',
  active: 'PENDING',
  paid: 'COMPLETE',
  failed: 'FAILED',
  expired: 'CANCEL',
  closed: 'CANCEL',
  reversed: 'FAILED',
};

export function refundStatusOf({ state }: Stated): RefundStatus {
  return REFUND[state];
}

/** Of codes: a QR for one payment is one until it is paid or over. */
export type CodeStatus = 'ACTIVE' | 'INACTIVE';

export function codeStatusOf({ kind, state }: Pick<Order, 'kind' | 'state'>): CodeStatus {
  const isWaiting = kind === 'payin' && (state === 'created' || state === 'pending');
  return state === 'active' || isWaiting ? 'ACTIVE' : 'INACTIVE';
}

const SERVICE_ERROR: Failed = { code: -10000, message: 'Transaction Service Error' };
const TIMEOUT: Failed = { code: -10006, message: 'Transaction Timeout' };
const REFUND_FAILED: Failed = { code: -10009, message: 'Channel Refund Failed' };

/** The published list is cut off: all but -10000, -10001 and -10009 are our proposal. */
const FAILED: Readonly<Record<FailureCode, Failed>> = {
  declined: { code: -10004, message: 'Bank Rejected' },
  insufficient_balance: { code: -10007, message: 'Payer Balance Insufficient' },
  invalid_request: SERVICE_ERROR,
  no_answer: TIMEOUT,
  invalid_account: { code: -10002, message: 'Account Invalid' },
  limit_exceeded: { code: -10001, message: 'Transaction Exceed Limit' },
  expired: TIMEOUT,
  closed: { code: -10008, message: 'Transaction Cancelled' },
  reversed: SERVICE_ERROR,
  upstream_unavailable: { code: -10005, message: 'Channel Unavailable' },
};

export const { failures: FAILURES, failedOf } = failureWords({
  codes: FAILED,
  unknown: SERVICE_ERROR,
  refundDeclined: REFUND_FAILED,
  statusOf: transactionStatusOf,
});
