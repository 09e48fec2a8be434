/**
 * Bytes to fields: JSON, urlencoded or multipart (seed 002 section 1: "JSON or form"). One reading
 * serves both the signature and the command, and every value stays the text that was sent.
 */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { type Fields, isFieldName, textOf } from '../../signatures/pairs/text.ts';
import { parseContentType } from '../../wire/content-type.ts';
import { topFieldOf } from '../../wire/json-fields.ts';
import type { Parsed } from '../../wire/parsed.ts';
import { type Form, readUrlencoded } from '../../wire/raw-form.ts';
import { readMultipart } from '../../wire/raw-multipart.ts';
import { signFieldsOfForm, signFieldsOfJson } from '../../wire/sign-string.ts';
import type { RawRequest } from '../contract.ts';
import { checkAllPresent, checkForeign, valuesOfText } from '../kit/fields.ts';
import { malformed, readObject } from '../kit/json-object.ts';
import { ok, type Result } from '../kit/result.ts';
import { type CollectOperation, DISTINCTIVE } from './operations.ts';

/** A request read, not yet believed. */
export interface CollectRequest {
  /** All fields but `sign`. */
  readonly fields: Fields;
  readonly sign: string;
  /** The key that the signature was made with; null until it is verified. */
  readonly keyId: string | null;
}

/** The fields of a body by its Content-Type. Nested values and duplicate names are refused. */
export function readFields(raw: RawRequest): Result<Fields> {
  const type = parseContentType(raw.headers['content-type']);
  switch (type.kind) {
    case 'json':
      return readJsonFields(raw.body);
    case 'form':
      return fromForm(readUrlencoded(raw.body));
    case 'multipart':
      return fromForm(readMultipart(raw.body, type.boundary));
    case 'unknown':
      return refuse('malformed', undefined, `Content-Type must be JSON or a form: ${type.reason}`);
  }
}

/** Reads a request: its fields, with the required ones present and none of another operation. */
export function readRequest(raw: RawRequest, operation: CollectOperation): Result<CollectRequest> {
  const read = readFields(raw);
  if (!read.ok) return read;
  const refusal = checkNames(read.value, operation);
  if (refusal !== null) return refusal;
  const fields = read.value.filter((field) => field.name !== 'sign');
  return ok({ fields, sign: textOf(read.value, 'sign'), keyId: null });
}

function checkNames(sent: Fields, { fields }: CollectOperation): Refused | null {
  for (const { name } of sent) {
    if (!isFieldName(name)) {
      return refuse(
        'invalid_field',
        name.slice(0, 40),
        'the field name contains an invalid character',
      );
    }
    if (name === 'key') return refuse('invalid_field', 'key', 'the key is never sent');
  }
  const given = sent.filter(({ value }) => (value ?? '') !== '').map(({ name }) => name);
  return (
    checkAllPresent(
      fields,
      valuesOfText((name) => textOf(sent, name).trim()),
    ) ?? checkForeign(fields, given, DISTINCTIVE, 'not a field of this operation: remove it')
  );
}

/** The fields of a JSON object; the place of what cannot be signed is named. */
export function readJsonFields(body: Uint8Array): Result<Fields> {
  const object = readObject(body);
  if (!object.ok) return object;
  const fields = signFieldsOfJson(object.value, 'refuse');
  return fields.ok
    ? fields
    : refuse('invalid_field', topFieldOf(fields.error), fields.error.reason);
}

function fromForm(form: Parsed<Form>): Result<Fields> {
  return form.ok ? ok(signFieldsOfForm(form.value)) : malformed(form.error);
}
