/** Webhooks: from verified bytes to events, and the answer that Airwallex takes (section 8). */
import { callbackReader, callbackReplies } from '../callback.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';

export const readCallback = callbackReader(readEvent, eventsOf);

/** Only HTTP 200 ends the repeats. */
export const callbackReply = callbackReplies('{"received":true}', '{"received":false}');
