/**
 * A JSON value as it stood on the wire. Numbers keep their text, because signatures are made over
 * that text: `100.00` must not become `100`. Object members keep their order; a Map also keeps
 * integer-like names in place and makes `__proto__` a plain name.
 */
export type JsonValue = JsonNull | JsonBoolean | JsonNumber | JsonString | JsonArray | JsonObject;

export interface JsonNull {
  readonly kind: 'null';
}
export interface JsonBoolean {
  readonly kind: 'boolean';
  readonly value: boolean;
}
export interface JsonNumber {
  readonly kind: 'number';
  readonly text: string;
}
export interface JsonString {
  readonly kind: 'string';
  readonly value: string;
}
export interface JsonArray {
  readonly kind: 'array';
  readonly items: readonly JsonValue[];
}
export interface JsonObject {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, JsonValue>;
}

export const JSON_NULL: JsonNull = { kind: 'null' };
export const JSON_TRUE: JsonBoolean = { kind: 'boolean', value: true };
export const JSON_FALSE: JsonBoolean = { kind: 'boolean', value: false };

const NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

export function jsonString(value: string): JsonString {
  return { kind: 'string', value };
}

/** A number token from its text. Throws if the text is no JSON number: that is a defect of ours. */
export function jsonNumber(text: string): JsonNumber {
  if (!NUMBER.test(text)) throw new TypeError('not the text of a JSON number');
  return { kind: 'number', text };
}

export function jsonBoolean(value: boolean): JsonBoolean {
  return value ? JSON_TRUE : JSON_FALSE;
}

export function jsonArray(items: readonly JsonValue[]): JsonArray {
  return { kind: 'array', items };
}

/** An object with its members in the given order. Throws on a repeated name: a defect of ours. */
export function jsonObject(members: Iterable<readonly [string, JsonValue]>): JsonObject {
  const map = new Map<string, JsonValue>();
  for (const [name, value] of members) {
    if (map.has(name)) throw new TypeError('repeated member name');
    map.set(name, value);
  }
  return { kind: 'object', members: map };
}

/**
 * A JavaScript value that has a certain text as JSON. Numbers are whole: decimals, and money above
 * all, are text (`"10.00"`) or, in the smallest unit, whole.
 */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [name: string]: PlainValue };

/** A JavaScript value as JSON. Throws on a number whose text is not certain. */
export function jsonOf(value: PlainValue): JsonValue {
  if (value === null) return JSON_NULL;
  switch (typeof value) {
    case 'string':
      return jsonString(value);
    case 'boolean':
      return jsonBoolean(value);
    case 'bigint':
      return jsonNumber(value.toString());
    case 'number':
      if (!Number.isSafeInteger(value)) {
        throw new TypeError(`${value}: whole numbers only, send decimals as text`);
      }
      return jsonNumber(value.toString());
  }
  if (isList(value)) return jsonArray(value.map(jsonOf));
  return jsonObject(Object.entries(value).map(([name, member]) => [name, jsonOf(member)]));
}

function isList(value: object): value is readonly PlainValue[] {
  return Array.isArray(value);
}
