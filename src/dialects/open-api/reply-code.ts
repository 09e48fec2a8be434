/** Answers about codes for many payments and about permissions to debit. */
import type { Order } from '../../domain/order.ts';
import { JSON_NULL, jsonArray, jsonObject, jsonString } from '../../wire/json-value.ts';
import { payTokenOf, timeText, transactionIdOf } from './codec.ts';
import {
  amount,
  channelCode,
  failed,
  type Members,
  mchOrderId,
  payDataOf,
  status,
  text,
  textOrNull,
  time,
} from './reply-data.ts';
import { codeStatusOf, inactiveTypeOf, tokenStatusOf } from './status.ts';

function codeStatus(order: Order): Members {
  return text('status', codeStatusOf(order));
}

/** When a code is or was over; null: never. */
function expires(order: Order): Members {
  const at = order.finalAt ?? order.expiresAt;
  return textOrNull('expiresTime', at === null ? null : timeText(at, 'v1'));
}

export function createdCode(order: Order, payUrl: string): Members {
  const { data, type } = payDataOf(order, payUrl);
  return [
    ...mchOrderId(order),
    ...text('payData', data),
    ...channelCode(order),
    ...time('createTime', order.createdAt, 'v1'),
    ...codeStatus(order),
    ...text('channelType', type),
  ];
}

/** The Indonesian site nests what is paid to; which members it has is our choice. */
export function createdVa(order: Order, payUrl: string): Members {
  const paymentCode = jsonObject([
    ...channelCode(order),
    ...text('code', payDataOf(order, payUrl).data),
    ...text('customerName', order.fields['payer.name']),
    ...codeStatus(order),
    ...time('createTime', order.createdAt, 'v1'),
    ...expires(order),
  ]);
  return [...mchOrderId(order), ['paymentCode', paymentCode]];
}

export function codeDetail(order: Order): Members {
  const { data, type } = payDataOf(order, '');
  return [
    ...mchOrderId(order),
    ...text('payData', data),
    ...channelCode(order),
    ...time('createTime', order.createdAt, 'v1'),
    ...codeStatus(order),
    ...expires(order),
    ...text('channelType', type),
    ...text('customerName', order.fields['payer.name']),
    ...text('email', order.fields['payer.email']),
    ...text('mobile', order.metadata.mobile),
    ...text('notifyUrl', order.notifyUrl),
    ...text('remark', order.metadata.remark),
  ];
}

export function cancelledCode(order: Order): Members {
  return [
    ...mchOrderId(order),
    ...text('payData', payDataOf(order, '').data),
    ...channelCode(order),
    ...time('createTime', order.createdAt, 'v1'),
    ...codeStatus(order),
    ...expires(order),
  ];
}

/** One of the payments that arrived at a code. */
export function arrivalData(order: Order): Members {
  const minor = order.state === 'paid' ? order.paidMinor : order.amountMinor;
  return [
    ...text('transactionId', transactionIdOf(order)),
    ...mchOrderId(order),
    ...channelCode(order),
    ...time('transactionCreateTime', order.createdAt, 'v1'),
    ...time('transactionReturnTime', order.finalAt, 'v1'),
    ...amount('transactionAmount', order, minor),
    ...status(order),
    ...textOrNull('remark', order.metadata.remark),
    ...text('referenceNumber', order.bankRef),
  ];
}

/** The regional answer to a QR: the same, in the words of that site. */
export function createdQr(order: Order, payUrl: string): Members {
  const { data } = payDataOf(order, payUrl);
  const once = order.kind === 'payin';
  const qrStatus = once ? 'ACTIVE' : codeStatusOf(order).replace('CANCEL', 'CANCELLED');
  return [
    ...mchOrderId(order),
    ...text('qrCodeId', transactionIdOf(order)),
    ...(once ? text('transactionId', transactionIdOf(order)) : []),
    ...text('qrCodeContent', data),
    ...channelCode(order),
    ...text('notifyUrl', order.notifyUrl),
    ...text('remark', order.metadata.remark),
    ...text('qrStatus', qrStatus),
    ...(once ? status(order) : []),
    ...text('qrLink', payUrl),
    ...text('paymentUrl', payUrl),
    ...time('createTime', order.createdAt, 'v1'),
    ...time('updateTime', order.createdAt, 'v1'),
    ...expires(order),
  ];
}

/** The page where the payer agrees. */
export function createdMandate(order: Order, payUrl: string): Members {
  return [
    ...text('userId', order.fields['payer.userId']),
    ...text('requestId', order.merchantRef),
    ...channelCode(order),
    ...text('authUrl', payDataOf(order, payUrl).data),
  ];
}

/** A user's permissions: those that are or were in use, as only those have a token. */
export function tokenList(orders: readonly Order[]): Members {
  const used = orders.filter(({ state }) => state !== 'created' && state !== 'pending');
  const items = used.filter(({ state }) => state !== 'failed').map(tokenData);
  const userId = orders[0]?.fields['payer.userId'];
  return [...text('userId', userId), ['tokenList', jsonArray(items)]];
}

function tokenData(order: Order) {
  return jsonObject([
    ...channelCode(order),
    ...text('payToken', payTokenOf(order)),
    ...text('tokenStatus', tokenStatusOf(order)),
    ...textOrNull('expiresTime', order.expiresAt && timeText(order.expiresAt, 'v2')),
    ...inactive(order),
  ]);
}

function inactive(order: Order): Members {
  const type = inactiveTypeOf(order);
  const at = type === null ? null : order.finalAt;
  return [
    ['inactiveTime', at === null ? JSON_NULL : jsonString(timeText(at, 'v2'))],
    ...textOrNull('inactiveType', type),
  ];
}

export function cancelledMandate(order: Order): Members {
  return [
    ...text('userId', order.fields['payer.userId']),
    ...text('payToken', payTokenOf(order)),
    ...channelCode(order),
    ...text('tokenStatus', tokenStatusOf(order)),
    ...inactive(order),
  ];
}

/** What is told of a permission: agreed to, refused, or over. */
export function mandateEvent(order: Order, at: Date): Members {
  const live = order.state === 'active';
  const over = inactiveTypeOf(order) !== null;
  return [
    ...text('userId', order.fields['payer.userId']),
    ...text('requestId', order.merchantRef),
    ...channelCode(order),
    ...(live || over ? text('payToken', payTokenOf(order)) : []),
    ...text('tokenStatus', tokenStatusOf(order)),
    ...(live ? time('expiresTime', order.expiresAt, 'v2') : []),
    ...(over ? inactive(order) : []),
    ...(live || over ? [] : failed(order)),
    ...time('createTime', order.createdAt, 'v2'),
    ...time('returnTime', order.finalAt ?? at, 'v2'),
  ];
}
