/** What the provider's callbacks say, as a value (docs/simulator.md, section 3). */
import type { ProviderError } from '../../read-json.ts';
import { idAt, objectAt, type Read, readJsonObject, textAt, unread } from '../../read-json.ts';
import { bankRefIn, errorIn, type Movement, moneyIn } from './reply.ts';

export interface Event {
  readonly eventId: string;
  /** `payment.succeeded` and so on. */
  readonly type: string;
  /** Ours. */
  readonly reference: string;
  /** The provider's id of the order. */
  readonly orderId: string;
  /** What the event is about; null where it names no payment, or no amount that can be read. */
  readonly movement: Movement | null;
  readonly failure: ProviderError | null;
}

/** Reads a callback's body; refused when it does not even say which event of which order it is. */
export function readEvent(bytes: Uint8Array): Read<Event> {
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const body = json.value;
  const eventId = idAt(body, 'eventId');
  const type = textAt(body, 'type');
  const reference = textAt(body, 'reference');
  const orderId = idAt(body, 'id');
  if (eventId === null || type === null || reference === null || orderId === null) {
    return unread('eventId, type, reference or id is missing');
  }
  const paymentId = idAt(body, 'paymentId');
  const amount = moneyIn(body.members.get('amountMinor'), textAt(body, 'asset'));
  const failure = objectAt(body, 'failure');
  const value = {
    eventId,
    type,
    reference,
    orderId,
    movement:
      paymentId === null || amount === null
        ? null
        : { id: paymentId, amount, bankRef: bankRefIn(body) },
    failure: failure === null ? null : errorIn(failure),
  };
  return { ok: true, value };
}
