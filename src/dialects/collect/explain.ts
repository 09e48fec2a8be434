/**
 * Explains a signature that does not hold: it makes the mistakes that people make, one at a time,
 * and names the one that gives the signature received. The signature that was expected is shown
 * by its beginning only: in full, this page would sign requests for whoever sees it.
 */
import type { AppKey } from '../../domain/merchant.ts';
import type { Refused } from '../../domain/refusal.ts';
import { md5Hex, md5Matches } from '../../wire/md5.ts';
import type { Explanation, RawRequest } from '../contract.ts';
import { type Fields, readFields, textOf } from './codec.ts';
import { type Operation, specOf } from './routes.ts';
import { checkUnambiguous, holds, signersOf, stringToSign, withKey } from './signature.ts';

const EXPECTED_CHARS = 6;

/** Refused only if the body cannot be read at all. */
export function explainRequest(
  raw: RawRequest,
  operation: Operation,
  keys: readonly AppKey[],
): Explanation | Refused {
  const read = readFields(raw);
  if (!read.ok) return read;
  const all = read.value;
  const fields = all.filter(({ name }) => name !== 'sign' && /^[ -~]*$/.test(name));
  const given = textOf(all, 'sign');
  const signers = signersOf(operation, keys);
  const matches = signers.some(({ material }) => holds(fields, given, material));
  const attempt: Attempt = { fields, operation, body: new TextDecoder().decode(raw.body) };
  const found = matches ? [] : causes(attempt, given.trim(), keys);
  const hints = matches
    ? afterMatch(fields, operation)
    : [...found.map(({ hint }) => hint), ...oddities(all, given), ...rest(fields, signers)];
  const hide = (text: string) => hideSecrets(text, keys);
  const signed = found.find((cause) => cause.signed !== null)?.signed ?? null;
  return {
    stringToSign: hide(withKey(stringToSign(fields), '***')),
    given: hide(given),
    matches,
    signedInstead: signed === null ? null : hide(signed),
    hints: [...new Set(hints)].map(hide),
  };
}

/** The signature holds; say so if the request is refused for what its string could mean. */
function afterMatch(fields: Fields, operation: Operation): readonly string[] {
  const refused = checkUnambiguous(fields, operation);
  if (refused === null) return [];
  const { field, detail } = refused.refusal;
  return [`The signature holds, but ${field} is refused: ${detail}.`];
}

/** What gave exactly the signature received; `signed`: the string, where it was another one. */
interface Cause {
  readonly hint: string;
  readonly signed: string | null;
}

/** The mistakes that give exactly the signature received, with the right key or another one. */
function causes(attempt: Attempt, given: string, keys: readonly AppKey[]): readonly Cause[] {
  const found: Cause[] = [];
  const { fields, operation } = attempt;
  const signers = signersOf(operation, keys);
  for (const key of keys) {
    if (holds(fields, given, key.material)) {
      const hint = signers.includes(key)
        ? 'sign has blanks around it: send the 32 digits only.'
        : `Signed with the ${key.purpose} key: ${rightKey(operation)}.`;
      found.push({ hint, signed: null });
      continue;
    }
    for (const { hint, texts } of MISTAKES) {
      const signed = texts(attempt, key.material).find((text) => md5Matches(text, given));
      if (signed !== undefined) found.push({ hint, signed });
    }
    found.push(...omissions(fields, given, key));
  }
  return found;
}

function rightKey(operation: Operation): string {
  return operation === 'pay_create'
    ? '/pay/create is signed with the payout key where the app has one'
    : 'this operation is signed with the request key';
}

function omissions(fields: Fields, given: string, { material }: AppKey): readonly Cause[] {
  return fields
    .map(({ name }) => ({
      hint: `${name} was left out: every field sent is signed, except sign.`,
      signed: join(without(fields, name), material),
    }))
    .filter(({ signed }) => md5Matches(signed, given));
}

/** What looks odd about the request, whatever the signature is. */
function oddities(all: Fields, given: string): readonly string[] {
  const hints: string[] = [];
  if (given === '') hints.push('sign is missing.');
  else if (!/^[0-9a-f]{32}$/i.test(given.trim())) {
    const likely = LENGTHS[given.trim().length] ?? 'is no MD5';
    hints.push(`sign ${likely}: 32 hexadecimal digits of MD5 are due.`);
  }
  if (all.some(({ name }) => name === 'key')) {
    hints.push('A field "key" was sent: such requests are refused, and the key may have leaked.');
  }
  const padded = all.find(({ value }) => value !== null && value !== value.trim());
  if (padded !== undefined) hints.push(`${padded.name} has blanks around it, which are signed.`);
  return hints;
}

const LENGTHS: Readonly<Record<number, string>> = {
  16: 'looks like MD5 cut to 16 digits',
  24: 'looks like base64',
  40: 'looks like SHA-1',
  64: 'looks like SHA-256',
};

function rest(fields: Fields, signers: readonly AppKey[]): readonly string[] {
  if (signers.length === 0) return ['The app has no live key for this operation.'];
  const beginnings = signers.map(({ material }) =>
    md5Hex(join(fields, material)).slice(0, EXPECTED_CHARS),
  );
  return [
    'If your string is the one shown, the key differs: compare it with the console.',
    `The expected signature begins with ${beginnings.join(' or ')}.`,
  ];
}

interface Attempt {
  readonly fields: Fields;
  readonly operation: Operation;
  readonly body: string;
}

/** A common mistake, and the texts that are hashed by whoever makes it. */
interface Mistake {
  readonly hint: string;
  readonly texts: (attempt: Attempt, key: string) => readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  mistake('The key was not appended as "&key=<key>".', (fields, key) => [
    stringToSign(fields) + key,
    `${stringToSign(fields)}&${key}`,
    `${stringToSign(fields)}key=${key}`,
  ]),
  mistake('The key was put in front: it comes last, as &key=<key>.', (fields, key) => [
    `key=${key}&${stringToSign(fields)}`,
    key + stringToSign(fields),
  ]),
  mistake('key was sorted in among the fields: it comes last, after sorting.', (fields, key) => [
    stringToSign([...without(fields, 'key'), { name: 'key', value: key }]),
  ]),
  mistake(
    'A field "key" was sent: the key is appended to the string, never sent.',
    (fields, key) =>
      fields.some(({ name }) => name === 'key') ? [join(without(fields, 'key'), key)] : [],
  ),
  mistake('No key was used: append &key=<key> before hashing.', (fields) => [stringToSign(fields)]),
  mistake('The key was changed in case or by a blank: use it exactly as issued.', (fields, key) =>
    [key.toUpperCase(), key.toLowerCase(), `${key} `, ` ${key}`, `${key}\n`, `${key}\r\n`]
      .filter((other) => other !== key)
      .map((other) => join(fields, other)),
  ),
  mistake('Fields were signed in the order sent: sort them by name.', (fields, key) => [
    withKey(pairs(fields.filter(isSigned)), key),
  ]),
  mistake('Fields were sorted without regard to case: A-Z come before a-z.', (fields, key) => [
    withKey(pairs(sortBy(fields, ({ name }) => name.toLowerCase())), key),
  ]),
  mistake('Fields were sorted downwards: sort from small to large.', (fields, key) => [
    withKey(pairs(sortBy(fields, ({ name }) => name).toReversed()), key),
  ]),
  mistake('Only values were joined: join name=value with &.', (fields, key) => {
    const values = sortBy(fields, ({ name }) => name).map(({ value }) => value);
    return [values.join('') + key, withKey(values.join(''), key), withKey(values.join('&'), key)];
  }),
  mistake('Names were written in small letters: they are case-sensitive.', (fields, key) => [
    join(
      fields.map((field) => ({ ...field, name: field.name.toLowerCase() })),
      key,
    ),
  ]),
  mistake('A null field was signed: fields that are null are left out.', (fields, key) => [
    join(
      fields.map(({ name, value }) => ({ name, value: value ?? 'null' })),
      key,
    ),
    withKey(pairs(fields.toSorted((a, b) => (a.name < b.name ? -1 : 1))), key),
  ]),
  mistake('An empty sign= was signed along: sign is left out of the string.', (fields, key) => [
    withKey(pairs(sortBy([...fields, { name: 'sign', value: '' }], ({ name }) => name, true)), key),
  ]),
  ofValues('Values were URL-encoded: sign them raw.', encodeURIComponent),
  ofValues('Values were URL-encoded: sign them raw.', (value) =>
    new URLSearchParams({ '': value }).toString().slice(1),
  ),
  ofValues(
    'Values were signed in their JSON form (\\/ or \\u0000): sign the text itself.',
    (value) => value.replaceAll('/', '\\/'),
  ),
  ofValues(
    'Values were signed in their JSON form (\\/ or \\u0000): sign the text itself.',
    jsonEscaped,
  ),
  ofValues('Values were trimmed before signing: sign what is sent.', (value) => value.trim()),
  ofValues('Values were quoted: sign them bare.', (value) => `"${value}"`),
  mistake('amount was re-formatted (100.00, 100.0 and 100 differ): sign what is sent.', (f, key) =>
    respelt(textOf(f, 'amount')).map((amount) =>
      join([...without(f, 'amount'), { name: 'amount', value: amount }], key),
    ),
  ),
  {
    hint: 'Only documented fields were signed: unknown ones that are sent are signed too.',
    texts: ({ fields, operation }, key) => [
      join(
        fields.filter(({ name }) => specOf(name, operation) !== undefined),
        key,
      ),
    ],
  },
  {
    hint: 'The body was hashed: hash the sorted name=value pairs.',
    // As it was before sign was put into it.
    texts: ({ body }, key) => {
      const unsigned = body.replace(/,\s*"sign"\s*:\s*"[^"]*"|&sign=[^&]*/, '');
      return [withKey(unsigned, key), unsigned + key];
    },
  },
];

function mistake(hint: string, texts: (fields: Fields, key: string) => readonly string[]): Mistake {
  return { hint, texts: ({ fields }, key) => texts(fields, key) };
}

function ofValues(hint: string, change: (value: string) => string): Mistake {
  return mistake(hint, (fields, key) => [
    join(
      fields.map(({ name, value }) => ({ name, value: value === null ? null : change(value) })),
      key,
    ),
  ]);
}

/** Other spellings of a decimal: `100.50` -> `100.5`; `100` -> `100.0`, `100.00`. */
function respelt(decimal: string): readonly string[] {
  const match = /^([0-9]+)(?:\.([0-9]*?)0*)?$/.exec(decimal);
  if (match === null) return [];
  const [, whole = '', digits = ''] = match;
  const spellings = [0, 1, 2].map((width) => digits.padEnd(width, '0'));
  return spellings
    .map((decimals) => (decimals === '' ? whole : `${whole}.${decimals}`))
    .filter((spelling) => spelling !== decimal);
}

function jsonEscaped(value: string): string {
  return value.replace(
    /[^ -~]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function join(fields: Fields, key: string): string {
  return withKey(stringToSign(fields), key);
}

function pairs(fields: Fields): string {
  return fields.map(({ name, value }) => `${name}=${value ?? ''}`).join('&');
}

function without(fields: Fields, name: string): Fields {
  return fields.filter((field) => field.name !== name);
}

function isSigned({ value }: Fields[number]): boolean {
  return value !== null && value !== '';
}

function sortBy(fields: Fields, by: (field: Fields[number]) => string, blanks = false): Fields {
  return fields
    .filter((field) => blanks || isSigned(field))
    .toSorted((a, b) => (by(a) < by(b) ? -1 : 1));
}

/** In either case of letters: one of the mistakes is to change it. */
function hideSecrets(text: string, keys: readonly AppKey[]): string {
  return keys.reduce((shown, { material }) => {
    const literal = material.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    return shown.replace(new RegExp(literal, 'gi'), '***');
  }, text);
}
