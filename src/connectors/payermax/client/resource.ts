/** What PayerMax says of one payment, payout, refund or closing, as a value. */
import type { DispatchOperation } from '../../../domain/dispatch.ts';
import type { Money } from '../../../domain/money.ts';
import { readAmount } from '../../../wire/amount.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { type BasicOperation, basic } from '../../contract.ts';
import {
  cut,
  idAt,
  objectAt,
  type ProviderError,
  type Read,
  textAt,
  unread,
  urlAt,
} from '../../read-json.ts';
import { AMOUNT_FORM, assetOf } from '../capabilities.ts';

/** `cancel` is what notifications call a payment that was cancelled at PayerMax. */
export type Shape = 'payment' | 'payout' | 'refund' | 'closing' | 'cancel';

/** What an operation makes at PayerMax. */
const SHAPES: Readonly<Record<BasicOperation, Shape>> = {
  payin: 'payment',
  payout: 'payout',
  refund: 'refund',
  close: 'closing',
};

export function shapeOf(operation: DispatchOperation): Shape {
  return SHAPES[basic(operation)];
}

/** The same facts under the names that each shape has for them. */
export interface Resource {
  readonly shape: Shape;
  /** PayerMax's. */
  readonly id: string;
  /** Ours. */
  readonly reference: string;
  /** PayerMax's word, left to `status.ts`. */
  readonly status: string;
  /** What was ordered, which is what moves; null where it is not reported or cannot be read. */
  readonly amount: Money | null;
  readonly bankRef: string | null;
  readonly failure: ProviderError | null;
  /** Payments just made: the cashier's page. */
  readonly page: string | null;
}

interface Names {
  readonly id: string;
  readonly reference: string;
  readonly failure: readonly [code: string, text: string];
}

const NAMES: Readonly<Record<Shape, Names>> = {
  payment: { id: 'tradeToken', reference: 'outTradeNo', failure: ['resultCode', 'resultMsg'] },
  payout: { id: 'tradeNo', reference: 'outTradeNo', failure: ['responseCode', 'responseMsg'] },
  refund: { id: 'refundTradeNo', reference: 'outRefundNo', failure: ['resultCode', 'resultMsg'] },
  closing: { id: 'outTradeNo', reference: 'outTradeNo', failure: ['errorCode', 'errorMsg'] },
  cancel: { id: 'cancelNo', reference: 'requestId', failure: ['errorCode', 'errorMsg'] },
};

const TEXT_MAX = 256;
const BANK_REF_MAX = 64;

/** Refused when it does not even say which one it is, whose, and how it stands. */
export function readResource(shape: Shape, data: JsonObject): Read<Resource> {
  const names = NAMES[shape];
  const id = idAt(data, names.id);
  const reference = referenceAt(data, names.reference);
  const status = textAt(data, 'status');
  if (id === null || reference === null || status === null) {
    return unread(`${names.id}, ${names.reference} or status is missing`);
  }
  const [code, text] = names.failure;
  const value = {
    shape,
    id,
    reference,
    status,
    amount: amountIn(shape, data),
    bankRef: bankRefIn(shape, data),
    failure: errorOf(textAt(data, code), textAt(data, text)),
    page: shape === 'payment' ? urlAt(data, 'redirectUrl') : null,
  };
  return { ok: true, value };
}

/** PayerMax's numbers know no case, and ours have no small letters. */
export function referenceAt(object: JsonObject, name: string): string | null {
  return textAt(object, name)?.toUpperCase() ?? null;
}

/** A positive amount in a currency whose decimals are known; otherwise null. */
export function moneyAt(
  object: JsonObject,
  amountName: string,
  currencyName: string,
): Money | null {
  const token = object.members.get(amountName);
  const asset = assetOf(textAt(object, currencyName));
  if (token === undefined || asset === null) return null;
  const amount = readAmount(token, asset, AMOUNT_FORM);
  return amount.ok && amount.value.minor > 0n ? amount.value : null;
}

/** Code and text of a failure; null where neither is given. */
export function errorOf(code: string | null, text: string | null): ProviderError | null {
  if (!code && !text) return null;
  return { code: cut(code ?? '', TEXT_MAX), text: cut(text ?? '', TEXT_MAX) };
}

/** The documents name a refund's amount so, and a sample of theirs otherwise. */
function amountIn(shape: Shape, data: JsonObject): Money | null {
  switch (shape) {
    case 'payment':
      return moneyAt(data, 'totalAmount', 'currency');
    case 'refund':
      return (
        moneyAt(data, 'refundAmount', 'refundCurrency') ??
        moneyAt(data, 'totalAmount', 'refundCurrency')
      );
    case 'payout': {
      const trade = objectAt(data, 'trade');
      return trade === null ? null : moneyAt(trade, 'amount', 'currency');
    }
    case 'closing':
    case 'cancel':
      return null;
  }
}

/** What the bank or wallet finds the movement by, else what PayerMax's channel does. */
function bankRefIn(shape: Shape, data: JsonObject): string | null {
  const more = objectAt(data, 'additionalIdentifier');
  const text =
    shape === 'payout'
      ? more && textAt(more, 'referenceId')
      : textAt(data, 'thirdChannelNo') || textAt(data, 'channelNo');
  return text ? cut(text, BANK_REF_MAX) : null;
}
