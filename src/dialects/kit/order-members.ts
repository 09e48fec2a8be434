/** Members that describe an order, which is what most answers and notifications do. */
import type { Order } from '../../domain/order.ts';
import { MINOR_INTEGER, writeAmount } from '../../wire/amount.ts';
import { jsonString } from '../../wire/json-value.ts';
import { type Member, member, type OrderAnswer, text, textOrNull } from './members.ts';

export type OrderMember = Member<OrderAnswer>;

/** A text of an order; left out where there is none. */
export function ofOrder(
  name: string,
  description: string,
  of: (order: Order) => string | null | undefined,
): OrderMember {
  return text(name, description, ({ order }) => of(order));
}

/** A text of an order that is null where there is none. */
export function ofOrderOrNull(
  name: string,
  description: string,
  of: (order: Order) => string | null | undefined,
): OrderMember {
  return textOrNull(name, description, ({ order }) => of(order));
}

/** A text of an order that is there even when it is empty. */
export function always(
  name: string,
  description: string,
  of: (order: Order) => string | undefined,
): OrderMember {
  return member(name, 'text', description, ({ order }) => jsonString(of(order) ?? ''));
}

/** An amount in smallest units, as a JSON number. */
export function amount(
  name: string,
  description: string,
  of: (order: Order) => bigint,
): OrderMember {
  return member(name, 'number', description, ({ order }) =>
    writeAmount({ asset: order.asset, minor: of(order) }, MINOR_INTEGER),
  );
}

/** What was paid, or else what was ordered. */
export function movedMinor({ state, paidMinor, amountMinor }: Order): bigint {
  return state === 'paid' ? paidMinor : amountMinor;
}

/** The merchant's id: a payment that arrived at a code goes by the code's. */
export function referenceOf({ parent, merchantRef }: Order): string {
  return parent?.kind === 'code' ? parent.ref : merchantRef;
}
