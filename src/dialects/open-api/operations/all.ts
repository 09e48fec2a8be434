/**
 * The multi-country Open API (seeds 000 and 001), v1 and v2: all its calls, each whole in the file
 * of its group. A field that a call does not have is signed with the rest of `param` and ignored.
 */
import { foreignFields } from '../../kit/family/calls.ts';
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

export const foreignTo = foreignFields(OPERATIONS, ['transDate']);
