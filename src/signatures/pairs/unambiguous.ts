/** Keeps the unescaped values of `k=v` strings from being read as other fields. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { type Fields, textOf } from './text.ts';

/** How a field of the operation is written: a URL may hold a query string. Undefined: unknown. */
export type FormOf = (name: string) => 'text' | 'url' | undefined;

const PSEUDO_FIELD = /&([A-Za-z0-9_.[\]-]{1,64})=/g;

/**
 * Refuses fields whose sign string could also be read as other fields that we would accept. After
 * it, two accepted bodies with one sign string have the same fields of this operation.
 *
 * Why it is enough. Take two accepted bodies with one sign string and look at the first value in
 * which they differ: one holds `v`, the other `v&n=…` where the first has a field `n`, and `n`
 * sorts later. (1) Such a value can only be in a URL field, `f`. (2) Its `?` comes before its first
 * `&`, so `v` has one too; (3) then `n` is no unknown field, so it is one of the operation's own;
 * and (4) the longer body has a field `n` as well, further on, and `n` is no URL. So the body with
 * the shorter value has two places `&n=`, of which the second lies in a value of a URL field that
 * sorts later still and begins inside the longer body's `f`: (4) forbids just that.
 */
export function checkUnambiguous(fields: Fields, formOf: FormOf): Refused | null {
  const sorted = fields
    .filter((field) => field.name !== 'sign' && field.value !== null)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  let swallower: string | null = null;
  for (const { name, value } of sorted) {
    const text = value ?? '';
    const form = formOf(name);
    if (form === undefined && swallower !== null) {
      return refuse(
        'invalid_field',
        name,
        `in the string to sign it cannot be distinguished from the query of ${swallower}`,
      );
    }
    if (text === '') continue;
    const refusal =
      form === 'url' ? checkUrlValue(name, text, fields, formOf) : checkTextValue(name, text);
    if (refusal !== null) return refusal;
    if (form !== undefined) swallower = form === 'url' && text.includes('?') ? name : null;
  }
  return null;
}

/** (1): outside URLs no value holds what looks like a field. */
function checkTextValue(name: string, value: string): Refused | null {
  const pseudo = value.match(PSEUDO_FIELD)?.[0];
  return pseudo === undefined
    ? null
    : refuse('invalid_field', name, `the value must not contain ${pseudo}`);
}

/** (2) and (4): a query parameter that is named like a later field needs that field beside it. */
function checkUrlValue(
  name: string,
  value: string,
  fields: Fields,
  formOf: FormOf,
): Refused | null {
  const ampersand = value.indexOf('&');
  if (ampersand >= 0 && !value.slice(0, ampersand).includes('?')) {
    return refuse('invalid_field', name, 'the address has & before any ?');
  }
  for (const [pseudo, parameter = ''] of value.matchAll(PSEUDO_FIELD)) {
    const form = formOf(parameter);
    if (form === undefined || parameter <= name || parameter === 'sign') continue;
    if (form === 'url' || textOf(fields, parameter) === '') {
      return refuse('invalid_field', name, `the address must not contain ${pseudo}`);
    }
  }
  return null;
}
