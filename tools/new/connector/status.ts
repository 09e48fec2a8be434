/**
 * The provider's words, in the core's. A word that is not listed here is doubt: never success,
 * never failure.
 */
import type { Intent, QueryAnswer } from '../../../src/connectors/contract.ts';
import type { Verdict } from '../../../src/domain/dispatch.ts';
import type { ProviderEvent } from '../../../src/domain/provider-event.ts';
import type { Event } from './client/event.ts';
import type { Answer } from './client/reply.ts';
import { unwritten } from './unwritten.ts';

/** What the answer to a create proves. */
export function verdictOf(_intent: Intent, _answer: Answer): Verdict {
  return unwritten('status.ts: verdictOf, what each status of a create means');
}

/** What the answer to a query reports: events under the same keys as the callbacks' have. */
export function queryAnswerOf(_intent: Intent, _answer: Answer): QueryAnswer {
  return unwritten('status.ts: queryAnswerOf, what each status of a query means');
}

/** What a callback reports. */
export function eventsOf(_event: Event): readonly ProviderEvent[] | null {
  return unwritten('status.ts: eventOf, what each event means');
}
