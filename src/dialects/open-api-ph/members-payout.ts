/** Answers about payouts. */

import { timeText } from '../kit/family/times.ts';
import { ofOrder } from '../kit/order-members.ts';
import {
  AMOUNT,
  CREATE_TIME,
  FAILED,
  IDS,
  type Members,
  REMARK,
  RETURN_TIME,
  STATUS,
} from './members.ts';

export const CREATED_PAYOUT: Members = [
  ...[...IDS, STATUS],
  ofOrder('transactionTime', 'when it was made', ({ createdAt }) => timeText(createdAt)),
];

export const PAYOUT: Members = [
  ...IDS,
  AMOUNT,
  STATUS,
  CREATE_TIME,
  RETURN_TIME,
  REMARK,
  ...FAILED,
];
