/** Signing, checking and explaining by hand. */
import { refuse } from '../../domain/refusal.ts';
import { explainRsa, signatureOddity } from '../../signatures/explain-rsa.ts';
import { platformKeys } from '../../signatures/rsa-keys.ts';
import { omissions, SORTED_JSON_MISTAKES } from '../../signatures/sorted-json/mistakes.ts';
import { sortedJsonReadings, sortedJsonText } from '../../signatures/sorted-json/text.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn } from '../../wire/json-fields.ts';
import { type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { exportKey, verifySha256Rsa } from '../../wire/rsa.ts';
import { readObject } from '../kit/json-object.ts';
import { ok, type Result } from '../kit/result.ts';
import { signByHand } from '../kit/rsa-client.ts';
import type { DialectTools } from '../tools.ts';
import { verifyNotification } from './client.ts';
import { LOCALE, readBody, timeText } from './codec.ts';
import { operationOf } from './operations.ts';

export const rechargeTools: DialectTools = {
  dialect: 'recharge',

  explain(raw, _operation, keys) {
    const read = readBody(raw);
    if (!read.ok) return read;
    const sent = read.value;
    const { sign, body } = sent;
    const inBody = 'sign is in the body: send it in the header.';
    const oddities = [
      signatureOddity(sign, 'The header sign is missing.'),
      body.members.has('sign') ? inBody : null,
    ];
    return explainRsa({
      sent,
      sign,
      texts: [...sortedJsonReadings(sent)],
      isWellFormed: true,
      shown: writeJson(body, { sort: 'top', escape: 'plain' }),
      keys,
      mistakes: SORTED_JSON_MISTAKES,
      candidates: omissions(sent),
      oddities: oddities.filter((hint) => hint !== null),
    });
  },

  async sign(operation, body, keys, { encoding, nowMs }) {
    if (encoding !== 'json') return refuse('not_supported', undefined, 'this API takes JSON only');
    const read = readUnsigned(body);
    if (!read.ok) return read;
    const signed = sortedJsonText(stamped(read.value, nowMs));
    const sign = await signByHand(keys, signed);
    if (!sign.ok) return sign;
    return ok({
      method: 'POST',
      path: `/${LOCALE}${operationOf(operation).paths.at(-1)}`,
      headers: { 'content-type': 'application/json', sign: sign.value },
      body: signed,
      stringToSign: signed,
    });
  },

  explainNotification({ headers, body }, keys) {
    const read = readUnsigned(body);
    if (!read.ok) return read;
    const given = headers.sign ?? '';
    const publicKeys = platformKeys(keys);
    const verified = verifyNotification(body, given, publicKeys.map(exportKey));
    const sorted = sortedJsonText(read.value);
    const matches = publicKeys.some((key) => verifySha256Rsa(key, body, given));
    const rewritten = !matches && publicKeys.some((key) => verifySha256Rsa(key, sorted, given));
    return {
      explanation: {
        stringToSign: new TextDecoder().decode(body),
        given,
        matches,
        signedInstead: rewritten ? sorted : null,
        hints: matches ? [] : notificationHints(given, rewritten, publicKeys.length),
      },
      content: verified.ok ? verified.value : null,
    };
  },
};

/** A `sign` in the body is dropped: it is a header. */
function readUnsigned(body: Uint8Array): Result<JsonObject> {
  const read = readObject(body);
  if (!read.ok) return refuse('malformed', undefined, read.refusal.detail);
  return ok(jsonObject([...read.value.members].filter(([name]) => name !== 'sign')));
}

/** A timestamp is put in where there is none: it is signed, and must be fresh. */
function stamped(body: JsonObject, nowMs: number): JsonObject {
  if (textIn(body, 'timestamp') !== '') return body;
  const members = new Map(body.members).set('timestamp', jsonString(timeText(nowMs)));
  return { kind: 'object', members };
}

function notificationHints(given: string, rewritten: boolean, keyCount: number): readonly string[] {
  if (given === '') return ['The header sign is missing.'];
  if (keyCount === 0) return ["No key is usable: give the platform's public key, in base64."];
  if (rewritten) return ['The body was changed in form: keep the raw bytes, before any parsing.'];
  return [
    'The key is not the one that the platform signed with, or',
    'the body is not what was received: keep it raw, before any parsing.',
  ];
}
