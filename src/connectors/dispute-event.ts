/** What a provider says of a dispute, as an event of the core, for every connector. */
import type { DisputeReport } from '../domain/dispute.ts';
import type { ProviderEvent } from '../domain/provider-event.ts';

/** How the order is found that a dispute is about. */
type About = Pick<ProviderEvent, 'reference' | 'providerIds'>;

/**
 * The event of one state of a dispute, or why it cannot be told. Each state counts once, whichever
 * of its reports comes first; money that leaves by its end is a reversal of the payment.
 */
export function disputeEvent(about: About, dispute: DisputeReport): ProviderEvent | string {
  const { ref, round, words, state, paymentRef } = dispute;
  if (state !== 'lost' && state !== 'accepted') {
    const eventKey = `dispute:${ref}:r${round}:${state}:${words}`;
    return { ...about, eventKey, fact: { kind: 'dispute', dispute } };
  }
  const amount = dispute.decided ?? dispute.amount;
  if (amount === null || paymentRef === null) return 'a lost dispute, yet no amount can be read';
  const fact = {
    kind: 'reversed',
    reason: dispute.reason === null ? 'chargeback' : `chargeback: ${dispute.reason}`,
    payment: { ref: paymentRef, amount, reversalRef: ref },
  } as const;
  return { ...about, eventKey: `chargeback:${ref}`, fact };
}
