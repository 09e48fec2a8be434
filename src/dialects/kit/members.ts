/** The members of objects that we send, as data: what each is, and where its value comes from. */
import type { Order } from '../../domain/order.ts';
import {
  JSON_NULL,
  type JsonObject,
  type JsonValue,
  jsonArray,
  jsonObject,
  jsonString,
} from '../../wire/json-value.ts';
import type { MemberInfo } from '../contract.ts';

/** A member; null leaves it out. */
export interface Member<S> extends MemberInfo {
  value(source: S): JsonValue | null;
}

/** An order to report, and the page where it can be paid; '' where that is not reported. */
export interface OrderAnswer {
  readonly order: Order;
  readonly payUrl: string;
}

export function member<S>(
  name: string,
  type: MemberInfo['type'],
  description: string,
  value: (source: S) => JsonValue | null,
): Member<S> {
  return { name, type, description, optional: false, value };
}

/** A text; left out where there is none. */
export function text<S>(
  name: string,
  description: string,
  of: (source: S) => string | null | undefined,
): Member<S> {
  const value = (source: S) => {
    const own = of(source);
    return own === null || own === undefined || own === '' ? null : jsonString(own);
  };
  return { ...member(name, 'text', description, value), blank: 'left out' };
}

/** A text that is shown as null where there is none. */
export function textOrNull<S>(
  name: string,
  description: string,
  of: (source: S) => string | null | undefined,
): Member<S> {
  const value = (source: S) => {
    const own = of(source);
    return own === null || own === undefined ? JSON_NULL : jsonString(own);
  };
  return { ...member(name, 'text', description, value), blank: 'null' };
}

/** An object inside the object. */
export function objectIn<S>(
  name: string,
  description: string,
  members: readonly Member<S>[],
): Member<S> {
  const value = (source: S) => objectOf(members, source);
  return { ...member(name, 'object', description, value), members };
}

/** A list of objects inside the object. */
export function listIn<S, I>(
  name: string,
  description: string,
  members: readonly Member<I>[],
  items: (source: S) => readonly I[],
): Member<S> {
  const value = (source: S) => jsonArray(items(source).map((item) => objectOf(members, item)));
  return { ...member(name, 'list', description, value), members };
}

/** A member that is not always there, which its value decides by being null. */
export function maybe<S>(base: Member<S>): Member<S> {
  return { ...base, optional: true };
}

/** A member that is there only when something holds. */
export function when<S>(holds: (source: S) => boolean, base: Member<S>): Member<S> {
  const value = (source: S) => (holds(source) ? base.value(source) : null);
  return { ...base, optional: true, value };
}

/** The object that members make of a source. */
export function objectOf<S>(members: readonly Member<S>[], source: S): JsonObject {
  return jsonObject(
    members.flatMap((each) => {
      const value = each.value(source);
      return value === null ? [] : [[each.name, value] as const];
    }),
  );
}
