/** What Airwallex's webhooks say, as a value (upstream notes, section 8). */
import type { Money } from '../../../domain/money.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import { idAt, objectAt, type Read, readJsonObject, textAt, unread } from '../../read-json.ts';
import { moneyAt, type Resource, readResource, type Shape } from './resource.ts';

/** A dispute names the payment that it is about, and how much of it. */
export interface Dispute {
  readonly id: string;
  /** Empty where it is not told: webhooks name the payment alone. */
  readonly reference: string;
  readonly paymentIntentId: string;
  /** Null where it cannot be read. */
  readonly amount: Money | null;
}

export interface Event {
  readonly eventId: string;
  /** `payment_intent.succeeded` and so on. */
  readonly name: string;
  readonly about:
    | { readonly kind: 'resource'; readonly resource: Resource }
    | { readonly kind: 'dispute'; readonly dispute: Dispute }
    | { readonly kind: 'other' };
}

/** Event names by their beginning, and what their object is. */
const FAMILIES: readonly (readonly [prefix: string, shape: Shape])[] = [
  ['payment_intent.', 'payment'],
  ['refund.', 'refund'],
  ['payout.transfer.', 'transfer'],
];
const DISPUTE = 'payment_dispute.';

/** Reads a webhook's body; refused when it does not even say what happened to what. */
export function readEvent(bytes: Uint8Array): Read<Event> {
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const eventId = idAt(json.value, 'id');
  const name = textAt(json.value, 'name');
  const data = objectAt(json.value, 'data');
  if (eventId === null || name === null || data === null) {
    return unread('id, name or data is missing');
  }
  const about = aboutOf(name, objectAt(data, 'object') ?? data);
  return about.ok ? { ok: true, value: { eventId, name, about: about.value } } : about;
}

function aboutOf(name: string, object: JsonObject): Read<Event['about']> {
  if (name.startsWith(DISPUTE)) return disputeIn(object);
  const family = FAMILIES.find(([prefix]) => name.startsWith(prefix));
  if (family === undefined) return { ok: true, value: { kind: 'other' } };
  const resource = readResource(family[1], object);
  return resource.ok
    ? { ok: true, value: { kind: 'resource', resource: resource.value } }
    : resource;
}

/** Webhooks were seen with names of their own, and without our reference; both forms are read. */
function disputeIn(object: JsonObject): Read<Event['about']> {
  const id = idAt(object, 'dispute_id') ?? idAt(object, 'id');
  const reference = textAt(object, 'merchant_order_id') ?? '';
  const paymentIntentId = idAt(object, 'payment_intent_id');
  if (id === null || paymentIntentId === null) {
    return unread('a dispute without its id or payment');
  }
  const amount =
    moneyAt(object, 'dispute_amount', 'dispute_currency') ?? moneyAt(object, 'amount', 'currency');
  return {
    ok: true,
    value: { kind: 'dispute', dispute: { id, reference, paymentIntentId, amount } },
  };
}
