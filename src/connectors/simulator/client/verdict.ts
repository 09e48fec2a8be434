/** What the provider says of somebody whom it has looked at, by a callback or a query alike. */
import type { ProviderEvent } from '../../../domain/provider-event.ts';
import { VERIFICATION_REASONS, type VerificationReason } from '../../../domain/verification.ts';
import type { OrderReply } from './reply.ts';

const OUTCOMES: ReadonlyMap<string, 'passed' | 'failed' | 'referred'> = new Map([
  ['passed', 'passed'],
  ['rejected', 'failed'],
  ['referred', 'referred'],
]);

/** Why somebody was rejected; what is not listed is another reason. */
const REASONS: ReadonlyMap<string, VerificationReason> = new Map(
  VERIFICATION_REASONS.map((reason) => [reason, reason]),
);

/** Under one key, however it is reported; null for a word that is no verdict. */
export function verdictEvent(
  {
    reference,
    id: upstreamId,
    failure,
    reading,
  }: Pick<OrderReply, 'reference' | 'id' | 'failure' | 'reading'>,
  word: string,
): ProviderEvent | null {
  const outcome = OUTCOMES.get(word);
  if (outcome === undefined) return null;
  const reason = outcome === 'failed' ? (REASONS.get(failure?.code ?? '') ?? 'other') : null;
  const fact = { kind: 'verified', outcome, upstreamId, reason, reading } as const;
  return { reference, eventKey: `${word}:${upstreamId}`, fact };
}
