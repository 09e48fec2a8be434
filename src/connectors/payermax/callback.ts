/** Notifications: from verified bytes to events, and the answer that PayerMax takes (section 4). */
import { callbackReader, callbackReplies } from '../callback.ts';
import { readEvent } from './client/event.ts';
import { eventsOf } from './status.ts';

export const readCallback = callbackReader(readEvent, eventsOf);

/** The very bytes that end the repeats; anything else brings the next one. */
export const callbackReply = callbackReplies(
  '{"msg":"Success","code":"SUCCESS"}',
  '{"msg":"Not stored","code":"FAIL"}',
);
