/** Signing and checking by hand, as a merchant at a command line does it. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { FOR_TRYING_OUT, platformKeys } from '../../signatures/rsa-keys.ts';
import { type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { readJson } from '../../wire/raw-json.ts';
import { exportKey, importPrivateKey, signSha256Rsa, verifySha256Rsa } from '../../wire/rsa.ts';
import type { DialectTools } from '../tools.ts';
import { canonical, verifyNotification } from './client.ts';
import { textOf, timeText } from './codec.ts';
import { explainRequest } from './explain.ts';
import { asOperation, LOCALE, PATHS } from './routes.ts';

export const rechargeTools: DialectTools = {
  dialect: 'recharge',

  explain: (raw, _operation, keys) => explainRequest(raw, keys),

  async sign(operation, body, keys, { encoding, nowMs }) {
    if (encoding !== 'json') return refuse('not_supported', undefined, 'this API takes JSON only');
    const [own] = keys;
    if (own === undefined) return refuse('bad_signature', 'sign', 'there is no key to sign with');
    const imported = importPrivateKey(own.material, FOR_TRYING_OUT);
    if (!imported.ok) return refuse('invalid_field', 'key', imported.error.reason);
    const read = readUnsigned(body);
    if (!read.ok) return read;
    const signed = canonical(stamped(read.value, nowMs));
    const sign = await signSha256Rsa(imported.value, signed);
    return {
      ok: true,
      value: {
        method: 'POST',
        path: `/${LOCALE}${PATHS[asOperation(operation)]}`,
        headers: { 'content-type': 'application/json', sign },
        body: signed,
        stringToSign: signed,
      },
    };
  },

  explainNotification({ headers, body }, keys) {
    const read = readUnsigned(body);
    if (!read.ok) return read;
    const text = new TextDecoder().decode(body);
    const given = headers.sign ?? '';
    const publicKeys = platformKeys(keys);
    const verified = verifyNotification(body, given, publicKeys.map(exportKey));
    const sorted = canonical(read.value);
    const matches = publicKeys.some((key) => verifySha256Rsa(key, body, given));
    const rewritten = !matches && publicKeys.some((key) => verifySha256Rsa(key, sorted, given));
    return {
      explanation: {
        stringToSign: text,
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
function readUnsigned(body: Uint8Array): { ok: true; value: JsonObject } | Refused {
  const json = readJson(body);
  if (!json.ok) return refuse('malformed', undefined, json.error.reason);
  if (json.value.kind !== 'object') return refuse('malformed', undefined, 'not a JSON object');
  const members = [...json.value.members].filter(([name]) => name !== 'sign');
  return { ok: true, value: jsonObject(members) };
}

/** A timestamp is put in where there is none: it is signed, and must be fresh. */
function stamped(body: JsonObject, nowMs: number): JsonObject {
  if (textOf(body, 'timestamp') !== '') return body;
  const members = new Map(body.members).set('timestamp', jsonString(timeText(nowMs)));
  return { kind: 'object', members };
}

function notificationHints(given: string, rewritten: boolean, keyCount: number): readonly string[] {
  if (given === '') return ['The header sign is missing.'];
  if (keyCount === 0) return ["No key is usable: the platform's public key is due, in base64."];
  if (rewritten) return ['The body was changed in form: keep the raw bytes, before any parsing.'];
  return [
    'The key is not the one that the platform signed with, or',
    'the body is not what was received: keep it raw, before any parsing.',
  ];
}
