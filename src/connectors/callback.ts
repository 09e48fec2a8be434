/** What connectors of signed JSON do with callbacks: read them, and answer them. */
import type { ProviderEvent } from '../domain/provider-event.ts';
import type { Authentic, Connector } from './contract.ts';
import type { Read } from './read-json.ts';

/** Events of an authentic callback; null when it does not say what happened to what. */
export function callbackReader<Event>(
  readEvent: (body: Uint8Array) => Read<Event>,
  eventsOf: (event: Event) => readonly ProviderEvent[] | null,
): (callback: Authentic) => readonly ProviderEvent[] | null {
  return ({ raw }) => {
    const event = readEvent(raw.body);
    return event.ok ? eventsOf(event.value) : null;
  };
}

/** HTTP 200 with the bytes that end the provider's repeats, or 503 for what brings the next one. */
export function callbackReplies(taken: string, repeat: string): Connector['callbackReply'] {
  const headers = { 'content-type': 'application/json' };
  return (stored) => ({ status: stored ? 200 : 503, headers, body: stored ? taken : repeat });
}
