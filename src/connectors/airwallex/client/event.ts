/** What Airwallex's webhooks say, as a value (upstream notes, section 8). */
import type { JsonObject } from '../../../wire/json-value.ts';
import { idAt, objectAt, type Read, readJsonObject, textAt, unread } from '../../read-json.ts';
import { type Dispute, readDispute } from './dispute.ts';
import { type Resource, readResource, type Shape } from './resource.ts';

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
  if (name.startsWith(DISPUTE)) {
    const dispute = readDispute(object);
    return dispute.ok ? { ok: true, value: { kind: 'dispute', dispute: dispute.value } } : dispute;
  }
  const family = FAMILIES.find(([prefix]) => name.startsWith(prefix));
  if (family === undefined) return { ok: true, value: { kind: 'other' } };
  const resource = readResource(family[1], object);
  return resource.ok
    ? { ok: true, value: { kind: 'resource', resource: resource.value } }
    : resource;
}
