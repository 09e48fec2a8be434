/** What answers and notifications of this API say of an order (seed 004). */
import { currencyOf } from '../../domain/money.ts';
import type { Order } from '../../domain/order.ts';
import { jsonNumber, jsonObject } from '../../wire/json-value.ts';
import { readJsonText } from '../../wire/raw-json.ts';
import {
  type Member,
  maybe,
  member,
  type OrderAnswer,
  text,
  textOrNull,
  when,
} from '../kit/members.ts';
import { orderNoOf, thirdOrderSignOf } from './codec.ts';
import { PAYERMAX } from './operations-checks.ts';
import { METADATA_FIELDS } from './operations-parts.ts';
import { amountOf, payTimeOf, statusOf } from './status.ts';

type OrderMember = Member<OrderAnswer>;

/** The provider's own page where it has given one, else our cashier, in the payer's language. */
export const PAGE_URL: OrderMember = text(
  'url',
  'the page to send the payer to',
  ({ order: { instructions, fields }, payUrl }) => {
    if (instructions?.kind === 'redirect') return instructions.url;
    const language = fields['payer.language'];
    return language === undefined ? payUrl : `${payUrl}?lang=${encodeURIComponent(language)}`;
  },
);

export const ORDER_NO: OrderMember = text('orderNo', 'our number of the order', ({ order }) =>
  orderNoOf(order.id),
);

/** It comes with orders for PayerMax only. */
export const THIRD_ORDER_SIGN: OrderMember = when(
  ({ order }: OrderAnswer) => order.metadata.payType === PAYERMAX,
  text('thirdOrderSign', "the provider's number of the order; Payermax only", ({ order }) =>
    thirdOrderSignOf(order.id),
  ),
);

export const AMOUNT: OrderMember = text('amount', 'as ordered, in major units', ({ order }) =>
  amountOf(order),
);

export const CURRENCY: OrderMember = text('currencyCode', 'ISO 4217', ({ order }) =>
  currencyOf(order.asset),
);

export const PAY_TIME: OrderMember = textOrNull(
  'payTime',
  'when it was paid; null unless it stands as paid',
  ({ order }) => payTimeOf(order),
);

export const STATUS: OrderMember = text(
  'status',
  'CREATE, PAYING, IN_PROGRESS (paid), FAILED, REVERSED (cancelled), REFUSE (charged back)',
  ({ order }) => statusOf(order),
);

/** Order type 1: a payment. Subscriptions, type 2, are not sold here. */
export const TYPE: OrderMember = member('type', 'number', '1: a payment', () => jsonNumber('1'));

/** What the order brought along, given back: the three parts that it may have, or nothing. */
export const METADATA: OrderMember = {
  ...maybe(
    member<OrderAnswer>('metadata', 'object', 'what the order brought along', ({ order }) =>
      metadataOf(order),
    ),
  ),
  members: METADATA_FIELDS.map(({ name, description }) => ({
    ...{ name, description },
    ...{ type: 'text', optional: false },
  })),
};

function metadataOf({ metadata }: Order) {
  const kept = readJsonText(metadata.metadata ?? '');
  if (!kept.ok || kept.value.kind !== 'object') return null;
  const { members } = kept.value;
  const parts = METADATA_FIELDS.flatMap(({ name }) => {
    const value = members.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return parts.length === 0 ? null : jsonObject(parts);
}
