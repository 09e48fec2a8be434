/**
 * What may be said otherwise of an order once it is made: a table by kind, for open orders only.
 * What was agreed with the payer or the provider (channel, terms, amount) is no part of it.
 */
import { isFinal, type Order, type OrderKind } from './order.ts';
import { type Refused, refuse } from './refusal.ts';
import type { OrderChanges } from './request.ts';

export type OrderPart = keyof OrderChanges;

/** Who pays may be corrected while nobody has paid; who is paid, and how, was sent on already. */
const MAY_CHANGE: Readonly<Record<OrderKind, readonly OrderPart[]>> = {
  payin: ['fields', 'metadata', 'notifyUrl'],
  code: ['fields', 'metadata', 'notifyUrl'],
  mandate: ['metadata', 'notifyUrl'],
  verification: ['metadata', 'notifyUrl'],
  payout: ['metadata', 'notifyUrl'],
  refund: ['metadata', 'notifyUrl'],
  withdrawal: [],
};

/** The order as it reads after the changes; the same object when they say what it says already. */
export function changeOrder(
  order: Order,
  changes: OrderChanges,
): { readonly ok: true; readonly order: Order } | Refused {
  if (isFinal(order.state)) {
    const detail = `the order is ${order.state} already and cannot be changed`;
    return refuse('not_supported', undefined, detail, 'ended');
  }
  for (const part of Object.keys(changes) as OrderPart[]) {
    if (MAY_CHANGE[order.kind].includes(part)) continue;
    return refuse('not_supported', part, `${part} of a ${order.kind} cannot be changed`, 'state');
  }
  const next: Order = {
    ...order,
    fields: merged(order.fields, changes.fields),
    metadata: merged(order.metadata, changes.metadata),
    notifyUrl: changes.notifyUrl === undefined ? order.notifyUrl : changes.notifyUrl,
  };
  const isSame =
    next.fields === order.fields &&
    next.metadata === order.metadata &&
    next.notifyUrl === order.notifyUrl;
  return { ok: true, order: isSame ? order : next };
}

type Texts = Readonly<Record<string, string>>;

function merged(before: Texts, changes: Readonly<Partial<Record<string, string>>> = {}): Texts {
  const changed = Object.entries(changes).filter(([name, text]) => (before[name] ?? '') !== text);
  if (changed.length === 0) return before;
  const after = { ...before, ...Object.fromEntries(changed) } as Record<string, string>;
  for (const [name, text] of changed) if (text === '') delete after[name];
  return after;
}
