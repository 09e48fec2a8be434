/** What answers and notifications say of an order, each member once. */
import { type Member, type OrderAnswer, text } from '../../../src/dialects/kit/members.ts';
import { statusOf } from './status.ts';

export const REFERENCE: Member<OrderAnswer> = text(
  'reference',
  'your id of the order',
  ({ order }) => order.merchantRef,
);

export const STATUS: Member<OrderAnswer> = text('status', 'what became of it', ({ order }) =>
  statusOf(order),
);
