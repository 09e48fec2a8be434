/** Answers about refunds and voids; those of voids are not published: they have the same words. */

import { always, amount, type OrderMember, ofOrder } from '../kit/order-members.ts';
import { transactionIdOf } from './codec.ts';
import { AMOUNT, CREATE_TIME, FAILED, ORIGINAL_ID, PLACE, RETURN_TIME, time } from './members.ts';
import { refundStatusOf } from './status.ts';

type Members = readonly OrderMember[];

const MCH_REFUND_ID = ofOrder(
  'mchRefundOrderId',
  'your id of the refund',
  ({ merchantRef }) => merchantRef,
);
const REFUND_ID = ofOrder('refundTransactionId', 'our number of the refund', transactionIdOf);
const REFUND_AMOUNT = amount('refundAmount', 'what goes back', ({ amountMinor }) => amountMinor);
const STATUS_WORDS = 'PENDING, PROCESS, COMPLETE, FAILED or CANCEL';
const REFUND_STATUS = ofOrder('refundStatus', STATUS_WORDS, refundStatusOf);
const MADE = time('refundCreateTime', 'when it was made', ({ createdAt }) => createdAt);
const RETURNED = time('refundReturnTime', 'when it ended', ({ finalAt }) => finalAt);
/** While it is under way, none has come back. */
const FEE_REFUNDED = amount(
  'feeRefunded',
  'the fee that came back',
  ({ state, refundedFeeMinor }) => (state === 'paid' ? refundedFeeMinor : 0n),
);

export const CREATED_REFUND: Members = [
  MCH_REFUND_ID,
  REFUND_ID,
  MADE,
  REFUND_AMOUNT,
  REFUND_STATUS,
];

/** One of a list of refunds. */
export const REFUND: Members = [
  ...[MCH_REFUND_ID, ORIGINAL_ID, REFUND_ID, REFUND_AMOUNT, FEE_REFUNDED, REFUND_STATUS],
  ...[MADE, RETURNED, ...FAILED],
];

/** A notification of a refund: in the order of the seed's sample. */
export const REFUND_EVENT: Members = [
  ...[MCH_REFUND_ID, ORIGINAL_ID, REFUND_AMOUNT, FEE_REFUNDED, MADE, RETURNED, REFUND_STATUS],
  REFUND_ID,
  always('refundReason', 'as it was sent, else empty', ({ metadata }) => metadata.refundReason),
  ...FAILED,
];

export const CREATED_VOID: Members = [
  ofOrder('mchVoidOrderId', 'your id of the void', ({ merchantRef }) => merchantRef),
  ofOrder('voidTransactionId', 'our number of the void', transactionIdOf),
  ...[ORIGINAL_ID, ...PLACE, AMOUNT],
  ofOrder('voidStatus', STATUS_WORDS, refundStatusOf),
  CREATE_TIME,
];

export const VOID_EVENT: Members = [...CREATED_VOID, RETURN_TIME, ...FAILED];
