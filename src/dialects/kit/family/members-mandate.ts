/** Answers and notifications of both Open APIs about permissions to debit. */
import type { Order } from '../../../domain/order.ts';
import { JSON_NULL, jsonString } from '../../../wire/json-value.ts';
import { listIn, type Member, member, type OrderAnswer, text, when } from '../members.ts';
import type { Answer } from '../operation.ts';
import { type OrderMember, ofOrder, ofOrderOrNull } from '../order-members.ts';
import { wholeObject } from '../whole-lists.ts';
import { payTokenOf } from './numbers.ts';
import { inactiveTypeOf, tokenStatusOf } from './words.ts';

/** What differs between the APIs. */
export interface MandateWords {
  timeText(at: Date): string;
  readonly channelCode: OrderMember;
  /** Why there is no permission. */
  readonly failed: readonly OrderMember[];
}

export const USER_ID = ofOrder(
  'userId',
  'your id of the payer',
  ({ fields }) => fields['payer.userId'],
);
const REQUEST_ID = ofOrder('requestId', 'your id of the request', ({ merchantRef }) => merchantRef);
const PAY_TOKEN = ofOrder('payToken', 'the permission, as payments name it', payTokenOf);
const TOKEN_STATUS = ofOrder('tokenStatus', 'ACTIVED or INACTIVED', tokenStatusOf);

const isLive = ({ order }: OrderAnswer) => order.state === 'active';
const isOver = ({ order }: OrderAnswer) => inactiveTypeOf(order) !== null;
const wasAgreed = (source: OrderAnswer) => isLive(source) || isOver(source);

/** The members of each answer, and of what is reported. */
export function mandateMembers({ timeText, channelCode, failed }: MandateWords) {
  const time = (name: string, description: string, of: (order: Order) => Date | null) =>
    member<OrderAnswer>(name, 'text', description, ({ order }) => {
      const at = of(order);
      return at === null ? JSON_NULL : jsonString(timeText(at));
    });
  const expires = time('expiresTime', 'when it ends; null: never', ({ expiresAt }) => expiresAt);
  /** Null while the permission is one, or before. */
  const inactive: readonly OrderMember[] = [
    time('inactiveTime', 'when it ended', (order) =>
      inactiveTypeOf(order) === null ? null : order.finalAt,
    ),
    ofOrderOrNull('inactiveType', 'who ended it', inactiveTypeOf),
  ];
  const token = [channelCode, PAY_TOKEN, TOKEN_STATUS, expires, ...inactive];
  /** A user's permissions: those that are or were in use, as only those have a token. */
  const tokens: readonly Member<readonly Order[]>[] = [
    text('userId', 'your id of the payer', ([first]) => first?.fields['payer.userId']),
    listIn('tokenList', 'permissions that are or were in use', token, (orders: readonly Order[]) =>
      orders
        .filter(({ state }) => state !== 'created' && state !== 'pending' && state !== 'failed')
        .map((order) => ({ order, payUrl: '' })),
    ),
  ];
  const event: readonly Member<OrderAnswer & { readonly at: Date }>[] = [
    ...[USER_ID, REQUEST_ID, channelCode, when(wasAgreed, PAY_TOKEN), TOKEN_STATUS],
    when((source: OrderAnswer) => isLive(source) && source.order.expiresAt !== null, expires),
    ...inactive.map((each) => when(isOver, each)),
    ...failed.map((each) => when((source: OrderAnswer) => !wasAgreed(source), each)),
    ofOrder('createTime', 'when it was asked for', ({ createdAt }) => timeText(createdAt)),
    text('returnTime', 'when it was decided or ended', ({ order, at }) =>
      timeText(order.finalAt ?? at),
    ),
  ];
  return {
    /** Before the page where the payer agrees. */
    created: [USER_ID, REQUEST_ID, channelCode],
    answers: tokenAnswers(tokens),
    cancelled: [USER_ID, PAY_TOKEN, channelCode, TOKEN_STATUS, ...inactive],
    /** Agreed to, refused, or over. */
    event,
  };
}

/** All permissions of a user, or the one of a token. */
function tokenAnswers(tokens: readonly Member<readonly Order[]>[]): {
  readonly order: Answer<'order'>;
  readonly orders: Answer<'orders'>;
} {
  const orders = wholeObject(tokens);
  return {
    orders,
    order: {
      ...orders,
      data: ({ order }, app) =>
        orders.data({ ok: true, kind: 'orders', orders: [order], more: false }, app),
    },
  };
}
