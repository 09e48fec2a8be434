/** Answers about payments, checkouts, payouts and refunds. */
import type { Order } from '../../domain/order.ts';
import { checkoutIdOf, transactionIdOf } from './codec.ts';
import {
  amount,
  channelCode,
  failed,
  feeRefunded,
  ids,
  type Members,
  mchOrderId,
  originalId,
  payDataOf,
  place,
  status,
  text,
  time,
  versionOf,
  wechat,
} from './reply-data.ts';
import type { OperationSpec } from './routes.ts';
import { refundStatusOf } from './status.ts';

export function createdPayout(order: Order): Members {
  const version = versionOf(order);
  return [
    ...ids(order),
    ...(version === 'v2' ? place(order) : []),
    ...status(order),
    ...time('transactionTime', order.createdAt, version),
  ];
}

/** The same in answers and notifications (published tables). */
export function payoutData(order: Order): Members {
  const version = versionOf(order);
  return [
    ...ids(order),
    ...(version === 'v2' ? place(order) : []),
    ...amount('amount', order, order.amountMinor),
    ...status(order),
    ...time('createTime', order.createdAt, version),
    ...time('returnTime', order.finalAt, version),
    ...text('remark', order.metadata.remark),
    ...failed(order),
  ];
}

/** Thailand's answer says more than the others': when it ends, and what WeChat needs. */
export function createdPayment(order: Order, payUrl: string, spec: OperationSpec): Members {
  if (spec.version === 'v2') return createdV2(order, payUrl);
  const { data, type } = payDataOf(order, payUrl);
  const thai = order.asset === 'THB/2';
  return [
    ...text('transactionId', transactionIdOf(order)),
    ...text('payData', data),
    ...text('mchOrderId', order.merchantRef),
    ...text('channelType', type),
    ...(thai ? time('expiresTime', order.expiresAt, 'v1') : []),
    ...(thai ? wechat(order.instructions) : []),
  ];
}

/** A debit has nothing to show the payer, and a status instead (published). */
function createdV2(order: Order, payUrl: string): Members {
  const debit = order.parent?.kind === 'mandate';
  return [
    ...ids(order),
    ...(debit ? status(order) : text('payData', payDataOf(order, payUrl).data)),
    ...text('channelType', order.metadata.channelType),
    ...channelCode(order),
    ...place(order),
    ...amount('amount', order, order.amountMinor),
    ...time('expiresTime', order.expiresAt, 'v2'),
    ...wechat(order.instructions),
  ];
}

/** `spec`: of the call that asks, whose version the answer is in. */
export function paymentData(order: Order, { version }: OperationSpec): Members {
  if (version === 'v2') return paymentDataV2(order);
  return [
    ...ids(order),
    ...amount('amount', order, order.amountMinor),
    ...status(order),
    ...time('createTime', order.createdAt, 'v1'),
    ...time('returnTime', order.finalAt, 'v1'),
    ...text('customerName', order.fields['payer.name']),
    ...channelCode(order),
    ...text('email', order.fields['payer.email']),
    ...text('remark', order.metadata.remark),
    ...failed(order),
  ];
}

function paymentDataV2(order: Order): Members {
  return [
    ...ids(order),
    ...place(order),
    ...channelCode(order),
    ...amount('amount', order, order.amountMinor),
    ...text('payData', payDataOf(order, '').data),
    ...status(order),
    ...time('createTime', order.createdAt, 'v2'),
    ...time('returnTime', order.finalAt, 'v2'),
    ...text('remark', order.metadata.remark),
    ...failed(order),
  ];
}

export function closedPayment(order: Order): Members {
  return [
    ...ids(order),
    ...channelCode(order),
    ...text('status', 'CLOSED'),
    ...time('closedTime', order.finalAt, 'v2'),
  ];
}

export function createdCheckout(order: Order, payUrl: string): Members {
  const language = order.fields['payer.language'];
  const url = language === undefined ? payUrl : `${payUrl}?lang=${encodeURIComponent(language)}`;
  return [
    ...text('checkoutId', checkoutIdOf(order)),
    ...mchOrderId(order),
    ...text('checkoutUrl', url),
    ...text('status', 'PENDING'),
    ...time('expiresTime', order.expiresAt, 'v2'),
  ];
}

export function checkoutData(order: Order): Members {
  return [
    ...mchOrderId(order),
    ...text('checkoutId', checkoutIdOf(order)),
    ...text('transactionId', transactionIdOf(order)),
    ...place(order),
    ...text('settlementCurrency', order.metadata.settlementCurrency),
    ...amount('amount', order, order.amountMinor),
    ...status(order),
    ...channelCode(order),
    ...time('createTime', order.createdAt, 'v2'),
    ...time('returnTime', order.finalAt, 'v2'),
    ...text('remark', order.metadata.remark),
    ...failed(order),
  ];
}

export function closedCheckout(order: Order): Members {
  return [
    ...mchOrderId(order),
    ...text('checkoutId', checkoutIdOf(order)),
    ...text('status', 'CLOSED'),
    ...time('closedTime', order.finalAt, 'v2'),
  ];
}

/** A refund, or a void: nothing of its answer is published, so it has the refund's words. */
export function createdRefund(order: Order): Members {
  const version = versionOf(order);
  if (order.metadata.form === 'void') {
    return [
      ...text('mchVoidOrderId', order.merchantRef),
      ...text('voidTransactionId', transactionIdOf(order)),
      ...originalId(order),
      ...place(order),
      ...amount('amount', order, order.amountMinor),
      ...text('voidStatus', refundStatusOf(order)),
      ...time('createTime', order.createdAt, version),
    ];
  }
  return [
    ...text('mchRefundOrderId', order.merchantRef),
    ...text('refundTransactionId', transactionIdOf(order)),
    ...time('refundCreateTime', order.createdAt, version),
    ...amount('refundAmount', order, order.amountMinor),
    ...text('refundStatus', refundStatusOf(order)),
  ];
}

/** One of a list of refunds. */
export function refundData(order: Order): Members {
  const version = versionOf(order);
  return [
    ...text('mchRefundOrderId', order.merchantRef),
    ...originalId(order),
    ...text('refundTransactionId', transactionIdOf(order)),
    ...amount('refundAmount', order, order.amountMinor),
    ...feeRefunded(order),
    ...text('refundStatus', refundStatusOf(order)),
    ...time('refundCreateTime', order.createdAt, version),
    ...time('refundReturnTime', order.finalAt, version),
    ...failed(order),
  ];
}
