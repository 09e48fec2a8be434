/** What merchants send and receive as JavaScript values, without a number ever losing a digit. */
import {
  type JsonObject,
  type JsonValue,
  jsonObject,
  jsonOf,
  type PlainValue,
} from '../../src/wire/json-value.ts';
import type { Call } from './call.ts';

/** A value to send. A number must be whole; amounts are bigints or text. */
export type Sendable =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly Sendable[]
  | { readonly [name: string]: Sendable };

export type Fields = Readonly<Record<string, Sendable | undefined>>;

/** A value as it was received. A number is its own text: `"100.00"`, `"50010"`. */
export type Received =
  | string
  | boolean
  | null
  | readonly Received[]
  | { readonly [name: string]: Received };

/**
 * The fields as JSON, in the order given and without those that are undefined. Throws a TypeError
 * that names the field where a number may not be what it looks like.
 */
export function fieldsOf(fields: Fields, { fields: kinds }: Call): JsonObject {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return jsonObject(
    given.map(([name, value]) => {
      if (typeof value === 'number' && kinds[name] === 'exact') {
        throw new TypeError(`${name}: give a bigint or a text, a number can lose digits`);
      }
      return [name, jsonField(name, value as PlainValue)] as const;
    }),
  );
}

function jsonField(name: string, value: PlainValue): JsonValue {
  try {
    return jsonOf(value);
  } catch (error) {
    throw new TypeError(`${name}: ${(error as Error).message}`, { cause: error });
  }
}

/** JSON as JavaScript values; numbers become their text. */
export function receivedOf(value: JsonValue): Received {
  switch (value.kind) {
    case 'null':
      return null;
    case 'number':
      return value.text;
    case 'array':
      return value.items.map(receivedOf);
    case 'object':
      return Object.fromEntries(
        [...value.members].map(([name, member]) => [name, receivedOf(member)]),
      );
    default:
      return value.value;
  }
}
