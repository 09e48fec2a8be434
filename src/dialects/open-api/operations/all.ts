/**
 * The multi-country Open API (seeds 000 and 001), v1 and v2: all its calls, each whole in the file
 * of its group. A field that a call does not have is signed with the rest of `param` and ignored.
 */
import { operationFinder } from '../../kit/operation.ts';
import { ACCOUNT } from './account.ts';
import type { OpenApiOperation } from './ask.ts';
import { CHECKOUTS } from './checkouts.ts';
import { CODES } from './codes.ts';
import { MANDATES } from './mandates.ts';
import { PAYMENTS } from './payments.ts';
import { PAYOUTS } from './payouts.ts';
import { REFUNDS } from './refunds.ts';

export const OPERATIONS: readonly OpenApiOperation[] = [
  ...PAYMENTS,
  ...PAYOUTS,
  ...CODES,
  ...ACCOUNT,
  ...REFUNDS,
  ...CHECKOUTS,
  ...MANDATES,
];

export const operationOf = operationFinder(OPERATIONS);

/** The fields of all calls. */
export const KNOWN_FIELDS: ReadonlySet<string> = new Set(
  OPERATIONS.flatMap(({ fields }) => fields.map(({ name }) => name)),
);

/**
 * Fields that say what a body was signed for. The signature covers neither method nor path, so
 * without this a signed payout would be a query too, and the other way round where fields allow.
 * All other fields that a call does not have are ignored.
 */
export const DISTINCTIVE: ReadonlySet<string> = new Set([
  'mchOrderId',
  'transactionId',
  'amount',
  'accountNo',
  'originalTransactionId',
  'mchRefundOrderId',
  'refundTransactionId',
  'refundAmount',
  'transDate',
  'startDate',
  'requestId',
  'checkoutId',
]);
