/** Mistakes that people make with a JSON body whose fields are sorted, signed as text. */
import { writeJson } from '../../wire/canonical-json.ts';
import { valueIn } from '../../wire/json-fields.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonString } from '../../wire/json-value.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Cause, Mistake } from '../explanation.ts';
import { pairsOf, spacedTexts } from '../rsa-mistakes.ts';

/** A request as it was sent. */
export interface SentJson {
  /** The body as it came. */
  readonly text: string;
  readonly body: JsonObject;
  readonly sign: string;
}

const TOP = { sort: 'top', escape: 'plain' } as const;
const BOTH_SORTS = ['top', 'all'] as const;

export const SORTED_JSON_MISTAKES: readonly Mistake<SentJson>[] = [
  {
    hint: 'The JSON was signed with spaces in it: sign it compact, or send it as it was signed.',
    texts: ({ body }) => BOTH_SORTS.flatMap((sort) => spacedTexts(sorted(body, sort === 'all'))),
  },
  {
    hint: 'Other characters were escaped (\\u0026, \\u002F, \\u4E2D): sign the text that is sent.',
    texts: ({ body }) =>
      BOTH_SORTS.map((sort) => writeJson(body, { sort, escape: 'plain' })).flatMap(escapings),
  },
  {
    hint: 'Fields were signed in the order sent, but sent in another form: sort them by name.',
    texts: ({ body }) => [
      writeJson(body),
      writeJson(body, { sort: 'none', escape: 'slash' }),
      writeJson(body, { sort: 'none', escape: 'slash-and-unicode' }),
    ],
  },
  {
    hint: 'name=value pairs were signed: this API signs JSON text.',
    texts: ({ body }) => [pairsOf(body), pairsOf(body).toLowerCase()],
  },
  {
    hint: 'The digest was signed: give the text itself to SHA256withRSA, which hashes it.',
    texts: ({ text, body }) =>
      [text, writeJson(body, TOP)].flatMap((each) => [
        sha256Hex(each),
        sha256Hex(each).toUpperCase(),
      ]),
  },
  {
    hint: 'A field "sign" was included in the signed text: it is a header, and no part of the text.',
    texts: ({ body, sign }) =>
      ['', sign].map((value) => writeJson(withField(body, 'sign', jsonString(value)), TOP)),
  },
  {
    hint: 'A field was signed as text and sent as a number, or the other way round.',
    texts: ({ body }) =>
      [...body.members].flatMap(([name, value]) => {
        const other = retyped(value);
        return other === null ? [] : [writeJson(withField(body, name, other), TOP)];
      }),
  },
  {
    hint: 'Blank or null fields were left out of the signed text: sign every field that is sent.',
    texts: ({ body }) => [
      writeJson(
        jsonObject([...body.members].filter(([name]) => valueIn(body, name) !== null)),
        TOP,
      ),
    ],
  },
  {
    hint: 'A line break was signed at the end.',
    texts: ({ text, body }) => [`${text}\n`, `${writeJson(body, TOP)}\n`],
  },
  {
    hint: 'JSON inside JSON was signed: the text in quotes again.',
    texts: ({ text, body }) => [JSON.stringify(text), JSON.stringify(writeJson(body, TOP))],
  },
];

/** Whichever field was forgotten. */
export function omissions({ body }: SentJson): readonly Cause[] {
  return [...body.members.keys()].map((name) => ({
    hint: `${name} was left out: every field sent is signed.`,
    signed: writeJson(jsonObject([...body.members].filter(([each]) => each !== name)), TOP),
  }));
}

function sorted(value: JsonValue, deep: boolean): JsonValue {
  if (value.kind === 'array') {
    return deep ? { ...value, items: value.items.map((item) => sorted(item, true)) } : value;
  }
  if (value.kind !== 'object') return value;
  const members = [...value.members].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return jsonObject(members.map(([name, member]) => [name, deep ? sorted(member, true) : member]));
}

/** Gson's and Go's HTML-safe forms, and capitals in `\u` escapes. */
function escapings(text: string): readonly string[] {
  const hex = (unit: string) => unit.charCodeAt(0).toString(16).padStart(4, '0');
  return [
    text.replace(/[<>&]/g, (unit) => `\\u${hex(unit)}`),
    text.replace(/[<>&='\u2028\u2029]/g, (unit) => `\\u${hex(unit)}`),
    text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${hex(unit)}`),
    text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${hex(unit).toUpperCase()}`),
    text
      .replaceAll('/', '\\/')
      .replace(/[\u0080-\uffff]/g, (unit) => `\\u${hex(unit).toUpperCase()}`),
  ];
}

function withField(body: JsonObject, name: string, value: JsonValue): JsonObject {
  return { kind: 'object', members: new Map(body.members).set(name, value) };
}

/** `"10002"` for `10002` and back; null where there is no other type. */
function retyped(value: JsonValue): JsonValue | null {
  if (value.kind === 'number') return jsonString(value.text);
  if (value.kind !== 'string' || !/^(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(value.value)) return null;
  return { kind: 'number', text: value.value };
}
