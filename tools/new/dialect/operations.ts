/** The operations, each whole: where it is served, its fields, what it asks, what it answers. */
import { createdAs, orderAs } from '../../../src/dialects/kit/answers.ts';
import { required } from '../../../src/dialects/kit/fields.ts';
import { text } from '../../../src/dialects/kit/forms.ts';
import { type Ask, operationFinder, operationsFor } from '../../../src/dialects/kit/operation.ts';
import { REFERENCE, STATUS } from './members.ts';
import { unwritten } from './unwritten.ts';

/** What operations are asked with. Add what the dialect's own need. */
export type NewDialectAsk = Ask;

const operation = operationsFor<NewDialectAsk>();

const ORDER_REFERENCE = required('reference', text(64), 'your id of the order');

const paymentCreate = operation({
  name: 'payment_create',
  title: 'Create a payment',
  method: 'POST',
  paths: ['/new-dialect/payment/create'],
  fields: [ORDER_REFERENCE],
  requests: ['create_payin'],
  request: () => unwritten('operations.ts: payment_create, its fields and what they ask for'),
  answers: { created: createdAs([REFERENCE, STATUS]) },
});

const paymentQuery = operation({
  name: 'payment_query',
  title: 'Query a payment',
  method: 'POST',
  paths: ['/new-dialect/payment/query'],
  fields: [ORDER_REFERENCE],
  requests: ['query_order'],
  request: () => unwritten('operations.ts: payment_query, how an order is named'),
  answers: { order: orderAs([REFERENCE, STATUS]) },
});

export const OPERATIONS = [paymentCreate, paymentQuery] as const;

export type NewDialectOperation = (typeof OPERATIONS)[number];

export const operationOf = operationFinder<NewDialectOperation>(OPERATIONS);
