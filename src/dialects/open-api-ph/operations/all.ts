/**
 * The Philippine Open API (seed 003): all its calls, each whole in the file of its section. A field
 * that a call does not have is signed with the others and ignored.
 */
import { foreignFields } from '../../kit/family/calls.ts';
import { operationFinder } from '../../kit/operation.ts';
import { ACCOUNT } from './account.ts';
import type { PhOperation } from './ask.ts';
import { CHECKOUTS } from './checkouts.ts';
import { ACCOUNTS, BILLS } from './codes.ts';
import { EKYC } from './ekyc.ts';
import { DIRECT_DEBIT } from './mandates.ts';
import { PAYOUTS } from './payouts.ts';
import { QR_CODES } from './qr.ts';
import { REFUNDS } from './refunds.ts';
import { WEB_PAYMENTS } from './web.ts';

export const OPERATIONS: readonly PhOperation[] = [
  ...ACCOUNT,
  ...PAYOUTS,
  ...BILLS,
  ...QR_CODES,
  ...ACCOUNTS,
  ...WEB_PAYMENTS,
  ...REFUNDS,
  ...CHECKOUTS,
  ...DIRECT_DEBIT,
  ...EKYC,
];

export const operationOf = operationFinder(OPERATIONS);

export const foreignTo = foreignFields(OPERATIONS, [
  'createDate',
  'completeDate',
  'payToken',
  'userId',
  'ekycId',
]);
