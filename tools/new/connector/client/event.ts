/** What a callback's body says, as values; what its words mean is left to `status.ts`. */
import { type Read, readJsonObject } from '../../../../src/connectors/read-json.ts';
import { unwritten } from '../unwritten.ts';

/** Something happened to what we know by `reference`. `id` is the same when it is sent again. */
export interface Event {
  readonly id: string;
  readonly type: string;
  readonly reference: string;
}

/** The event in the bytes of a callback. */
export function readEvent(body: Uint8Array): Read<Event> {
  const json = readJsonObject(body);
  if (!json.ok) return json;
  return unwritten('client/event.ts: readEvent, the fields of a callback');
}
