/** Answers and notifications about permissions to debit. */
import { mandateMembers } from '../kit/family/members-mandate.ts';
import { timeText } from '../kit/family/times.ts';
import { CHANNEL_CODE, EVENT_FAILED, type Members } from './members.ts';
import { page } from './members-payment.ts';

export const MANDATE = mandateMembers({
  timeText,
  channelCode: CHANNEL_CODE,
  failed: EVENT_FAILED,
});

export const CREATED_MANDATE: Members = [
  ...MANDATE.created,
  page('authUrl', 'the page where the payer agrees'),
];
