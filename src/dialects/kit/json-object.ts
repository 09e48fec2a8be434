/** JSON bodies: read strictly, and their fields as text. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { parseContentType } from '../../wire/content-type.ts';
import type { JsonObject, JsonValue } from '../../wire/json-value.ts';
import type { ParseError } from '../../wire/parsed.ts';
import { type JsonLimits, readJson } from '../../wire/raw-json.ts';
import type { RawRequest } from '../contract.ts';
import { ok, type Result } from './result.ts';

/** The bytes as a JSON object, whatever it holds. */
export function readObject(body: Uint8Array, limits?: JsonLimits): Result<JsonObject> {
  const json = readJson(body, limits);
  if (!json.ok) return malformed(json.error);
  return json.value.kind === 'object'
    ? ok(json.value)
    : refuse('malformed', undefined, 'not a JSON object');
}

/** The body of a request whose API takes JSON and nothing else. */
export function readJsonBody(raw: RawRequest, limits?: JsonLimits): Result<JsonObject> {
  const type = parseContentType(raw.headers['content-type']);
  if (type.kind !== 'json') {
    const reason = type.kind === 'unknown' ? type.reason : 'a form';
    return refuse('malformed', undefined, `Content-Type must be application/json: ${reason}`);
  }
  return readObject(raw.body, limits);
}

/** What a parser refused, with the top-level field that its path leads into. */
export function malformed(error: ParseError, otherwise?: string): Refused {
  return refuse('malformed', fieldOf(error) ?? otherwise, error.reason);
}

const TOP_STEP = /^\$(?:\.([A-Za-z0-9_]+)|\["(.+?)"\])/;

/** The top-level field that a parser's path leads into. */
export function fieldOf(error: ParseError): string | undefined {
  const step = TOP_STEP.exec(error.path);
  return step?.[1] ?? step?.[2];
}

/** The value of a field; null if it is absent, null or blank, which are one and the same here. */
export function valueIn(body: JsonObject, name: string): JsonValue | null {
  const value = body.members.get(name);
  if (value === undefined || value.kind === 'null') return null;
  return value.kind === 'string' && value.value.trim() === '' ? null : value;
}

/** The text of a field: a string's value or a number's text; '' if there is neither. */
export function textIn(body: JsonObject, name: string): string {
  const value = valueIn(body, name);
  if (value?.kind === 'string') return value.value;
  return value?.kind === 'number' ? value.text : '';
}
