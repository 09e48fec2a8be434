import { isAscii, writeJson } from './canonical-json.ts';
import type { JsonObject, JsonValue } from './json-value.ts';
import { accept, type Parsed, pathStep, refuse } from './parsed.ts';
import type { Form } from './raw-form.ts';

/** A field as it takes part in a sign string; null is JSON's null, not the word. */
export interface SignField {
  readonly name: string;
  readonly value: string | null;
}

/**
 * Which fields take part. A null that is kept reads as an empty value.
 * Nothing is defaulted: each dialect says all three.
 */
export interface SignStringRules {
  readonly exclude: readonly string[];
  readonly dropNull: boolean;
  readonly dropBlank: boolean;
}

/**
 * Joins fields as `name=value&name=value`, sorted by the bytes of the names, values raw (no
 * escaping of any kind). So a value holding `&` or `=` can imitate further fields: the caller must
 * refuse field names that it does not know and decode from the same tokens.
 * Refused: a name outside ASCII, whose order would depend on the signer's language.
 */
export function signString(fields: readonly SignField[], rules: SignStringRules): Parsed<string> {
  const pairs: [string, string][] = [];
  for (const { name, value } of fields) {
    if (rules.exclude.includes(name)) continue;
    if (!isAscii(name)) return refuse('a name outside ASCII', 0, `$${pathStep(name)}`);
    if (value === null ? rules.dropNull : value === '' && rules.dropBlank) continue;
    pairs.push([name, value ?? '']);
  }
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : 1));
  return accept(pairs.map(([name, value]) => `${name}=${value}`).join('&'));
}

/**
 * The fields of a JSON object, in text: strings as they are, numbers by their text on the wire,
 * booleans as words. Nested values are refused, or taken as their compact JSON text in the order
 * sent (API of seed 003, section 1.3 rule 13).
 */
export function signFieldsOfJson(
  object: JsonObject,
  nested: 'refuse' | 'compact-json',
): Parsed<SignField[]> {
  const fields: SignField[] = [];
  for (const [name, value] of object.members) {
    const isNested = value.kind === 'object' || value.kind === 'array';
    if (isNested && nested === 'refuse') {
      return refuse('a nested value cannot be signed', 0, `$${pathStep(name)}`);
    }
    fields.push({ name, value: signText(value) });
  }
  return accept(fields);
}

/** The fields of a form: all text, so none is null. */
export function signFieldsOfForm(form: Form): readonly SignField[] {
  return form;
}

function signText(value: JsonValue): string | null {
  if (value.kind === 'null') return null;
  return value.kind === 'string' ? value.value : writeJson(value);
}
