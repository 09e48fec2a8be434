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
import { otherRsaScheme, type RsaKey } from '../../wire/rsa.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import type { RawRequest } from '../contract.ts';
import { readBody, readParam, textOf, valueIn } from './codec.ts';
import { holds } from './signature.ts';

/** Refused only if the body cannot be read at all. */
export function explainRequest(raw: RawRequest, keys: readonly AppKey[]): Explanation | Refused {
  const read = readBody(raw.body);
  if (!read.ok) return read;
  const sent = sentOf(read.value);
  const signers = requestKeys(keys).flatMap(({ material }) => publicKeyOf(material, 'test') ?? []);
  const matches = sent.isText && isMadeBy(sent.param, sent.sign, signers);
  const causes = matches ? [] : causesOf(sent, signers, keys);
  return {
    stringToSign: sent.param,
    given: sent.sign,
    matches,
    signedInstead: causes.find(({ signed }) => signed !== null)?.signed ?? null,
    hints: matches
      ? []
      : [...causes.map(({ hint }) => hint), ...oddities(sent), ...keyHints(signers)],
  };
}

/** What was sent, however wrong: a `param` that is no text is shown as the text it should be. */
interface Sent {
  readonly envelope: JsonObject;
  readonly appId: string;
  readonly sign: string;
  readonly param: string;
  readonly isText: boolean;
  /** What `param` says; null if it is no JSON. */
  readonly fields: JsonValue | null;
}

function sentOf(envelope: JsonObject): Sent {
  const given = envelope.members.get('param');
  const isText = given?.kind === 'string';
  const param = given === undefined ? '' : isText ? given.value : writeJson(given);
  const read = readParam(param);
  return {
    envelope,
    appId: textOf(envelope, 'appId'),
    sign: textOf(envelope, 'sign'),
    param,
    isText,
    fields: read.ok ? read.value : null,
  };
}

function isMadeBy(param: string, sign: string, keys: readonly RsaKey[]): boolean {
  return keys.some((key) => holds({ param, sign }, key));
}

/** What the signature received was made over; `signed`: the text, where it was another one. */
interface Cause {
  readonly hint: string;
  readonly signed: string | null;
}

function causesOf(
  sent: Sent,
  signers: readonly RsaKey[],
  keys: readonly AppKey[],
): readonly Cause[] {
  const { param, sign } = sent;
  const respelt = respellings(sign).find((each) => isMadeBy(param, each.sign, signers));
  if (respelt !== undefined) return [{ hint: respelt.hint, signed: null }];
  if (isMadeBy(param, sign, platformHalves(keys))) {
    return [{ hint: "Signed with the platform's key: use your own private key.", signed: null }];
  }
  const scheme = signers
    .map((key) => otherRsaScheme(key, param, sign))
    .find((name) => name !== null);
  if (scheme !== undefined) {
    const hint = `Signed with ${scheme}: SHA256withRSA (PKCS#1 v1.5) is due.`;
    return [{ hint, signed: null }];
  }
  return MISTAKES.flatMap(({ hint, texts }): readonly Cause[] => {
    const signed = texts(sent).find((text) => isMadeBy(text, sign, signers));
    return signed === undefined ? [] : [{ hint, signed }];
  });
}

/** A common mistake, and the texts that are signed by whoever makes it. */
interface Mistake {
  readonly hint: string;
  readonly texts: (sent: Sent) => readonly string[];
}

const MISTAKES: readonly Mistake[] = [
  {
    hint: 'param was sent as an object: send the text that was signed, in quotes.',
    texts: ({ isText, fields, param }) =>
      isText || fields === null ? [] : [param, ...rewritten(fields)],
  },
  {
    hint: 'The whole envelope was signed: sign the text of param alone.',
    texts: ({ envelope, appId, param }) => [
      ...rewritten(withoutSign(envelope)),
      ...rewritten(envelopeWith(appId, param, '')),
    ],
  },
  {
    hint: 'param was written anew after it was signed: send the very text that was signed.',
    texts: ({ fields }) => (fields === null ? [] : rewritten(fields)),
  },
  {
    hint: 'param was signed with its quotes and escapes: sign the text, not its JSON form.',
    texts: ({ param }) => [JSON.stringify(param), JSON.stringify(param).slice(1, -1)],
  },
  {
    hint: 'name=value pairs were signed: this API signs the JSON text of param.',
    texts: ({ envelope, fields, appId, param }) => [
      ...(fields?.kind === 'object' ? [pairs(fields)] : []),
      pairs(withoutSign(envelope)),
      `appId=${appId}&param=${param}`,
      `param=${param}`,
    ],
  },
  {
    hint: 'appId was signed along: sign the text of param alone.',
    texts: ({ appId, param }) => [appId + param, param + appId, `${appId}&${param}`],
  },
  {
    hint: 'The digest was signed: give the text itself to SHA256withRSA, which hashes it.',
    texts: ({ param }) => [sha256Hex(param), sha256Hex(param).toUpperCase()],
  },
  {
    hint: 'The base64 of param was signed: sign the text itself.',
    texts: ({ param }) => [Buffer.from(param).toString('base64')],
  },
  {
    hint: 'A line break or blank was signed along.',
    texts: ({ param }) => [`${param}\n`, `${param}\r\n`, ` ${param}`, `${param} `, param.trim()],
  },
  {
    hint: 'Blank or null fields were left out of the signed text: send what was signed.',
    texts: ({ fields }) => (fields?.kind === 'object' ? [writeJson(withoutBlanks(fields))] : []),
  },
  {
    hint: 'Nothing of param was signed.',
    texts: () => ['', '{}', 'null'],
  },
];

function withoutSign({ members }: JsonObject): JsonObject {
  return jsonObject([...members].filter(([name]) => name !== 'sign'));
}

function withoutBlanks(body: JsonObject): JsonObject {
  return jsonObject([...body.members].filter(([name]) => valueIn(body, name) !== null));
}

function envelopeWith(appId: string, param: string, sign: string): JsonObject {
  return jsonObject([
    ['appId', jsonString(appId)],
    ['sign', jsonString(sign)],
    ['param', jsonString(param)],
  ]);
}

/** The same values as other programs write them: order, blanks, escapes. */
function rewritten(value: JsonValue): readonly string[] {
  const forms = (['none', 'top', 'all'] as const).flatMap((sort) =>
    (['plain', 'slash', 'slash-and-unicode'] as const).map((escaping) =>
      writeJson(value, { sort, escape: escaping }),
    ),
  );
  const htmlSafe = forms[0]?.replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`);
  return [...forms, htmlSafe ?? '', ...spacedTexts(value)];
}

/** `a=1&b=2`, sorted, as the other APIs sign. */
function pairs(body: JsonObject): string {
  return [...body.members]
    .filter(([name]) => valueIn(body, name) !== null)
    .map(([name, value]) => `${name}=${value.kind === 'string' ? value.value : writeJson(value)}`)
    .toSorted()
    .join('&');
}

/** What looks odd about the request, whatever the signature is. */
function oddities({ sign, isText, fields, param }: Sent): readonly string[] {
  const hints: string[] = [];
  if (sign === '') hints.push('sign is missing.');
  else if (!/^[A-Za-z0-9+/]{342,}=*$/.test(sign)) {
    hints.push(`sign has ${sign.length} characters: base64 of an RSA-2048 signature has 344.`);
  }
  if (param === '') hints.push('param is missing.');
  else if (!isText) hints.push('param is no text: send the JSON text that was signed, in quotes.');
  else if (fields === null) hints.push('param is no JSON object.');
  if (fields?.kind === 'object' && fields.members.has('sign')) {
    hints.push('sign stands in param: it belongs beside it.');
  }
  return hints;
}
