/** Webhooks: from verified bytes to events, and the answer that Airwallex takes (section 8). */
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { Authentic, Connector } from '../contract.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';

/** Events of an authentic webhook; null when it does not say what happened to what. */
export function readCallback({ raw }: Authentic): readonly ProviderEvent[] | null {
  const event = readEvent(raw.body);
  return event.ok ? eventsOf(event.value) : null;
}

/** Only HTTP 200 ends the repeats. */
export function callbackReply(stored: boolean): ReturnType<Connector['callbackReply']> {
  const headers = { 'content-type': 'application/json' };
  return stored
    ? { status: 200, headers, body: '{"received":true}' }
    : { status: 503, headers, body: '{"received":false}' };
}
