/** Callbacks: from verified bytes to events, and the answer that ends the provider's repeats. */
import type { Authentic, Connector } from '../../../src/connectors/contract.ts';
import type { ProviderEvent } from '../../../src/domain/provider-event.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';
import { unwritten } from './unwritten.ts';

/** Events of an authentic callback; null when it does not say what happened to what. */
export function readCallback({ raw }: Authentic): readonly ProviderEvent[] | null {
  const event = readEvent(raw.body);
  return event.ok ? eventsOf(event.value) : null;
}

/** What the provider expects once its callback is stored; otherwise it shall come again. */
export function callbackReply(_stored: boolean): ReturnType<Connector['callbackReply']> {
  return unwritten('callback.ts: callbackReply, what ends the repeats and what does not');
}
