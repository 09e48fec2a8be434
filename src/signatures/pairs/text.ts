/**
 * The scheme `k=v&k=v`: names in ASCII order, values raw, without `sign` and null. Nothing is
 * escaped, so a value can imitate further fields; `checkUnambiguous` keeps that from mattering.
 */
import { type SignField, signString } from '../../wire/sign-string.ts';

/** Everything sent, in the order sent; null is JSON's null. */
export type Fields = readonly SignField[];

/** Whether empty values take part as `name=`; the published rules often name only null. */
export type Blanks = 'drop' | 'keep';

// Letters, digits and what frameworks write into names (`a[0]`, `a.b`). No `&`, no `=`: what hangs
// on that is said in `unambiguous.ts`.
const FIELD_NAME = /^[A-Za-z0-9_.[\]-]{1,64}$/;

/** True for a name that can take part in a sign string. */
export function isFieldName(name: string): boolean {
  return FIELD_NAME.test(name);
}

/** The value of a field; '' if it is absent or null. */
export function textOf(fields: Fields, name: string): string {
  return fields.find((field) => field.name === name)?.value ?? '';
}

/** The string to sign. Field names must be ASCII: whoever reads the fields makes sure of it. */
export function pairsText(fields: Fields, blanks: Blanks = 'drop'): string {
  const rules = { exclude: ['sign'], dropNull: true, dropBlank: blanks === 'drop' };
  const joined = signString(fields, rules);
  if (!joined.ok) throw new TypeError(`${joined.error.path}: ${joined.error.reason}`);
  return joined.value;
}

/** What may have been signed: the fields without blank ones or, if there are any, with them. */
export function pairsReadings(fields: Fields): readonly string[] {
  const dropped = pairsText(fields, 'drop');
  return fields.some(({ value }) => value === '')
    ? [dropped, pairsText(fields, 'keep')]
    : [dropped];
}
