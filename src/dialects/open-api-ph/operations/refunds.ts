/** 8 Refund. */
import { refuse } from '../../../domain/refusal.ts';
import type { OrderKey, QueryOrder } from '../../../domain/request.ts';
import { createdAs, orderAs } from '../../kit/answers.ts';
import { missing, refundOf } from '../../kit/family/asks.ts';
import { optional, required } from '../../kit/fields.ts';
import { text, wholeNumber } from '../../kit/forms.ts';
import { ok, type Result } from '../../kit/result.ts';
import { parseTransactionId } from '../codec.ts';
import { CREATED_REFUND, REFUND } from '../members-refund.ts';
import { amountIn, call, digestOf, kept, type PhAsk, type PhOperation, SCOPES } from './ask.ts';
import * as field from './fields.ts';

const refundCreate = call({
  name: 'refund_create',
  title: 'Refund a payment',
  method: 'POST',
  paths: ['/api/payment/refund'],
  fields: [
    field.MCH_REFUND_ID,
    field.ORIGINAL_ID,
    required('refundAmount', wholeNumber(), 'in centavos'),
    optional('refundReason', text(256, 1), 'returned in notifications'),
    required('refundCallbackUrl', field.url(256), 'where to notify'),
  ],
  codes: {
    not_found: 1501,
    internal: 1503,
    not_supported: 1505,
    refund_exceeds_paid: 1506,
    amount_invalid: 1513,
    duplicate_order: 1515,
  },
  reasons: {
    refund_repeat: 1502,
    refund_open: 1502,
    channel: 1507,
    once_only: 1508,
    too_old: 1509,
    parts_only: 1510,
    whole_only: 1511,
    whole_amount: 1512,
    not_paid: 1516,
  },
  renamed: new Map([
    ['amount', 'refundAmount'],
    ['notifyUrl', 'refundCallbackUrl'],
  ]),
  requests: ['create_refund'],
  request(ask) {
    const payin = parseTransactionId(ask.text('originalTransactionId'), 'payin');
    if (payin === null) return refuse('not_found');
    const amountMinor = amountIn(ask, 'refundAmount');
    if (!amountMinor.ok) return amountMinor;
    return ok(
      refundOf(ask, {
        payin: { kind: 'id', id: payin },
        scope: SCOPES.refund,
        digest: digestOf(ask),
        amountMinor: amountMinor.value,
        metadata: kept(ask, 'refundReason'),
        notifyUrl: ask.text('refundCallbackUrl'),
      }),
    );
  },
  answers: { created: createdAs(CREATED_REFUND) },
});

/** Neither path nor method is published: both methods are served. */
const QUERY = {
  title: 'Query a refund',
  paths: ['/api/payment/refund/query'],
  fields: [field.mayBe(field.MCH_REFUND_ID), field.REFUND_ID],
  requests: ['query_order'],
  request: (ask: PhAsk) => queryOf(ask),
  answers: { order: orderAs(REFUND) },
} as const;

export const REFUNDS: readonly PhOperation[] = [
  refundCreate,
  call({ ...QUERY, name: 'refund_query', method: 'POST' }),
  call({ ...QUERY, name: 'refund_query_get', method: 'GET' }),
];

function queryOf({ text: textOf }: PhAsk): Result<QueryOrder> {
  const merchantRef = textOf('mchRefundOrderId');
  const number = textOf('refundTransactionId');
  if (merchantRef === '' && number === '') return missing('mchRefundOrderId');
  const id = parseTransactionId(number, 'refund');
  if (merchantRef === '' && id === null) return refuse('not_found');
  const key: OrderKey =
    merchantRef === '' && id !== null
      ? { kind: 'id', id }
      : { kind: 'merchantRef', scope: SCOPES.refund, merchantRef };
  return ok({ kind: 'query_order', key, kinds: ['refund'] });
}
