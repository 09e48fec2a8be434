/** What a provider says of a dispute, as an event of the core, for every connector. */
import type { DisputeReport } from '../domain/dispute.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';

/** How the order is found that a dispute is about. */
type About = Pick<ProviderEvent, 'reference' | 'providerIds'>;

/**
 * The event of one state of a dispute. It counts once, whichever of its reports comes first;
 * reported at another time, or of another amount, it is another one.
 */
export function disputeEvent(about: About, dispute: DisputeReport): ProviderEvent {
  const { ref, round, words, state, at } = dispute;
  const amount = dispute.decided ?? dispute.amount;
  const facts = [at?.toISOString(), amount && `${amount.minor} ${amount.asset}`];
  const eventKey = [`dispute:${ref}:r${round}:${state}:${words}`, ...facts.filter(Boolean)].join(
    ':',
  );
  return { ...about, eventKey, fact: { kind: 'dispute', dispute } };
}
