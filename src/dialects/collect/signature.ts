/**
 * The signature: MD5 over `k=v&k=v…&key=<key>`, names in ASCII order, values raw (seed 002
 * section 1). Nothing is escaped, so a value can imitate further fields; `checkUnambiguous` keeps
 * that from ever mattering.
 */
import type { AppKey } from '../../domain/merchant.ts';
import { type Refused, refuse } from '../../domain/refusal.ts';
import { md5Hex, md5Matches } from '../../wire/md5.ts';
import { signString } from '../../wire/sign-string.ts';
import { type CollectRequest, type Fields, textOf } from './codec.ts';
import { type Operation, specOf } from './routes.ts';

/** Whether empty values take part as `name=`; the published rule names only null. */
export type Blanks = 'drop' | 'keep';

/** The string before `&key=…`. Field names must be ASCII, which the codec has made sure of. */
export function stringToSign(fields: Fields, blanks: Blanks = 'drop'): string {
  const rules = { exclude: ['sign'], dropNull: true, dropBlank: blanks === 'drop' };
  const joined = signString(fields, rules);
  if (!joined.ok) throw new TypeError(`${joined.error.path}: ${joined.error.reason}`);
  return joined.value;
}

/** The text whose MD5 is the signature. */
export function withKey(stringToSign: string, key: string): string {
  return `${stringToSign}&key=${key}`;
}

/** The signature of the fields: 32 lower-case hexadecimal digits. */
export function signatureOf(fields: Fields, key: string): string {
  return md5Hex(withKey(stringToSign(fields), key));
}

/**
 * True if the signature was made with the key, over the fields without blank ones or, as a second
 * try, with them (`k=`). Both are always computed: the time tells nothing.
 */
export function holds(fields: Fields, sign: string, key: string): boolean {
  const dropped = md5Matches(withKey(stringToSign(fields, 'drop'), key), sign);
  if (!fields.some(({ value }) => value === '')) return dropped;
  const kept = md5Matches(withKey(stringToSign(fields, 'keep'), key), sign);
  return dropped || kept;
}

/** The keys that may sign an operation: a payout key of its own, where the app has one. */
export function signersOf(operation: Operation, keys: readonly AppKey[]): readonly AppKey[] {
  const payout = operation === 'pay_create' ? keys.filter((key) => key.purpose === 'payout') : [];
  return payout.length > 0 ? payout : keys.filter((key) => key.purpose === 'request');
}

/** The key that signed the request, or null. Every key is tried, so all refusals cost the same. */
export function findSigner(request: CollectRequest, signers: readonly AppKey[]): AppKey | null {
  let signer: AppKey | null = null;
  for (const key of signers) {
    if (holds(request.fields, request.sign, key.material)) signer ??= key;
  }
  // An app without keys costs the work of one key too, and is refused whatever comes of it.
  if (signers.length === 0) holds(request.fields, request.sign, 'no key at all');
  return signer;
}

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
export function checkUnambiguous(fields: Fields, operation: Operation): Refused | null {
  const sorted = fields
    .filter((field) => field.name !== 'sign' && field.value !== null)
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  let swallower: string | null = null;
  for (const { name, value } of sorted) {
    const text = value ?? '';
    const spec = specOf(name, operation);
    if (spec === undefined && swallower !== null) {
      return refuse(
        'invalid_field',
        name,
        `in the string to sign it cannot be told from the query of ${swallower}`,
      );
    }
    if (text === '') continue;
    const refusal =
      spec?.form === 'url'
        ? checkUrlValue(name, text, fields, operation)
        : checkTextValue(name, text);
    if (refusal !== null) return refusal;
    if (spec !== undefined) swallower = spec.form === 'url' && text.includes('?') ? name : null;
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
  operation: Operation,
): Refused | null {
  const ampersand = value.indexOf('&');
  if (ampersand >= 0 && !value.slice(0, ampersand).includes('?')) {
    return refuse('invalid_field', name, 'the address has & before any ?');
  }
  for (const [pseudo, parameter = ''] of value.matchAll(PSEUDO_FIELD)) {
    const spec = specOf(parameter, operation);
    if (spec === undefined || parameter <= name || parameter === 'sign') continue;
    if (spec.form === 'url' || textOf(fields, parameter) === '') {
      return refuse('invalid_field', name, `the address must not contain ${pseudo}`);
    }
  }
  return null;
}
