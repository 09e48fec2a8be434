/** The fields of operations: declared as data, checked, and turned into the core's words. */
import type { Channel, FieldName } from '../../domain/channel.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import type { CreatePayin } from '../../domain/request.ts';
import { type JsonValue, jsonString } from '../../wire/json-value.ts';
import type { Field, ValueForm } from '../contract.ts';
import { faultOf } from './forms.ts';

/** A field that must be there. */
export function required(
  name: string,
  form: ValueForm,
  description: string,
  ...means: readonly FieldName[]
): Field {
  return { name, in: 'payload', required: true, form, means, description };
}

/** A field that may be left out. */
export function optional(
  name: string,
  form: ValueForm,
  description: string,
  ...means: readonly FieldName[]
): Field {
  return { ...required(name, form, description, ...means), required: false };
}

/** The same field where it may be left out. */
export function mayBe(field: Field): Field {
  return { ...field, required: false };
}

/** The same field where it must be there. */
export function mustBe(field: Field): Field {
  return { ...field, required: true };
}

/** A `:name` of the path. */
export function inPath(name: string, form: ValueForm, description: string): Field {
  return { ...required(name, form, description), in: 'path' };
}

/** The value of a field; null if it is absent, null or blank, which are mostly one and the same. */
export type ValueFor = (name: string) => JsonValue | null;

/** Refuses the first field that is missing or not of its form. */
export function checkFields(fields: readonly Field[], valueFor: ValueFor): Refused | null {
  for (const field of fields) {
    const refusal = checkPresent(field, valueFor) ?? checkForm(field, valueFor);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Refuses the first field that is missing. */
export function checkAllPresent(fields: readonly Field[], valueFor: ValueFor): Refused | null {
  for (const field of fields) {
    const refusal = checkPresent(field, valueFor);
    if (refusal !== null) return refusal;
  }
  return null;
}

/** Refuses the first field that is there and not of its form. */
export function checkAllForms(fields: readonly Field[], valueFor: ValueFor): Refused | null {
  for (const field of fields) {
    const refusal = checkForm(field, valueFor);
    if (refusal !== null) return refusal;
  }
  return null;
}

function checkPresent({ name, required: due }: Field, valueFor: ValueFor): Refused | null {
  return due && valueFor(name) === null ? refuse('missing_field', name) : null;
}

function checkForm({ name, form }: Field, valueFor: ValueFor): Refused | null {
  const value = valueFor(name);
  const fault = value === null ? null : faultOf(value, form);
  return fault === null ? null : refuse('invalid_field', name, fault);
}

/** The values of fields that are all text, as those of a form are. */
export function valuesOfText(text: (name: string) => string): ValueFor {
  return (name) => (text(name) === '' ? null : jsonString(text(name)));
}

/** The text of a field: from the path where it stands there, else from what was signed. */
export function fieldText(
  fields: readonly Field[],
  pathParams: Readonly<Record<string, string>>,
  payload: (name: string) => string,
): (name: string) => string {
  const inPaths = new Set(fields.filter((field) => field.in === 'path').map(({ name }) => name));
  return (name) => (inPaths.has(name) ? (pathParams[name] ?? '') : payload(name));
}

export function hasField(fields: readonly Field[], name: string): boolean {
  return fields.some((field) => field.name === name);
}

/**
 * Refuses a field of another operation. Where the signature covers neither method nor path, a body
 * signed for one path would hold at another: `distinctive` fields say what it was signed for.
 */
export function checkForeign(
  fields: readonly Field[],
  given: Iterable<string>,
  distinctive: ReadonlySet<string>,
  detail: string,
): Refused | null {
  for (const name of given) {
    if (distinctive.has(name) && !hasField(fields, name)) {
      return refuse('invalid_field', name, detail);
    }
  }
  return null;
}

/** What the fields of a request mean to the core; what is blank means nothing. */
export function coreFields(
  fields: readonly Field[],
  text: (name: string) => string,
  channel: Channel | null = null,
): CreatePayin['fields'] {
  const core: Partial<Record<FieldName, string>> = {};
  for (const { name, means } of fields) {
    const declared = means.find((each) => channel?.fields.some((rule) => rule.name === each));
    const meant = declared ?? means.at(-1);
    const value = text(name);
    if (meant !== undefined && value !== '') core[meant] = value;
  }
  return core;
}

/** The wire's name of a core or wire field in an operation, or in any other that has it. */
export function wireNameIn(
  field: string,
  operations: readonly { readonly fields: readonly Field[] }[],
): string | null {
  for (const { fields } of operations) {
    const found = fields.find(
      ({ name, means }) => name === field || means.some((each) => each === field),
    );
    if (found !== undefined) return found.name;
  }
  return null;
}
