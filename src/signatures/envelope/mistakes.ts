/** Mistakes that people make with a text in an envelope. */
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn, valueIn } from '../../wire/json-fields.ts';
import { type JsonObject, type JsonValue, jsonObject, jsonString } from '../../wire/json-value.ts';
import { readJsonText } from '../../wire/raw-json.ts';
import { sha256Hex } from '../../wire/sha256.ts';
import { signatureOddity } from '../explain-rsa.ts';
import type { Mistake } from '../explanation.ts';
import { pairsOf, spacedTexts } from '../rsa-mistakes.ts';

/** What was sent, however wrong: a `param` that is no text is shown as the text it should be. */
export interface SentEnvelope {
  readonly envelope: JsonObject;
  readonly appId: string;
  readonly sign: string;
  readonly param: string;
  readonly isText: boolean;
  /** What `param` says; null if it is no JSON object. */
  readonly fields: JsonObject | null;
}

export function sentEnvelope(envelope: JsonObject): SentEnvelope {
  const given = envelope.members.get('param');
  const isText = given?.kind === 'string';
  const param = given === undefined ? '' : isText ? given.value : writeJson(given);
  const read = readJsonText(param);
  return {
    envelope,
    appId: textIn(envelope, 'appId'),
    sign: textIn(envelope, 'sign'),
    param,
    isText,
    fields: read.ok && read.value.kind === 'object' ? read.value : null,
  };
}

export const ENVELOPE_MISTAKES: readonly Mistake<SentEnvelope>[] = [
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
      ...(fields === null ? [] : [pairsOf(fields)]),
      pairsOf(withoutSign(envelope)),
      `appId=${appId}&param=${param}`,
      `param=${param}`,
    ],
  },
  {
    hint: 'appId was included in the signed text: sign the text of param alone.',
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
    hint: 'A line break or space was included in the signed text.',
    texts: ({ param }) => [`${param}\n`, `${param}\r\n`, ` ${param}`, `${param} `, param.trim()],
  },
  {
    hint: 'Blank or null fields were left out of the signed text: send what was signed.',
    texts: ({ fields }) => (fields === null ? [] : [writeJson(withoutBlanks(fields))]),
  },
  {
    hint: 'Nothing of param was signed.',
    texts: () => ['', '{}', 'null'],
  },
];

/** What looks odd about the request, whatever the signature is. */
export function envelopeOddities({ sign, isText, fields, param }: SentEnvelope): readonly string[] {
  const oddity = signatureOddity(sign, 'sign is missing.');
  const hints = oddity === null ? [] : [oddity];
  if (param === '') hints.push('param is missing.');
  else if (!isText)
    hints.push('param is not a string: send the JSON text that was signed, as a JSON string.');
  else if (fields === null) hints.push('param is no JSON object.');
  if (fields?.members.has('sign') === true) {
    hints.push('sign stands in param: it belongs beside it.');
  }
  return hints;
}

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
export function rewritten(value: JsonValue): readonly string[] {
  const forms = (['none', 'top', 'all'] as const).flatMap((sort) =>
    (['plain', 'slash', 'slash-and-unicode'] as const).map((escaping) =>
      writeJson(value, { sort, escape: escaping }),
    ),
  );
  const htmlSafe = forms[0]?.replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`);
  return [...forms, htmlSafe ?? '', ...spacedTexts(value)];
}
