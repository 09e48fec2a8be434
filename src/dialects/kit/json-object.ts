/** JSON bodies, read strictly. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { parseContentType } from '../../wire/content-type.ts';
import { topFieldOf } from '../../wire/json-fields.ts';
import type { JsonObject } from '../../wire/json-value.ts';
import type { ParseError } from '../../wire/parsed.ts';
import { type JsonLimits, readJson, readJsonText } from '../../wire/raw-json.ts';
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
  return refuse('malformed', topFieldOf(error) ?? otherwise, error.reason);
}

/** A JSON object that a field holds as text. */
export function readObjectText(
  text: string,
  field: string,
  limits?: JsonLimits,
): Result<JsonObject> {
  const json = readJsonText(text, limits);
  if (!json.ok) return malformed(json.error, field);
  return json.value.kind === 'object'
    ? ok(json.value)
    : refuse('malformed', field, 'not a JSON object');
}
