/** Answers and notifications about permissions to debit. */
import type { Order } from '../../domain/order.ts';
import { JSON_NULL, jsonString } from '../../wire/json-value.ts';
import {
  listIn,
  type Member,
  member,
  type OrderAnswer,
  text,
  textOrNull,
  when,
} from '../kit/members.ts';
import { type OrderMember, ofOrder } from '../kit/order-members.ts';
import { inactiveTypeOf, tokenStatusOf } from '../kit/order-words.ts';
import { payTokenOf, timeText } from './codec.ts';
import { CHANNEL_CODE, FAILED, payData, time, USER_ID } from './members.ts';

type Members = readonly OrderMember[];

const REQUEST_ID = ofOrder('requestId', 'your id of the request', ({ merchantRef }) => merchantRef);
const PAY_TOKEN = ofOrder('payToken', 'the permission, as payments name it', payTokenOf);
const TOKEN_STATUS = ofOrder('tokenStatus', 'ACTIVED or INACTIVED', tokenStatusOf);

/** Null while the permission is one, or before. */
const INACTIVE: Members = [
  member('inactiveTime', 'text', 'when it ended', ({ order }) => {
    const at = inactiveTypeOf(order) === null ? null : order.finalAt;
    return at === null ? JSON_NULL : jsonString(timeText(at, 'v2'));
  }),
  textOrNull('inactiveType', 'who ended it', ({ order }) => inactiveTypeOf(order)),
];

/** The page where the payer agrees. */
export const CREATED_MANDATE: Members = [USER_ID, REQUEST_ID, CHANNEL_CODE, payData('authUrl')];

const TOKEN: Members = [
  ...[CHANNEL_CODE, PAY_TOKEN, TOKEN_STATUS],
  textOrNull('expiresTime', 'when it ends; null: never', ({ order: { expiresAt } }) =>
    expiresAt === null ? null : timeText(expiresAt, 'v2'),
  ),
  ...INACTIVE,
];

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

function isLive({ order }: OrderAnswer): boolean {
  return order.state === 'active';
}

function isOver({ order }: OrderAnswer): boolean {
  return inactiveTypeOf(order) !== null;
}

function wasGiven(source: OrderAnswer): boolean {
  return isLive(source) || isOver(source);
}

/** What is told of a permission: agreed to, refused, or over. */
export const MANDATE_EVENT: readonly Member<OrderAnswer & { readonly at: Date }>[] = [
  ...[USER_ID, REQUEST_ID, CHANNEL_CODE, when(wasGiven, PAY_TOKEN), TOKEN_STATUS],
  when(
    isLive,
    time('expiresTime', 'when it ends', ({ expiresAt }) => expiresAt, 'v2'),
  ),
  ...INACTIVE.map((each) => when(isOver, each)),
  ...FAILED.map((each) => when((source: OrderAnswer) => !wasGiven(source), each)),
  time('createTime', 'when it was asked for', ({ createdAt }) => createdAt, 'v2'),
  text('returnTime', 'when it was decided or ended', ({ order, at }) =>
    timeText(order.finalAt ?? at, 'v2'),
  ),
];
