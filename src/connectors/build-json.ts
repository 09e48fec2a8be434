/**
 * Building JSON for any provider, whose numbers are text to the last: no amount passes through a
 * float.
 */
import type { Money } from '../domain/money.ts';
import { type AmountForm, writeAmount } from '../wire/amount.ts';
import {
  type JsonObject,
  type JsonValue,
  jsonArray,
  jsonObject,
  jsonString,
} from '../wire/json-value.ts';

/** What a member may be given as; a missing one is left out. */
export type Member = string | JsonValue | readonly JsonValue[] | null | undefined;

/** An object of the members that are there; an empty text counts as missing. */
export function objectOf(members: Readonly<Record<string, Member>>): JsonObject {
  return jsonObject(
    Object.entries(members).flatMap(([name, member]) => {
      const value = valueFor(member);
      return value === null ? [] : [[name, value] as const];
    }),
  );
}

/** Money in the form's JSON token. */
export function amountOf(money: Money, form: AmountForm): JsonValue {
  return writeAmount(money, form);
}

function valueFor(member: Member): JsonValue | null {
  if (member === null || member === undefined || member === '') return null;
  if (typeof member === 'string') return jsonString(member);
  return isList(member) ? jsonArray(member) : member;
}

function isList(member: JsonValue | readonly JsonValue[]): member is readonly JsonValue[] {
  return Array.isArray(member);
}
