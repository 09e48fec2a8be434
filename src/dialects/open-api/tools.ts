/** Signing, checking and explaining by hand. */
import { refuse } from '../../domain/refusal.ts';
import {
  ENVELOPE_MISTAKES,
  envelopeOddities,
  sentEnvelope,
} from '../../signatures/envelope/mistakes.ts';
import { envelopeText } from '../../signatures/envelope/text.ts';
import { explainRsa } from '../../signatures/explain-rsa.ts';
import { platformKeys } from '../../signatures/rsa-keys.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn } from '../../wire/json-fields.ts';
import { type JsonObject, jsonNumber } from '../../wire/json-value.ts';
import { exportKey, verifySha256Rsa } from '../../wire/rsa.ts';
import { ok } from '../kit/result.ts';
import { signByHand } from '../kit/rsa-client.ts';
import type { DialectTools } from '../tools.ts';
import { verifyNotification } from './client.ts';
import { readBody, readParam } from './codec.ts';
import { operationOf } from './operations/all.ts';

export const openApiTools: DialectTools = {
  dialect: 'open-api',

  explain(raw, _operation, keys) {
    const read = readBody(raw.body);
    if (!read.ok) return read;
    const sent = sentEnvelope(read.value);
    return explainRsa({
      sent,
      sign: sent.sign,
      texts: [sent.param],
      isWellFormed: sent.isText,
      shown: sent.param,
      keys,
      mistakes: ENVELOPE_MISTAKES,
      candidates: [],
      oddities: envelopeOddities(sent),
    });
  },

  /**
   * Takes a whole envelope or the members of `param` with an `appId` beside them; the text of a
   * `param` that is a text already is signed as it stands.
   */
  async sign(operation, body, keys, { encoding, nowMs }) {
    if (encoding !== 'json') return refuse('not_supported', undefined, 'this API takes JSON only');
    const read = readBody(body);
    if (!read.ok) return read;
    const appId = textIn(read.value, 'appId');
    if (appId === '') return refuse('missing_field', 'appId');
    const param = paramOf(read.value, nowMs);
    const sign = await signByHand(keys, param);
    if (!sign.ok) return sign;
    return ok({
      method: 'POST',
      path: operationOf(operation).paths[0] as string,
      headers: { 'content-type': 'application/json' },
      body: envelopeText({ appId, sign: sign.value, param }),
      stringToSign: param,
    });
  },

  explainNotification({ body }, keys) {
    const read = readBody(body);
    if (!read.ok) return read;
    const param = textIn(read.value, 'param');
    const given = textIn(read.value, 'sign');
    const publicKeys = platformKeys(keys);
    const verified = verifyNotification(body, publicKeys.map(exportKey));
    const matches = publicKeys.some((key) => verifySha256Rsa(key, param, given));
    return {
      explanation: {
        stringToSign: param,
        given,
        matches,
        signedInstead: null,
        hints: matches ? [] : notificationHints(read.value, publicKeys.length),
      },
      content: verified.ok ? verified.value : null,
    };
  },
};

/** The text to sign. A timestamp is put in where there is none: it is signed, and must be fresh. */
function paramOf({ members }: JsonObject, nowMs: number): string {
  const given = members.get('param');
  if (given?.kind === 'string') return given.value;
  const inner =
    given?.kind === 'object'
      ? given.members
      : [...members].filter(([name]) => name !== 'appId' && name !== 'sign');
  const fields = new Map(inner);
  if (!fields.has('timestamp')) fields.set('timestamp', jsonNumber(String(nowMs)));
  return writeJson({ kind: 'object', members: fields });
}

function notificationHints(body: JsonObject, keyCount: number): readonly string[] {
  if (textIn(body, 'sign') === '') return ['sign is missing.'];
  if (body.members.get('param')?.kind !== 'string') {
    return ['param is not a string: keep it as it was received, a JSON string.'];
  }
  if (keyCount === 0) return ["No key is usable: give the platform's public key, in base64."];
  if (!readParam(textIn(body, 'param')).ok) {
    return ['param is no JSON any more: it was changed on its way, or its escapes were taken off.'];
  }
  return [
    'The key is not the one that the platform signed with, or',
    'param is not what was received: verify the text before it is parsed, never write it anew.',
  ];
}
