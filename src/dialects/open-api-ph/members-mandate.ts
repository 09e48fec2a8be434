/** Answers and notifications about permissions to debit. */
import type { Order } from '../../domain/order.ts';
import { listIn, type Member, type OrderAnswer, text, when } from '../kit/members.ts';
import { ofOrder, ofOrderOrNull } from '../kit/order-members.ts';
import { inactiveTypeOf, tokenStatusOf } from '../kit/order-words.ts';
import { payTokenOf, timeText } from './codec.ts';
import { CHANNEL_CODE, CREATE_TIME, EVENT_FAILED, type Members, timeOrNull } from './members.ts';
import { page } from './members-payment.ts';

const REQUEST_ID = ofOrder('requestId', 'your id of the request', ({ merchantRef }) => merchantRef);
const USER_ID = ofOrder('userId', 'your id of the payer', ({ fields }) => fields['payer.userId']);
const PAY_TOKEN = ofOrder('payToken', 'the permission, as payments name it', payTokenOf);
const TOKEN_STATUS = ofOrder('tokenStatus', 'ACTIVED or INACTIVED', tokenStatusOf);
const EXPIRES = timeOrNull(
  'expiresTime',
  'when it ends; null: never',
  ({ expiresAt }) => expiresAt,
);

function endedAt(order: Order): Date | null {
  return inactiveTypeOf(order) === null ? null : order.finalAt;
}

/** Null while the permission is one, or before. */
const INACTIVE: Members = [
  timeOrNull('inactiveTime', 'when it ended', endedAt),
  ofOrderOrNull('inactiveType', 'who ended it', inactiveTypeOf),
];

/** The page where the payer agrees. */
export const CREATED_MANDATE: Members = [
  ...[USER_ID, REQUEST_ID, CHANNEL_CODE],
  page('authUrl', 'the page where the payer agrees'),
];

const TOKEN: Members = [CHANNEL_CODE, PAY_TOKEN, TOKEN_STATUS, EXPIRES, ...INACTIVE];

/** A user's permissions: those that are or were in use, as only those have a token. */
export const TOKENS: readonly Member<readonly Order[]>[] = [
  text('userId', 'your id of the payer', ([first]) => first?.fields['payer.userId']),
  listIn('tokenList', 'permissions that are or were in use', TOKEN, (orders: readonly Order[]) =>
    orders
      .filter(({ state }) => state !== 'created' && state !== 'pending' && state !== 'failed')
      .map((order) => ({ order, payUrl: '' })),
  ),
];

export const CANCELLED_MANDATE: Members = [
  ...[USER_ID, PAY_TOKEN, CHANNEL_CODE, TOKEN_STATUS, ...INACTIVE],
];

const isLive = ({ order }: OrderAnswer) => order.state === 'active';
const isOver = ({ order }: OrderAnswer) => inactiveTypeOf(order) !== null;
const wasAgreed = (source: OrderAnswer) => isLive(source) || isOver(source);

/** What is told of a permission: agreed to, refused, or over. */
export const MANDATE_EVENT: readonly Member<OrderAnswer & { readonly at: Date }>[] = [
  ...[USER_ID, REQUEST_ID, CHANNEL_CODE, when(wasAgreed, PAY_TOKEN), TOKEN_STATUS],
  when((source: OrderAnswer) => isLive(source) && source.order.expiresAt !== null, EXPIRES),
  ...INACTIVE.map((each) => when(isOver, each)),
  ...EVENT_FAILED.map((each) => when((source: OrderAnswer) => !wasAgreed(source), each)),
  CREATE_TIME,
  text('returnTime', 'when it was decided or ended', ({ order, at }) =>
    timeText(order.finalAt ?? at),
  ),
];
