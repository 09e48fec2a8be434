/** Money that goes back: refunds, and voids of whole payments on their day. */
import { refuse } from '../../../domain/refusal.ts';
import { createdAs, orderAsList } from '../../kit/answers.ts';
import { missing, refundOf } from '../../kit/family/asks.ts';
import { optional, required } from '../../kit/fields.ts';
import { text, wholeNumber } from '../../kit/forms.ts';
import { ok } from '../../kit/result.ts';
import { wholeList } from '../../kit/whole-lists.ts';
import { parseTransactionId } from '../codec.ts';
import { CREATED_REFUND, CREATED_VOID, REFUND } from '../members-refund.ts';
import {
  amountIn,
  call,
  countryOf,
  digestOf,
  kept,
  notifyUrlIn,
  type OpenApiOperation,
  orderKeyIn,
  SCOPES,
  shared,
} from './ask.ts';
import * as field from './fields.ts';

const refundCreate = call({
  name: 'refund_create',
  title: 'Refund a payment',
  ...{ country: null, version: null, method: 'POST' },
  paths: shared('/payment/refund'),
  fields: [
    field.MCH_REFUND_ID,
    field.ORIGINAL_ID,
    required('refundAmount', wholeNumber(), 'in the smallest unit of the currency'),
    optional('refundReason', text(200, 1), 'returned in notifications'),
    optional('refundCallbackUrl', field.url(256), "where to notify; else the app's address"),
    field.TIMESTAMP,
  ],
  codes: { amount_invalid: 21406, duplicate_order: 21407, not_supported: 21402 },
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
    const notifyUrl = notifyUrlIn(ask, 'refundCallbackUrl');
    if (!notifyUrl.ok) return notifyUrl;
    return ok(
      refundOf(ask, {
        payin: { kind: 'id', id: payin },
        scope: SCOPES.refund,
        digest: digestOf(ask),
        amountMinor: amountMinor.value,
        metadata: kept(ask, 'refundReason'),
        notifyUrl: notifyUrl.value,
      }),
    );
  },
  answers: { created: createdAs(CREATED_REFUND) },
});

/** One refund by its own id, or all of a payment. */
const refundList = call({
  name: 'refund_list',
  title: 'Query refunds',
  ...{ country: null, version: null, method: 'POST' },
  paths: shared('/refund/payments'),
  fields: [field.mayBe(field.ORIGINAL_ID), field.REFUND_ID, field.TIMESTAMP],
  requests: ['list_children', 'query_order'],
  request({ text: textOf }) {
    const own = textOf('refundTransactionId');
    const original = textOf('originalTransactionId');
    if (own === '' && original === '') {
      return missing('originalTransactionId', 'required unless refundTransactionId is sent');
    }
    const number =
      own === '' ? parseTransactionId(original, 'payin') : parseTransactionId(own, 'refund');
    if (number === null) return refuse('not_found');
    const key = { kind: 'id', id: number } as const;
    if (own !== '') return ok({ kind: 'query_order', key, kinds: ['refund'] });
    const parentFilter = { kinds: ['payin'] } as const;
    return ok({
      kind: 'list_children',
      parent: key,
      parentFilter,
      childKind: 'refund',
      within: null,
    });
  },
  // Lists stay lists, be they of one.
  answers: { order: orderAsList(REFUND), orders: wholeList(REFUND) },
});

/** Only the error codes of it are published. */
const paymentVoid = call({
  name: 'payment_void',
  title: 'Take a payment back before it settles',
  ...{ country: null, version: 'v2', method: 'POST' },
  paths: shared('/payment/void'),
  fields: [
    required('mchVoidOrderId', field.id(1, 32), 'your id of the void, used once'),
    ...field.V2_ID,
    field.NOTIFY_URL,
  ],
  isExact: true,
  codes: { duplicate_order: 21505, not_supported: 21501, refund_exceeds_paid: 21501 },
  reasons: {
    not_paid: 21500,
    channel: 21501,
    refunded: 21501,
    refund_open: 21501,
    settled: 21502,
    other_day: 21503,
    voided: 21504,
  },
  requests: ['create_refund'],
  request(ask) {
    const country = countryOf(ask);
    if (!country.ok) return country;
    const payin = orderKeyIn(ask, 'payment', 'payin');
    if (!payin.ok) return payin;
    return ok({
      kind: 'create_refund',
      operation: 'void',
      payin: payin.value,
      scope: SCOPES.void,
      merchantRef: ask.text('mchVoidOrderId'),
      digest: digestOf(ask),
      amountMinor: 0n,
      metadata: { ...kept(ask), form: 'void' },
      notifyUrl: ask.text('notifyUrl') || null,
      onRepeat: 'refuse',
      wait: 'none',
    });
  },
  answers: { created: createdAs(CREATED_VOID) },
});

export const REFUNDS: readonly OpenApiOperation[] = [refundCreate, refundList, paymentVoid];
