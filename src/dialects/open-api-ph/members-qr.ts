/** Answers about QR codes and transfer accounts, and about what was paid to them. */
import type { Order } from '../../domain/order.ts';
import { timeText } from '../kit/family/times.ts';
import { text } from '../kit/members.ts';
import { amount, movedMinor, ofOrder } from '../kit/order-members.ts';
import { qrcodeIdOf } from './codec.ts';
import {
  CALLBACK_URL,
  CHANNEL_CODE,
  CREATE_TIME,
  MCH_ORDER_ID,
  type Members,
  REMARK,
  STATUS,
  TRANSACTION_ID,
  timeOrNull,
} from './members.ts';
import { codeStatusOf } from './status.ts';

const CHANGED_AT = ({ finalAt, createdAt }: Order) => finalAt ?? createdAt;

export const QR: Members = [
  MCH_ORDER_ID,
  ofOrder('qrcodeId', 'our number of the code', qrcodeIdOf),
  text('qrcodeContent', 'the text to draw as a QR picture', ({ order: { instructions } }) =>
    instructions?.kind === 'qr' ? instructions.payload : null,
  ),
  ...[CHANNEL_CODE, CALLBACK_URL, CREATE_TIME],
  ofOrder('updateTime', 'when it was made or ended', (order) => timeText(CHANGED_AT(order))),
  timeOrNull('expiresTime', 'when it ends; null: never', ({ expiresAt }) => expiresAt),
  REMARK,
  ofOrder('status', 'ACTIVE or INACTIVE', codeStatusOf),
  text('qrLink', 'a page with the code', ({ payUrl }) => payUrl),
];

/** One of the payments that arrived at a code. */
export const ARRIVAL: Members = [
  TRANSACTION_ID,
  ofOrder('transactionCreateTime', 'when it was made', ({ createdAt }) => timeText(createdAt)),
  timeOrNull('transactionReturnTime', 'when it ended', ({ finalAt }) => finalAt),
  amount('transactionAmount', 'what was paid, in centavos', movedMinor),
  ...[CHANNEL_CODE, STATUS, REMARK],
];
