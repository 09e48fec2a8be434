/**
 * Bytes to fields: JSON, urlencoded or multipart (seed 002 section 1: "JSON or form"). One reading
 * serves both the signature and the command, and every value stays the text that was sent.
 */

import { type Refused, refuse } from '../../domain/refusal.ts';
import { parseContentType } from '../../wire/content-type.ts';
import type { Parsed, ParseError } from '../../wire/parsed.ts';
import { type Form, readUrlencoded } from '../../wire/raw-form.ts';
import { readJson } from '../../wire/raw-json.ts';
import { readMultipart } from '../../wire/raw-multipart.ts';
import { type SignField, signFieldsOfForm, signFieldsOfJson } from '../../wire/sign-string.ts';
import type { RawRequest } from '../contract.ts';
import { FIELDS, isForeign, type Operation } from './routes.ts';

/** Everything sent, in the order sent; null is JSON's null. */
export type Fields = readonly SignField[];

/** A request read, not yet believed. */
export interface CollectRequest {
  /** All fields but `sign`. */
  readonly fields: Fields;
  readonly sign: string;
  /** The key that the signature was made with; null until it is verified. */
  readonly keyId: string | null;
}

type Read<T> = { readonly ok: true; readonly value: T } | Refused;

// Letters, digits and what frameworks write into names (`a[0]`, `a.b`). No `&`, no `=`: see
// signature.ts for what hangs on that.
const FIELD_NAME = /^[A-Za-z0-9_.[\]-]{1,64}$/;

/** The value of a field; '' if it is absent, null or blank, which are one and the same here. */
export function textOf(fields: Fields, name: string): string {
  return fields.find((field) => field.name === name)?.value ?? '';
}

/** The fields of a body by its Content-Type. Nested values and duplicate names are refused. */
export function readFields(raw: RawRequest): Read<Fields> {
  const type = parseContentType(raw.headers['content-type']);
  switch (type.kind) {
    case 'json':
      return fromJson(raw.body);
    case 'form':
      return fromForm(readUrlencoded(raw.body));
    case 'multipart':
      return fromForm(readMultipart(raw.body, type.boundary));
    case 'unknown':
      return refuse('malformed', undefined, `Content-Type must be JSON or a form: ${type.reason}`);
  }
}

/** Reads a request: its fields, with the required ones present and none of another operation. */
export function readRequest(raw: RawRequest, operation: Operation): Read<CollectRequest> {
  const read = readFields(raw);
  if (!read.ok) return read;
  const refusal = checkNames(read.value, operation);
  if (refusal !== null) return refusal;
  const fields = read.value.filter((field) => field.name !== 'sign');
  return { ok: true, value: { fields, sign: textOf(read.value, 'sign'), keyId: null } };
}

function checkNames(fields: Fields, operation: Operation): Refused | null {
  for (const { name } of fields) {
    if (!FIELD_NAME.test(name)) {
      return refuse('invalid_field', name.slice(0, 40), 'the name holds an unusual character');
    }
    if (name === 'key') return refuse('invalid_field', 'key', 'the key is never sent');
  }
  for (const { name, required } of FIELDS[operation]) {
    if (required && textOf(fields, name).trim() === '') return refuse('missing_field', name);
  }
  const foreign = fields.find(
    ({ name, value }) => (value ?? '') !== '' && isForeign(name, operation),
  );
  return foreign === undefined
    ? null
    : refuse('invalid_field', foreign.name, 'this operation has no such field');
}

function fromJson(body: Uint8Array): Read<Fields> {
  const json = readJson(body);
  if (!json.ok) return malformed(json.error);
  if (json.value.kind !== 'object') return refuse('malformed', undefined, 'not a JSON object');
  const fields = signFieldsOfJson(json.value, 'refuse');
  return fields.ok ? fields : refuse('invalid_field', fieldOf(fields.error), fields.error.reason);
}

function fromForm(form: Parsed<Form>): Read<Fields> {
  return form.ok ? { ok: true, value: signFieldsOfForm(form.value) } : malformed(form.error);
}

function malformed(error: ParseError): Refused {
  return refuse('malformed', fieldOf(error), error.reason);
}

const TOP_STEP = /^\$(?:\.([A-Za-z0-9_]+)|\["(.+?)"\])/;

/** The top-level field that a parser's path leads into. */
function fieldOf(error: ParseError): string | undefined {
  const step = TOP_STEP.exec(error.path);
  return step?.[1] ?? step?.[2];
}
