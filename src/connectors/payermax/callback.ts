/** Notifications: from verified bytes to events, and the answer that PayerMax takes (section 4). */
import type { ProviderEvent } from '../../domain/provider-event.ts';
import type { Authentic, Connector } from '../contract.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';

/** Events of an authentic notification; null when it does not say what happened to what. */
export function readCallback({ raw }: Authentic): readonly ProviderEvent[] | null {
  const event = readEvent(raw.body);
  return event.ok ? eventsOf(event.value) : null;
}

/** The very bytes that end the repeats; anything else brings the next one. */
export function callbackReply(stored: boolean): ReturnType<Connector['callbackReply']> {
  const headers = { 'content-type': 'application/json' };
  return stored
    ? { status: 200, headers, body: '{"msg":"Success","code":"SUCCESS"}' }
    : { status: 503, headers, body: '{"msg":"Not stored","code":"FAIL"}' };
}
