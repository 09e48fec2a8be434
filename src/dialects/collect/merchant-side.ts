/** Signing and checking by hand, as a merchant at a command line does it. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { equalHex } from '../../wire/hex.ts';
import { type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { readJson } from '../../wire/raw-json.ts';
import { signFieldsOfJson } from '../../wire/sign-string.ts';
import type { MerchantSide } from '../contract.ts';
import { verifyNotification } from './client.ts';
import { type Fields, textOf } from './codec.ts';
import { asOperation, PATHS } from './routes.ts';
import { checkUnambiguous, signatureOf, signersOf, stringToSign, withKey } from './signature.ts';

const BASE_PATH = '/client';
const EXPECTED_CHARS = 6;

export const collectMerchant: MerchantSide = {
  dialect: 'collect',

  async sign(operation, body, keys, { encoding }) {
    const [signer] = signersOf(asOperation(operation), keys);
    if (signer === undefined)
      return refuse('bad_signature', 'sign', 'there is no key to sign with');
    const read = readUnsigned(body);
    if (!read.ok) return read;
    const { object, fields } = read.value;
    const refusal = checkUnambiguous(fields, asOperation(operation));
    if (refusal !== null) return refusal;
    const sign = signatureOf(fields, signer.material);
    const json = encoding === 'json';
    return {
      ok: true,
      value: {
        method: 'POST',
        path: BASE_PATH + PATHS[asOperation(operation)],
        headers: {
          'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
        },
        body: json
          ? writeJson(jsonObject([...object.members, ['sign', jsonString(sign)]]))
          : formOf([...fields, { name: 'sign', value: sign }]),
        stringToSign: withKey(stringToSign(fields), '***'),
      },
    };
  },

  explainNotification({ body }, keys) {
    const json = readJson(body);
    if (!json.ok) return refuse('malformed', undefined, json.error.reason);
    if (json.value.kind !== 'object') return refuse('malformed', undefined, 'not a JSON object');
    const fields = signFieldsOfJson(json.value, 'refuse');
    if (!fields.ok) return refuse('malformed', undefined, fields.error.reason);
    const given = textOf(fields.value, 'sign');
    const expected = keys.map(({ material }) => signatureOf(fields.value, material));
    const matches = expected.some((sign) => equalHex(sign, given));
    const verified = verifyNotification(
      body,
      keys.map(({ material }) => material),
    );
    return {
      explanation: {
        stringToSign: withKey(stringToSign(fields.value), '***'),
        given,
        matches,
        signedInstead: null,
        hints: matches ? [] : notificationHints(given, expected),
      },
      content: verified.ok ? verified.value : null,
    };
  },
};

/** A body that is not signed yet: a `sign` in it is dropped, a `key` never belongs there. */
function readUnsigned(
  body: Uint8Array,
): { ok: true; value: { object: JsonObject; fields: Fields } } | Refused {
  const json = readJson(body);
  if (!json.ok) return refuse('malformed', undefined, json.error.reason);
  if (json.value.kind !== 'object') return refuse('malformed', undefined, 'not a JSON object');
  const members = [...json.value.members].filter(([name]) => name !== 'sign');
  if (members.some(([name]) => name === 'key')) {
    return refuse('invalid_field', 'key', 'the key is appended to the string, never sent');
  }
  const object = jsonObject(members);
  const fields = signFieldsOfJson(object, 'refuse');
  if (!fields.ok) return refuse('invalid_field', fields.error.path, fields.error.reason);
  const odd = fields.value.find(({ name }) => !/^[A-Za-z0-9_.[\]-]{1,64}$/.test(name));
  if (odd !== undefined) {
    return refuse('invalid_field', odd.name.slice(0, 40), 'the name holds an unusual character');
  }
  return { ok: true, value: { object, fields: fields.value } };
}

/** A form has no null: such a field is left out, as it is in the signature. */
function formOf(fields: Fields): string {
  const form = new URLSearchParams();
  for (const { name, value } of fields) if (value !== null) form.append(name, value);
  return form.toString();
}

function notificationHints(given: string, expected: readonly string[]): readonly string[] {
  const beginnings = expected.map((sign) => sign.slice(0, EXPECTED_CHARS)).join(' or ');
  return [
    given === '' ? 'sign is missing.' : 'The key is not the one that the platform signed with, or',
    ...(given === ''
      ? []
      : ['the body is not what was received: keep it raw, before any parsing.']),
    `With this key the signature would begin with ${beginnings}.`,
  ];
}
