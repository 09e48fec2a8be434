/** Mistakes that people make with `k=v` strings and a secret behind them. */
import type { Mistake } from '../explanation.ts';
import type { KeyedDigest } from '../keyed-digest.ts';
import { type Fields, pairsText, textOf } from './text.ts';

/** A request as it was sent, and the secret that a mistake is tried with. */
export interface SentPairs {
  readonly fields: Fields;
  readonly body: string;
  /** Whether the operation documents a field. */
  readonly isKnown: (name: string) => boolean;
  /** The field that holds an amount, which people re-format. */
  readonly amount: string;
  readonly digest: Pick<KeyedDigest, 'seal'>;
  readonly key: string;
}

/** With the secret. Each gives whole texts, of which the digest is tried. */
const KEY_MISTAKES: readonly Mistake<SentPairs>[] = [
  mistake('The key was not appended as "&key=<key>".', (fields, { key }) => [
    pairsText(fields) + key,
    `${pairsText(fields)}&${key}`,
    `${pairsText(fields)}key=${key}`,
  ]),
  mistake('The key was put in front: it comes last, as &key=<key>.', (fields, { key }) => [
    `key=${key}&${pairsText(fields)}`,
    key + pairsText(fields),
  ]),
  mistake(
    'key was sorted in among the fields: it comes last, after sorting.',
    (fields, { key }) => [pairsText([...without(fields, 'key'), { name: 'key', value: key }])],
  ),
  mistake(
    'A field "key" was sent: must not be sent: the key is only appended to the string to sign.',
    (fields, sent) =>
      fields.some(({ name }) => name === 'key') ? [join(without(fields, 'key'), sent)] : [],
  ),
  mistake('No key was used: append &key=<key> before hashing.', (fields) => [pairsText(fields)]),
  mistake('The key was changed in case or by a space: use it exactly as issued.', (fields, sent) =>
    [sent.key.toUpperCase(), sent.key.toLowerCase()]
      .concat([`${sent.key} `, ` ${sent.key}`, `${sent.key}\n`, `${sent.key}\r\n`])
      .filter((other) => other !== sent.key)
      .map((key) => join(fields, { ...sent, key })),
  ),
];

/** With the pairs alone, whatever proves them. */
export const TEXT_MISTAKES: readonly Mistake<SentPairs>[] = [
  mistake('Fields were signed in the order sent: sort them by name.', (fields, sent) => [
    seal(pairs(fields.filter(isSigned)), sent),
  ]),
  mistake('Fields were sorted without regard to case: A-Z come before a-z.', (fields, sent) => [
    seal(pairs(sortBy(fields, ({ name }) => name.toLowerCase())), sent),
  ]),
  mistake(
    'Fields were sorted in descending order: sort them in ascending order.',
    (fields, sent) => [seal(pairs(sortBy(fields, ({ name }) => name).toReversed()), sent)],
  ),
  mistake('Only values were joined: join name=value with &.', (fields, sent) => {
    const values = sortBy(fields, ({ name }) => name).map(({ value }) => value);
    return [values.join('') + sent.key, seal(values.join(''), sent), seal(values.join('&'), sent)];
  }),
  mistake('Names were written in small letters: they are case-sensitive.', (fields, sent) => [
    join(
      fields.map((field) => ({ ...field, name: field.name.toLowerCase() })),
      sent,
    ),
  ]),
  mistake('A null field was signed: fields that are null are left out.', (fields, sent) => [
    join(
      fields.map(({ name, value }) => ({ name, value: value ?? 'null' })),
      sent,
    ),
    seal(pairs(fields.toSorted((a, b) => (a.name < b.name ? -1 : 1))), sent),
  ]),
  mistake(
    'An empty sign= was included in the signed text: sign is left out of the string.',
    (fields, sent) => [
      seal(pairs(sortBy([...fields, { name: 'sign', value: '' }], ({ name }) => name, true)), sent),
    ],
  ),
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
  mistake(
    'amount was re-formatted (100.00, 100.0 and 100 differ): sign what is sent.',
    (fields, sent) =>
      respelt(textOf(fields, sent.amount)).map((value) =>
        join([...without(fields, sent.amount), { name: sent.amount, value }], sent),
      ),
  ),
  mistake(
    'Only documented fields were signed: unknown ones that are sent are signed too.',
    (fields, sent) => [
      join(
        fields.filter(({ name }) => sent.isKnown(name)),
        sent,
      ),
    ],
  ),
  // As the body was before sign was put into it.
  mistake('The body was hashed: hash the sorted name=value pairs.', (_fields, sent) => {
    const unsigned = sent.body.replace(/,\s*"sign"\s*:\s*"[^"]*"|&sign=[^&]*/, '');
    return [seal(unsigned, sent), unsigned + sent.key];
  }),
];

export const PAIRS_MISTAKES: readonly Mistake<SentPairs>[] = [...KEY_MISTAKES, ...TEXT_MISTAKES];

/** Whichever field was forgotten: the texts without each, with its name. */
export function omissions(sent: SentPairs): readonly { name: string; text: string }[] {
  return sent.fields.map(({ name }) => ({ name, text: join(without(sent.fields, name), sent) }));
}

function mistake(
  hint: string,
  texts: (fields: Fields, sent: SentPairs) => readonly string[],
): Mistake<SentPairs> {
  return { hint, texts: (sent) => texts(sent.fields, sent) };
}

function ofValues(hint: string, change: (value: string) => string): Mistake<SentPairs> {
  return mistake(hint, (fields, sent) => [
    join(
      fields.map(({ name, value }) => ({ name, value: value === null ? null : change(value) })),
      sent,
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

function seal(text: string, { digest, key }: SentPairs): string {
  return digest.seal(text, key);
}

function join(fields: Fields, sent: SentPairs): string {
  return seal(pairsText(fields), sent);
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
