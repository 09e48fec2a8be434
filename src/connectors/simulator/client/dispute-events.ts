/** What the provider reports of disputes, and of fraud that is reported to it. */
import type { ProviderEvent } from '../../../domain/provider-event.ts';
import type { JsonObject } from '../../../wire/json-value.ts';
import type { DisputePage, UpstreamReply } from '../../contract.ts';
import { disputeEvent } from '../../dispute-event.ts';
import { idAt, itemsAt, objectAt, readJsonObject, textAt } from '../../read-json.ts';
import { disputeIn } from './dispute.ts';
import type { Event } from './event.ts';

const FRAUD_WARNING = 'fraud.notice';

export function isOfDispute({ type }: Event): boolean {
  return type === FRAUD_WARNING || type.startsWith('dispute.');
}

/** The state of a dispute, or a warning, which moves no money; null: it does not say which. */
export function eventOfDispute(event: Event): ProviderEvent | null {
  const { type, dispute, movement, reference, eventId } = event;
  if (type !== FRAUD_WARNING) {
    const isOfIt = dispute !== null && type === `dispute.${dispute.words}`;
    return isOfIt ? disputeEvent(about(event), dispute) : null;
  }
  const text = `fraud is reported of payment ${movement?.id ?? ''}; consider a refund`;
  return { reference, eventKey: `fraud:${eventId}`, fact: { kind: 'fraud_warning', text } };
}

/** How the dispute stands that was asked about; null: the answer does not say, or of another. */
export function disputeAnswerOf(ref: string, reply: UpstreamReply): ProviderEvent | null {
  const body = bodyOf(reply);
  const listed = body && listedIn(body);
  return listed?.ref === ref ? listed.event : null;
}

/** A page of the list; what cannot be read of it is left to a later state or a person. */
export function disputePageOf(reply: UpstreamReply): DisputePage | null {
  const body = bodyOf(reply);
  const items = body && itemsAt(body, 'disputes');
  const hasMore = body?.members.get('hasMore');
  if (items === null || hasMore?.kind !== 'boolean') return null;
  const objects = items.flatMap((item) => (item.kind === 'object' ? [item] : []));
  const last = objects.at(-1);
  const lastDispute = last && objectAt(last, 'dispute');
  return {
    events: objects.flatMap((item) => listedIn(item)?.event ?? []),
    next: hasMore.value && lastDispute ? idAt(lastDispute, 'id') : null,
  };
}

function bodyOf(reply: UpstreamReply): JsonObject | null {
  if (reply.kind !== 'response' || reply.status !== 200 || reply.truncated) return null;
  const json = readJsonObject(reply.body);
  return json.ok ? json.value : null;
}

function listedIn(
  body: JsonObject,
): { readonly ref: string; readonly event: ProviderEvent } | null {
  const reference = textAt(body, 'reference');
  const id = idAt(body, 'id');
  const dispute = disputeIn(body);
  if (reference === null || id === null || dispute === null) return null;
  return { ref: dispute.ref, event: disputeEvent(about({ reference, id }), dispute) };
}

/** Its order is found by our reference, or by the provider's id. */
function about({ reference, id }: Pick<Event, 'reference' | 'id'>) {
  return { reference, providerIds: [id] };
}
