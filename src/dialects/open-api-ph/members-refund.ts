/** Answers and notifications about refunds. */

import { timeText } from '../kit/family/times.ts';
import { maybe } from '../kit/members.ts';
import { amount, ofOrder, ofOrderOrNull } from '../kit/order-members.ts';
import { transactionIdOf } from './codec.ts';
import { EVENT_FAILED, FAILED, type Members, timeOrNull } from './members.ts';
import { refundStatusOf } from './status.ts';

const REFUND_ID = ofOrder('refundTransactionId', 'our number of the refund', transactionIdOf);
const MCH_REFUND_ID = ofOrder(
  'mchRefundOrderId',
  'your id of the refund',
  ({ merchantRef }) => merchantRef,
);
const ORIGINAL_ID = ofOrder('originalTransactionId', 'our number of the payment', ({ parentId }) =>
  parentId === null ? null : transactionIdOf({ id: parentId, kind: 'payin' }),
);
const REFUND_AMOUNT = amount(
  'refundAmount',
  'what goes back, in centavos',
  ({ amountMinor }) => amountMinor,
);
/** While it is under way, none has come back. */
const FEE_REFUNDED = amount(
  'feeRefunded',
  'the fee that came back, in centavos',
  ({ state, refundedFeeMinor }) => (state === 'paid' ? refundedFeeMinor : 0n),
);
const STATUS = ofOrder('refundStatus', 'PENDING, COMPLETE, FAILED or CANCEL', refundStatusOf);
const MADE = ofOrder('refundCreateTime', 'when it was made', ({ createdAt }) =>
  timeText(createdAt),
);

export const CREATED_REFUND: Members = [MCH_REFUND_ID, REFUND_ID, REFUND_AMOUNT, MADE, STATUS];

export const REFUND: Members = [
  ...[MCH_REFUND_ID, REFUND_ID, ORIGINAL_ID, REFUND_AMOUNT, FEE_REFUNDED, STATUS, MADE],
  timeOrNull('refundReturnTime', 'when it ended', ({ finalAt }) => finalAt),
  ofOrderOrNull('refundReason', 'as it was sent', ({ metadata }) => metadata.refundReason),
  ...FAILED,
];

export const REFUND_EVENT: Members = [
  ...[MCH_REFUND_ID, REFUND_ID, ORIGINAL_ID, REFUND_AMOUNT, FEE_REFUNDED, STATUS, MADE],
  ofOrder('refundReturnTime', 'when it ended', ({ finalAt }) =>
    finalAt === null ? null : timeText(finalAt),
  ),
  maybe(ofOrder('refundReason', 'as it was sent', ({ metadata }) => metadata.refundReason)),
  ...EVENT_FAILED,
];
