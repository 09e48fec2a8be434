/** What the provider's callbacks say, as a value (docs/simulator.md, section 3). */
import type { DisputeReport } from '../../../domain/dispute.ts';
import type { VerificationReading } from '../../../domain/verification.ts';
import type { ProviderError } from '../../read-json.ts';
import { idAt, objectAt, type Read, readJsonObject, textAt, unread } from '../../read-json.ts';
import { disputeIn } from './dispute.ts';
import { bankRefIn, errorIn, type Movement, moneyIn, readingIn, timeIn } from './reply.ts';

export interface Event {
  readonly eventId: string;
  /** `payment.succeeded` and so on. */
  readonly type: string;
  /** Ours. */
  readonly reference: string;
  /** The provider's id of the order. */
  readonly id: string;
  /** What the event is about; null where it names no payment, or no amount that can be read. */
  readonly movement: Movement | null;
  readonly failure: ProviderError | null;
  /** Mandates: whether the payer has ever agreed, and until when it may be used. */
  readonly wasAgreed: boolean;
  readonly validUntil: Date | null;
  readonly dispute: DisputeReport | null;
  readonly reading: VerificationReading | null;
}

/** Reads a callback's body; refused when it does not even say which event of which order it is. */
export function readEvent(bytes: Uint8Array): Read<Event> {
  const json = readJsonObject(bytes);
  if (!json.ok) return json;
  const body = json.value;
  const eventId = idAt(body, 'eventId');
  const type = textAt(body, 'type');
  const reference = textAt(body, 'reference');
  const id = idAt(body, 'id');
  if (eventId === null || type === null || reference === null || id === null) {
    return unread('eventId, type, reference or id is missing');
  }
  const paymentId = idAt(body, 'paymentId');
  const amount = moneyIn(body.members.get('amountMinor'), textAt(body, 'asset'));
  const failure = objectAt(body, 'failure');
  const value = {
    eventId,
    type,
    reference,
    id,
    movement:
      paymentId === null || amount === null
        ? null
        : { id: paymentId, amount, bankRef: bankRefIn(body) },
    failure: failure === null ? null : errorIn(failure),
    wasAgreed: body.members.has('agreedAt'),
    validUntil: timeIn(body, 'validUntil'),
    dispute: disputeIn(body),
    reading: readingIn(body),
  };
  return { ok: true, value };
}
