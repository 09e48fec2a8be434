/** Callbacks: from verified bytes to events, and the answer that the provider takes (section 3). */
import { callbackReader, callbackReplies } from '../callback.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';

export const readCallback = callbackReader(readEvent, eventsOf);

/** Only HTTP 200 with `received: true` ends the provider's repeats. */
export const callbackReply = callbackReplies('{"received":true}', '{"received":false}');
