/**
 * Reading a provider's JSON without trusting it, for every connector: what is not plainly there is
 * not there. Whatever cannot be read is a reason for doubt, never an exception (promise P12).
 */
import { parseContentType } from '../wire/content-type.ts';
import type { JsonObject, JsonValue } from '../wire/json-value.ts';
import { JSON_LIMITS, readJson } from '../wire/raw-json.ts';
import type { UpstreamReply } from './contract.ts';

/** Something that was read, or why it could not be; the reason repeats nothing of the input. */
export type Read<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** A provider's own word about a failure or an error. Empty texts where it gives none. */
export interface ProviderError {
  readonly code: string;
  readonly text: string;
}

/** An HTTP status and the JSON object that came with it. */
export interface JsonReply {
  readonly status: number;
  readonly body: JsonObject;
}

/** As many bytes as the shell reads of a reply or callback. */
const LIMITS = { ...JSON_LIMITS, maxBytes: 256 * 1024, maxValues: 64 * 1024 };

const URL_MAX = 2048;

/** The JSON object of a complete, unpacked reply, whatever its status. */
export function readJsonReply(reply: UpstreamReply): Read<JsonReply> {
  if (reply.kind !== 'response') return unread(reply.reason);
  const { status, headers, body, truncated } = reply;
  if (truncated) return unread(`HTTP ${status}: the reply is too long`);
  const packing = headers['content-encoding'] ?? 'identity';
  if (packing !== 'identity') return unread(`HTTP ${status}: the reply is packed`);
  const type = parseContentType(headers['content-type']);
  if (type.kind !== 'json') return unread(`HTTP ${status}: the reply is not JSON`);
  const read = readJsonObject(body);
  return read.ok ? { ok: true, value: { status, body: read.value } } : withStatus(read, status);
}

/** A JSON object from bytes. */
export function readJsonObject(bytes: Uint8Array): Read<JsonObject> {
  const json = readJson(bytes, LIMITS);
  if (!json.ok) return unread(`${json.error.reason} at ${json.error.path}`);
  if (json.value.kind !== 'object') return unread('not a JSON object');
  return { ok: true, value: json.value };
}

/** A refusal to read, as a value. */
export function unread(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}

/** The text at a name; null when it is missing or no string. */
export function textAt(object: JsonObject, name: string): string | null {
  const value = object.members.get(name);
  return value?.kind === 'string' ? value.value : null;
}

/** The object at a name; null when it is missing or something else. */
export function objectAt(object: JsonObject, name: string): JsonObject | null {
  const value = object.members.get(name);
  return value?.kind === 'object' ? value : null;
}

/** The items of the array at a name; null when it is missing or something else. */
export function itemsAt(object: JsonObject, name: string): readonly JsonValue[] | null {
  const value = object.members.get(name);
  return value?.kind === 'array' ? value.items : null;
}

/** An id, which becomes part of a key: 1-128 visible ASCII characters, else null. */
export function idAt(object: JsonObject, name: string): string | null {
  const text = textAt(object, name);
  return text !== null && /^[!-~]{1,128}$/.test(text) ? text : null;
}

/** An absolute http(s) address of at most 2,048 characters, else null: no cut one leads there. */
export function urlAt(object: JsonObject, name: string): string | null {
  const text = textAt(object, name);
  if (text === null || text.length > URL_MAX) return null;
  const protocol = URL.parse(text)?.protocol;
  return protocol === 'https:' || protocol === 'http:' ? text : null;
}

/** At most `max` UTF-16 units of a text; a character is never cut in two. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const shorter = text.slice(0, max);
  return shorter.isWellFormed() ? shorter : shorter.slice(0, -1);
}

function withStatus(read: { readonly reason: string }, status: number) {
  return unread(`HTTP ${status}: ${read.reason}`);
}
