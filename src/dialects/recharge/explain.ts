/**
 * Explains a signature that does not hold: it makes the mistakes that people make, one at a time,
 * and names the one that the signature received was made over.
 */
import type { AppKey } from '../../domain/merchant.ts';
import type { Refused } from '../../domain/refusal.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonString } from '../../wire/json-value.ts';
import { publicHalf, type RsaKey, verifySha256Rsa } from '../../wire/rsa.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { Explanation, RawRequest } from '../contract.ts';
import { type RechargeRequest, readBody, valueIn } from './codec.ts';
import { privateKeyOf, publicKeyOf, signedReading, signersOf } from './signature.ts';

/** Refused only if the body cannot be read at all. */
export function explainRequest(raw: RawRequest, keys: readonly AppKey[]): Explanation | Refused {
  const read = readBody(raw);
  if (!read.ok) return read;
  const request = read.value;
  const signers = signersOf(keys).flatMap(({ material }) => publicKeyOf(material, 'test') ?? []);
  const reading = firstOf(signers, (key) => signedReading(request, key));
  const causes = reading === null ? causesOf(request, signers, keys) : [];
  return {
    stringToSign: reading ?? writeJson(request.body, { sort: 'top', escape: 'plain' }),
    given: request.sign,
    matches: reading !== null,
    signedInstead: causes.find(({ signed }) => signed !== null)?.signed ?? null,
    hints:
      reading === null
        ? [...causes.map(({ hint }) => hint), ...oddities(request), ...rest(signers)]
        : [],
  };
}

/** What the signature received was made over; `signed`: the text, where it was another one. */
interface Cause {
  readonly hint: string;
  readonly signed: string | null;
}

function causesOf(
  request: RechargeRequest,
  signers: readonly RsaKey[],
  keys: readonly AppKey[],
): readonly Cause[] {
  const respelt = respellings(request.sign).find(({ sign }) =>
    signers.some((key) => signedReading({ ...request, sign }, key) !== null),
  );
  if (respelt !== undefined) return [{ hint: respelt.hint, signed: null }];
  if (isPlatforms(request, keys)) {
    return [{ hint: "Signed with the platform's key: use your own private key.", signed: null }];
  }
  const mistakes = MISTAKES.flatMap(({ hint, texts }): readonly Cause[] => {
    const signed = firstOf(texts(request), (text) =>
      signers.some((key) => verifySha256Rsa(key, text, request.sign)) ? text : null,
    );
    return signed === null ? [] : [{ hint, signed }];
  });
  return [...mistakes, ...omissions(request, signers)];
}

/** The right signature in another spelling. */
function respellings(sign: string): readonly { readonly sign: string; readonly hint: string }[] {
  const spellings = [
    {
      sign: sign.replaceAll('-', '+').replaceAll('_', '/').replace(/=*$/, '=='),
      hint: 'sign is in the URL alphabet of base64, or without its padding: use plain base64.',
    },
    {
      sign: sign.replace(/\s+/g, ''),
      hint: 'sign has blanks or line breaks in it: send it on one line.',
    },
    {
      sign: decoded(sign),
      hint: 'sign is URL-encoded: a header needs no such encoding.',
    },
    {
      sign: /^[0-9a-f]+$/i.test(sign) ? Buffer.from(sign, 'hex').toString('base64') : sign,
      hint: 'sign is hexadecimal: base64 is due.',
    },
  ];
  return spellings.filter((spelling) => spelling.sign !== sign);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Whoever mixes the two key pairs up verifies with one half of each. */
function isPlatforms(request: RechargeRequest, keys: readonly AppKey[]): boolean {
  return keys
    .filter(({ purpose }) => purpose === 'notice')
    .flatMap(({ material }) => privateKeyOf(material, 'test') ?? [])
    .some((key) => signedReading(request, publicHalf(key)) !== null);
}

/** A common mistake, and the texts that are signed by whoever makes it. */
interface Mistake {
  readonly hint: string;
  readonly texts: (request: RechargeRequest) => readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  {
    hint: 'The JSON was signed with blanks in it: sign it compact, or send it as it was signed.',
    texts: ({ body }) => BOTH_SORTS.flatMap((sort) => spaced(parsedOf(body, sort))),
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
    texts: ({ body }) => [pairs(body), pairs(body).toLowerCase()],
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
    hint: 'A field "sign" was signed along: it is a header, and no part of the text.',
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

const TOP = { sort: 'top', escape: 'plain' } as const;
const BOTH_SORTS = ['top', 'all'] as const;

function omissions(request: RechargeRequest, signers: readonly RsaKey[]): readonly Cause[] {
  return [...request.body.members.keys()].flatMap((name) => {
    const members = [...request.body.members].filter(([each]) => each !== name);
    const signed = writeJson(jsonObject(members), TOP);
    return signers.some((key) => verifySha256Rsa(key, signed, request.sign))
      ? [{ hint: `${name} was left out: every field sent is signed.`, signed }]
      : [];
  });
}

/** What looks odd about the request, whatever the signature is. */
function oddities({ sign, body }: RechargeRequest): readonly string[] {
  const hints: string[] = [];
  if (sign === '') hints.push('The header sign is missing.');
  else if (!/^[A-Za-z0-9+/]{342}==$/.test(sign)) {
    hints.push(`sign has ${sign.length} characters: base64 of an RSA-2048 signature has 344.`);
  }
  if (body.members.has('sign')) hints.push('sign stands in the body: it belongs into the header.');
  return hints;
}

function rest(signers: readonly RsaKey[]): readonly string[] {
  if (signers.length === 0) return ['The app has no live public key of the merchant.'];
  const prints = signers.map(({ fingerprint }) => fingerprint.slice(0, 16)).join(' or ');
  return [
    'If your text is the one shown, the key differs, or the algorithm is not SHA256withRSA ' +
      '(PKCS#1 v1.5, no PSS).',
    `SHA-256 of the modulus of the public key that we have begins with ${prints}.`,
  ];
}

/** As other languages write it by default: Python's blanks, then indents of two and of four. */
function spaced(value: JsonValue): readonly string[] {
  return [written(value, null, 0), written(value, 2, 0), written(value, 4, 0)];
}

/** JSON with blanks: on one line (`indent` null), or indented, number text kept. */
function written(value: JsonValue, indent: number | null, depth: number): string {
  if (value.kind !== 'object' && value.kind !== 'array') return writeJson(value);
  const parts =
    value.kind === 'array'
      ? value.items.map((item) => written(item, indent, depth + 1))
      : [...value.members].map(
          ([name, member]) => `${JSON.stringify(name)}: ${written(member, indent, depth + 1)}`,
        );
  const [open, close] = value.kind === 'array' ? ['[', ']'] : ['{', '}'];
  if (indent === null || parts.length === 0) return open + parts.join(', ') + close;
  const inner = ' '.repeat(indent * (depth + 1));
  const lines = parts.map((part) => inner + part).join(',\n');
  return `${open}\n${lines}\n${' '.repeat(indent * depth)}${close}`;
}

function parsedOf(body: JsonObject, sort: 'top' | 'all'): JsonValue {
  return sorted(body, sort === 'all');
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

/** `a=1&b=2`, as the other APIs sign. */
function pairs(body: JsonObject): string {
  return [...body.members]
    .filter(([name]) => valueIn(body, name) !== null)
    .map(([name, value]) => `${name}=${value.kind === 'string' ? value.value : writeJson(value)}`)
    .toSorted()
    .join('&');
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

function firstOf<T>(items: readonly T[], find: (item: T) => string | null): string | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
