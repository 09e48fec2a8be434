/** What we ask, in Airwallex's JSON (upstream notes, sections 3, 4 and 6). */
import { currencyOf } from '../../../domain/money.ts';
import { writeJson } from '../../../wire/canonical-json.ts';
import { type JsonObject, jsonBoolean } from '../../../wire/json-value.ts';
import { amountOf, objectOf } from '../../build-json.ts';
import { basic, type Credentials, type Intent, type UpstreamRequest } from '../../contract.ts';
import { cut } from '../../read-json.ts';
import { AMOUNT_FORM } from '../capabilities.ts';
import { productsOf } from './products.ts';
import { usesPaymentLinks } from './settings.ts';
import { transferOf } from './transfer.ts';

const INTENTS = '/api/v1/pa/payment_intents';
const LINKS = '/api/v1/pa/payment_links';
const REFUNDS = '/api/v1/pa/refunds';
const TRANSFERS = '/api/v1/transfers';

const DESCRIPTOR_MAX = 32;
const TITLE_MAX = 200;
const CUSTOMER_ID_MAX = 64;
const EMAIL_MAX = 100;
const PAGE_SIZE = '100';

export interface Call extends Pick<UpstreamRequest, 'method' | 'body'> {
  readonly path: string;
}

function call(path: string, body: JsonObject): Call {
  return { method: 'POST', path, body: writeJson(body) };
}

/** The call that creates what the intent asks for, or closes it. */
export function createCall(intent: Intent, credentials: Credentials): Call {
  switch (basic(intent.operation)) {
    case 'payin':
      return usesPaymentLinks(credentials)
        ? call(`${LINKS}/create`, linkOf(intent))
        : call(`${INTENTS}/create`, paymentOf(intent));
    case 'refund':
      return call(`${REFUNDS}/create`, refundOf(intent));
    case 'payout':
      return call(`${TRANSFERS}/create`, transferOf(intent, credentials));
    case 'close':
      return closingCall(intent, credentials);
  }
}

/**
 * Payments are cancelled and links deactivated, by Airwallex's id alone. Before that is known there
 * is only the question whether they exist, which leaves the closing in doubt: it comes again.
 */
function closingCall(intent: Intent, credentials: Credentials): Call {
  const path = queryPath(intent, credentials);
  if (intent.order.upstreamId === null) return { method: 'GET', path, body: null };
  if (usesPaymentLinks(credentials)) return call(`${path}/deactivate`, objectOf({}));
  return call(`${path}/cancel`, objectOf({ request_id: intent.reference }));
}

/**
 * Path of the question what became of the intent: by Airwallex's id once that is known, for only
 * that answer brings a payment page; until then by our own name for it. A closing's is that about
 * the payment.
 */
export function queryPath(intent: Intent, credentials: Credentials): string {
  const { operation, order, about } = intent;
  const isClosing = operation === 'close';
  const reference = isClosing ? (about?.reference ?? intent.reference) : intent.reference;
  const list = (path: string, by: Readonly<Record<string, string>>) =>
    `${path}?${new URLSearchParams({ ...by, page_num: '0', page_size: PAGE_SIZE })}`;
  const one = (path: string) => `${path}/${encodeURIComponent(order.upstreamId ?? '')}`;
  const isKnown = order.upstreamId !== null;
  switch (basic(operation)) {
    case 'payin':
    case 'close':
      if (usesPaymentLinks(credentials)) return isKnown ? one(LINKS) : list(LINKS, { reference });
      return isKnown ? one(INTENTS) : list(INTENTS, { merchant_order_id: reference });
    case 'refund': {
      if (isKnown) return one(REFUNDS);
      const paymentIntentId = paymentIdOf(intent);
      const by = paymentIntentId === null ? {} : { payment_intent_id: paymentIntentId };
      return list(REFUNDS, { ...by, request_id: reference });
    }
    case 'payout':
      return isKnown ? one(TRANSFERS) : list(TRANSFERS, { request_id: reference });
  }
}

function paymentOf(intent: Intent): JsonObject {
  const { reference, order, merchantName, returnUrl } = intent;
  const products = productsOf(order);
  return objectOf({
    request_id: reference,
    amount: amountOf({ asset: order.asset, minor: order.amountMinor }, AMOUNT_FORM),
    currency: currencyOf(order.asset),
    merchant_order_id: reference,
    return_url: returnUrl,
    descriptor: cut(order.fields.description ?? merchantName, DESCRIPTOR_MAX),
    customer: customerOf(intent),
    order: products.length === 0 ? null : objectOf({ products }),
  });
}

/** A payment link has no `request_id`: our reference on it is what it is found by. */
function linkOf({ reference, order, merchantName }: Intent): JsonObject {
  return objectOf({
    title: cut(order.fields.description ?? merchantName, TITLE_MAX),
    reusable: jsonBoolean(false),
    amount: amountOf({ asset: order.asset, minor: order.amountMinor }, AMOUNT_FORM),
    currency: currencyOf(order.asset),
    reference,
    expires_at: order.expiresAt?.toISOString().replace(/\.\d{3}Z$/, '+0000'),
  });
}

function customerOf({ order: { fields } }: Intent): JsonObject | null {
  const userId = fields['payer.userId'] ?? '';
  if (userId === '') return null;
  return objectOf({
    merchant_customer_id: cut(userId, CUSTOMER_ID_MAX),
    email: cut(fields['payer.email'] ?? '', EMAIL_MAX),
  });
}

function refundOf(intent: Intent): JsonObject {
  const { reference, order } = intent;
  return objectOf({
    request_id: reference,
    payment_intent_id: paymentIdOf(intent),
    amount: amountOf({ asset: order.asset, minor: order.amountMinor }, AMOUNT_FORM),
  });
}

/** The payment intent that a refund is of: what was booked, else what was created. */
function paymentIdOf({ about }: Intent): string | null {
  return about === null ? null : (about.order.paymentRef ?? about.order.upstreamId);
}
