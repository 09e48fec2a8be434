/** What the provider reports of disputes, and of fraud that is reported to it. */
import type { ProviderEvent } from '../../../domain/provider-event.ts';
import type { UpstreamReply } from '../../contract.ts';
import { disputeEvent } from '../../dispute-event.ts';
import { idAt, readJsonObject, textAt } from '../../read-json.ts';
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
  if (reply.kind !== 'response' || reply.status !== 200 || reply.truncated) return null;
  const json = readJsonObject(reply.body);
  if (!json.ok) return null;
  const reference = textAt(json.value, 'reference');
  const id = idAt(json.value, 'id');
  const dispute = disputeIn(json.value);
  if (reference === null || id === null || dispute?.ref !== ref) return null;
  return disputeEvent(about({ reference, id }), dispute);
}

/** Its order is found by our reference, or by the provider's id. */
function about({ reference, id }: Pick<Event, 'reference' | 'id'>) {
  return { reference, providerIds: [id] };
}
