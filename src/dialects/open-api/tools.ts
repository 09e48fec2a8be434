/** Signing and checking by hand, as a merchant at a command line does it. */
import { refuse } from '../../domain/refusal.ts';
import { FOR_TRYING_OUT, platformKeys } from '../../signatures/rsa-keys.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { type JsonObject, jsonNumber } from '../../wire/json-value.ts';
import { exportKey, importPrivateKey, signSha256Rsa } from '../../wire/rsa.ts';
import type { DialectTools } from '../tools.ts';
import { envelopeOf, verifyNotification } from './client.ts';
import { readBody, readParam, textOf } from './codec.ts';
import { explainRequest } from './explain.ts';
import { specOf } from './routes.ts';
import { holds } from './signature.ts';

export const openApiTools: DialectTools = {
  dialect: 'open-api',

  explain: (raw, _operation, keys) => explainRequest(raw, keys),

  /**
   * Takes a whole envelope or the members of `param` with an `appId` beside them; the text of a
   * `param` that is a text already is signed as it stands.
   */
  async sign(operation, body, keys, { encoding, nowMs }) {
    if (encoding !== 'json') return refuse('not_supported', undefined, 'this API takes JSON only');
    const [own] = keys;
    if (own === undefined) return refuse('bad_signature', 'sign', 'there is no key to sign with');
    const imported = importPrivateKey(own.material, FOR_TRYING_OUT);
    if (!imported.ok) return refuse('invalid_field', 'key', imported.error.reason);
    const read = readBody(body);
    if (!read.ok) return read;
    const appId = textOf(read.value, 'appId');
    if (appId === '') return refuse('missing_field', 'appId');
    const param = paramOf(read.value, nowMs);
    const sign = await signSha256Rsa(imported.value, param);
    return {
      ok: true,
      value: {
        method: 'POST',
        path: specOf(operation).paths[0] as string,
        headers: { 'content-type': 'application/json' },
        body: envelopeOf(appId, sign, param),
        stringToSign: param,
      },
    };
  },

  explainNotification({ body }, keys) {
    const read = readBody(body);
    if (!read.ok) return read;
    const param = textOf(read.value, 'param');
    const given = textOf(read.value, 'sign');
    const publicKeys = platformKeys(keys);
    const verified = verifyNotification(body, publicKeys.map(exportKey));
    const matches = publicKeys.some((key) => holds({ param, sign: given }, key));
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
  if (textOf(body, 'sign') === '') return ['sign is missing.'];
  if (body.members.get('param')?.kind !== 'string') {
    return ['param is no text: keep it as it was received, a text in quotes.'];
  }
  if (keyCount === 0) return ["No key is usable: the platform's public key is due, in base64."];
  if (!readParam(textOf(body, 'param')).ok) {
    return ['param is no JSON any more: it was changed on its way, or its escapes were taken off.'];
  }
  return [
    'The key is not the one that the platform signed with, or',
    'param is not what was received: verify the text before it is parsed, never write it anew.',
  ];
}
