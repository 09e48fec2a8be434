/** Answers as HTTP: all published APIs answer 200 whatever happened, the outcome in the body. */
import { writeJson } from '../../wire/canonical-json.ts';
import { type JsonValue, jsonNumber, jsonObject, jsonString } from '../../wire/json-value.ts';
import type { HttpReply } from '../contract.ts';

const HEADERS = { 'content-type': 'application/json;charset=UTF-8' };

/** The members of an envelope, in order. */
export function jsonReply(members: readonly (readonly [string, JsonValue])[]): HttpReply {
  return { status: 200, headers: HEADERS, body: writeJson(jsonObject(members)) };
}

/** `{code, message, data}`: the outcome is in `code`, which no signature covers (published). */
export function codeReply(code: number, message: string, data: JsonValue): HttpReply {
  return jsonReply([
    ['code', jsonNumber(String(code))],
    ['message', jsonString(message)],
    ['data', data],
  ]);
}
