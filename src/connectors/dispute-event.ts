/** What a provider says of a dispute, as an event of the core, for every connector. */
import type { DisputeReport } from '../domain/dispute.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';

/** How the order is found that a dispute is about. */
type About = Pick<ProviderEvent, 'reference' | 'providerIds'>;

/** The event of one state of a dispute. It counts once, whichever of its reports comes first. */
export function disputeEvent(about: About, dispute: DisputeReport): ProviderEvent {
  const { ref, round, words, state } = dispute;
  const eventKey = `dispute:${ref}:r${round}:${state}:${words}`;
  return { ...about, eventKey, fact: { kind: 'dispute', dispute } };
}
