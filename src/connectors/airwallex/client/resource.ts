/** What Airwallex says of one payment, payment link, refund or transfer, as a value. */
import type { DispatchOperation } from '../../../domain/dispatch.ts';
import type { Money } from '../../../domain/money.ts';
import { readAmount } from '../../../wire/amount.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { basic, type Credentials } from '../../contract.ts';
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
import { usesPaymentLinks } from './settings.ts';

export type Shape = 'payment' | 'link' | 'refund' | 'transfer';

/** The same facts under the names that each shape has for them. */
export interface Resource {
  readonly shape: Shape;
  readonly id: string;
  /** Ours. */
  readonly reference: string;
  /** Airwallex's word, left to `status.ts`. */
  readonly status: string;
  /** The movement of money, under Airwallex's id for it; null before there is one. */
  readonly moved: { readonly id: string; readonly amount: Money } | null;
  readonly bankRef: string | null;
  readonly failure: ProviderError | null;
  /** Payments: opens the payment page. */
  readonly clientSecret: string | null;
  /** Payment links: the page. */
  readonly url: string | null;
  /** Payments: the link that it was made by. Its reference is Airwallex's own, and not ours. */
  readonly linkId: string | null;
  /** Payment links: it is to take no payment any more. */
  readonly isInactive: boolean;
}

const TEXT_MAX = 256;
const BANK_REF_MAX = 64;
const CLIENT_SECRET = /^[A-Za-z0-9._-]{1,4096}$/;

/** Where each shape has our reference, and the amount and currency that really moved. */
const NAMES: Readonly<
  Record<Shape, readonly [reference: string, amount: string, currency: string]>
> = {
  payment: ['merchant_order_id', 'captured_amount', 'currency'],
  link: ['reference', 'amount', 'currency'],
  refund: ['request_id', 'amount', 'currency'],
  transfer: ['request_id', 'transfer_amount', 'transfer_currency'],
};

/** What an operation makes at Airwallex, or closes there. */
export function shapeOf(operation: DispatchOperation, credentials: Credentials): Shape {
  switch (basic(operation)) {
    case 'payin':
    case 'close':
      return usesPaymentLinks(credentials) ? 'link' : 'payment';
    case 'payout':
      return 'transfer';
    case 'refund':
      return 'refund';
  }
}

/** Refused when it does not even say which one it is, whose, and how it stands. */
export function readResource(shape: Shape, object: JsonObject): Read<Resource> {
  const [referenceName] = NAMES[shape];
  const id = idAt(object, 'id');
  const reference = textAt(object, referenceName);
  const status = textAt(object, 'status');
  if (id === null || reference === null || status === null) {
    return unread(`id, ${referenceName} or status is missing`);
  }
  const secret = textAt(object, 'client_secret');
  const active = object.members.get('active');
  const value = {
    shape,
    id,
    reference,
    status,
    moved: movedIn(shape, object, id),
    bankRef: bankRefIn(shape, object),
    failure: failureIn(object),
    clientSecret: secret !== null && CLIENT_SECRET.test(secret) ? secret : null,
    url: shape === 'link' ? urlAt(object, 'url') : null,
    linkId: shape === 'payment' ? idAt(object, 'payment_link_id') : null,
    isInactive: active?.kind === 'boolean' && !active.value,
  };
  return { ok: true, value };
}

/** A link is paid by a payment that has an id of its own; everything else is its own movement. */
function movedIn(shape: Shape, object: JsonObject, ownId: string): Resource['moved'] {
  const id = shape === 'link' ? idAt(object, 'latest_successful_payment_intent_id') : ownId;
  const amount = amountIn(shape, object);
  return id === null || amount === null ? null : { id, amount };
}

function amountIn(shape: Shape, object: JsonObject): Money | null {
  const [, amountName, currencyName] = NAMES[shape];
  return moneyAt(object, amountName, currencyName);
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

/** The acquirer's reference is what the card's bank finds the payment by. */
function bankRefIn(shape: Shape, object: JsonObject): string | null {
  const from = shape === 'payment' ? objectAt(object, 'latest_payment_attempt') : object;
  const name = shape === 'transfer' ? 'short_reference_id' : 'acquirer_reference_number';
  const text = from === null ? null : textAt(from, name);
  return text === null || text === '' ? null : cut(text, BANK_REF_MAX);
}

/** Refunds report a failure in an object, transfers in two texts. */
function failureIn(object: JsonObject): ProviderError | null {
  const details = objectAt(object, 'failure_details');
  const [code, text] =
    details === null
      ? [textAt(object, 'failure_type'), textAt(object, 'failure_reason')]
      : [textAt(details, 'code'), textAt(details, 'message')];
  if (code === null && text === null) return null;
  return { code: cut(code ?? '', TEXT_MAX), text: cut(text ?? '', TEXT_MAX) };
}
