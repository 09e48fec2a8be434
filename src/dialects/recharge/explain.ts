/**
 * Explains a signature that does not hold: it makes the mistakes that people make, one at a time,
 * and names the one that the signature received was made over.
 */
import type { AppKey } from '../../domain/merchant.ts';
import type { Refused } from '../../domain/refusal.ts';
import type { Explanation } from '../../signatures/explanation.ts';
import { requestKeys } from '../../signatures/proof.ts';
import { publicKeyOf } from '../../signatures/rsa-keys.ts';
import {
  keyHints,
  platformHalves,
  respellings,
  spacedTexts,
} from '../../signatures/rsa-mistakes.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonString } from '../../wire/json-value.ts';
import { type RsaKey, verifySha256Rsa } from '../../wire/rsa.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { RawRequest } from '../contract.ts';
import { type RechargeRequest, readBody, valueIn } from './codec.ts';
import { signedReading } from './signature.ts';

/** Refused only if the body cannot be read at all. */
export function explainRequest(raw: RawRequest, keys: readonly AppKey[]): Explanation | Refused {
  const read = readBody(raw);
  if (!read.ok) return read;
  const request = read.value;
  const signers = requestKeys(keys).flatMap(({ material }) => publicKeyOf(material, 'test') ?? []);
  const reading = firstOf(signers, (key) => signedReading(request, key));
  const causes = reading === null ? causesOf(request, signers, keys) : [];
  return {
    stringToSign: reading ?? writeJson(request.body, { sort: 'top', escape: 'plain' }),
    given: request.sign,
    matches: reading !== null,
    signedInstead: causes.find(({ signed }) => signed !== null)?.signed ?? null,
    hints:
      reading === null
        ? [...causes.map(({ hint }) => hint), ...oddities(request), ...keyHints(signers)]
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
  if (platformHalves(keys).some((key) => signedReading(request, key) !== null)) {
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

/** A common mistake, and the texts that are signed by whoever makes it. */
interface Mistake {
  readonly hint: string;
  readonly texts: (request: RechargeRequest) => readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  {
    hint: 'The JSON was signed with blanks in it: sign it compact, or send it as it was signed.',
    texts: ({ body }) => BOTH_SORTS.flatMap((sort) => spacedTexts(parsedOf(body, sort))),
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
