/** Answers and notifications about permissions to debit: in the words of v2. */
import { mandateMembers } from '../kit/family/members-mandate.ts';
import type { OrderMember } from '../kit/order-members.ts';
import { timeText } from './codec.ts';
import { CHANNEL_CODE, FAILED, payData } from './members.ts';

export const MANDATE = mandateMembers({
  timeText: (at) => timeText(at, 'v2'),
  channelCode: CHANNEL_CODE,
  failed: FAILED,
});

/** With the page where the payer agrees. */
export const CREATED_MANDATE: readonly OrderMember[] = [...MANDATE.created, payData('authUrl')];
