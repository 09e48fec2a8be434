/** What answers and notices say of an order, field by field, in the words of either version. */
import { currencyOf } from '../../domain/money.ts';
import type { Instructions, Order } from '../../domain/order.ts';
import { MINOR_INTEGER, writeAmount } from '../../wire/amount.ts';
import {
  JSON_NULL,
  type JsonValue,
  jsonNumber,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import { timeText, transactionIdOf } from './codec.ts';
import { countryOfCurrency, type Version } from './routes.ts';
import { failedOf, transactionStatusOf } from './status.ts';

export type Members = readonly (readonly [string, JsonValue])[];

/** A text; left out where there is none. */
export function text(name: string, value: string | null | undefined): Members {
  return value === null || value === undefined || value === '' ? [] : [[name, jsonString(value)]];
}

/** The version in which an order was made: it is told in the words it was asked in. */
export function versionOf({ metadata }: Pick<Order, 'metadata'>): Version {
  return metadata.version === 'v2' ? 'v2' : 'v1';
}

/** An amount in smallest units, as a JSON number. */
export function amount(name: string, order: Pick<Order, 'asset'>, minor: bigint): Members {
  return [[name, writeAmount({ asset: order.asset, minor }, MINOR_INTEGER)]];
}

/** A moment; left out while there is none. */
export function time(name: string, at: Date | null, version: Version): Members {
  return at === null ? [] : [[name, jsonString(timeText(at, version))]];
}

/** The merchant's id: a payment that arrived at a code goes by the code's. */
export function mchOrderIdOf({ parent, merchantRef }: Order): string {
  return parent?.kind === 'code' ? parent.ref : merchantRef;
}

export function mchOrderId(order: Order): Members {
  return text('mchOrderId', mchOrderIdOf(order));
}

export function ids(order: Order): Members {
  return [...mchOrderId(order), ...text('transactionId', transactionIdOf(order))];
}

/** The payment that a refund gives back. */
export function originalId({ parentId }: Pick<Order, 'parentId'>): Members {
  if (parentId === null) return [];
  return text('originalTransactionId', transactionIdOf({ id: parentId, kind: 'payin' }));
}

/** The fee that came back with a refund; while it is under way, none has. */
export function feeRefunded(order: Order): Members {
  return amount('feeRefunded', order, order.state === 'paid' ? order.refundedFeeMinor : 0n);
}

/** True for an order whose channel the payer chooses. */
export function isCheckout({ choices }: Pick<Order, 'choices'>): boolean {
  return choices !== null;
}

export function status(order: Order): Members {
  return text('transactionStatus', transactionStatusOf(order));
}

/** `failedCode` as a number and `failedMessage`; left out unless the order failed. */
export function failed(order: Order): Members {
  const why = failedOf(order);
  if (why === null) return [];
  return [
    ['failedCode', jsonNumber(String(why.code))],
    ['failedMessage', jsonString(why.message)],
  ];
}

/** v2 says in each answer where the money is. */
export function place(order: Pick<Order, 'asset'>): Members {
  const currency = currencyOf(order.asset);
  return [...text('countryCode', countryOfCurrency(currency)), ...text('currency', currency)];
}

/** The channel as the merchant named it; of a checkout the one that was chosen, if one was. */
export function channelCode(order: Order): Members {
  const { metadata, channel, choices } = order;
  if (isCheckout(order) && choices?.includes(channel) !== true) return [];
  return text('channelCode', metadata.channelCode ?? channel);
}

/** A text that is shown as null where there is none. */
export function textOrNull(name: string, value: string | null | undefined): Members {
  return [[name, value === null || value === undefined ? JSON_NULL : jsonString(value)]];
}

/** What to show the payer, and what it is. Until upstream has said more it is our own page. */
export function payDataOf(
  { instructions }: Pick<Order, 'instructions'>,
  payUrl: string,
): { readonly data: string; readonly type: 'URL' | 'VA' | 'QR' } {
  switch (instructions?.kind) {
    case 'redirect':
      return { data: instructions.url, type: 'URL' };
    case 'qr':
      return { data: instructions.payload, type: 'QR' };
    case 'va':
      return { data: instructions.number, type: 'VA' };
    case 'bank_transfer':
      return { data: instructions.account, type: 'VA' };
    default:
      return { data: payUrl, type: 'URL' };
  }
}

/** What a page inside WeChat needs to go on with; nothing elsewhere. */
export function wechat(instructions: Instructions | null): Members {
  const call = instructions?.kind === 'redirect' ? instructions.wechat : undefined;
  if (call === undefined) return [];
  const names = ['prepayId', 'timeStamp', 'nonceStr', 'pkg', 'signType', 'paySign'] as const;
  const wechatpay = jsonObject(names.map((name) => [name, jsonString(call[name])]));
  return [...text('shortUrl', call.shortUrl), ['metadata', jsonObject([['wechatpay', wechatpay]])]];
}
