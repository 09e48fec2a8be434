/** Callbacks: from verified bytes to events, and the answer that the provider takes (section 3). */
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { Authentic, Connector } from '../contract.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';

/** Events of an authentic callback; null when it does not say which event of which order it is. */
export function readCallback({ raw }: Authentic): readonly ProviderEvent[] | null {
  const event = readEvent(raw.body);
  return event.ok ? eventsOf(event.value) : null;
}

/** Only HTTP 200 with `received: true` ends the provider's repeats. */
export function callbackReply(stored: boolean): ReturnType<Connector['callbackReply']> {
  const headers = { 'content-type': 'application/json' };
  return stored
    ? { status: 200, headers, body: '{"received":true}' }
    : { status: 503, headers, body: '{"received":false}' };
}
