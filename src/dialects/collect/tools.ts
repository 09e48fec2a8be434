/** Signing, checking and explaining by hand. */
import { type Refused, refuse } from '../../domain/refusal.ts';
import { explainPairs } from '../../signatures/pairs/explain.ts';
import { type Fields, isFieldName, pairsText, textOf } from '../../signatures/pairs/text.ts';
import { checkUnambiguous } from '../../signatures/pairs/unambiguous.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { equalHex } from '../../wire/hex.ts';
import { type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { signFieldsOfJson } from '../../wire/sign-string.ts';
import { hasField } from '../kit/fields.ts';
import { readObject } from '../kit/json-object.ts';
import { ok, type Result } from '../kit/result.ts';
import type { DialectTools } from '../tools.ts';
import { verifyNotification } from './client.ts';
import { readFields, readJsonFields } from './codec.ts';
import { type CollectOperation, operationOf } from './operations.ts';
import { DIGEST, formOf, signatureOf, signersFor } from './signature.ts';

const EXPECTED_CHARS = 6;

export const collectTools: DialectTools = {
  dialect: 'collect',

  explain(raw, name, keys) {
    const read = readFields(raw);
    if (!read.ok) return read;
    const operation = operationOf(name);
    return explainPairs({
      sent: read.value,
      body: new TextDecoder().decode(raw.body),
      isKnown: (field) => hasField(operation.fields, field),
      amount: 'amount',
      digest: DIGEST,
      keys,
      signers: signersFor(operation, keys),
      rightKey: operation.requests.includes('create_payout')
        ? '/pay/create is signed with the payout key where the app has one'
        : 'this operation is signed with the request key',
      afterMatch: (fields) => afterMatch(fields, operation),
    });
  },

  async sign(name, body, keys, { encoding }) {
    const operation = operationOf(name);
    const [signer] = signersFor(operation, keys);
    if (signer === undefined) {
      return refuse('bad_signature', 'sign', 'there is no key to sign with');
    }
    const read = readUnsigned(body);
    if (!read.ok) return read;
    const { object, fields } = read.value;
    const refusal = checkUnambiguous(fields, formOf(operation));
    if (refusal !== null) return refusal;
    const sign = signatureOf(fields, signer.material);
    const json = encoding === 'json';
    return ok({
      method: 'POST',
      path: operation.paths[0] as string,
      headers: {
        'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      },
      body: json
        ? writeJson(jsonObject([...object.members, ['sign', jsonString(sign)]]))
        : formText([...fields, { name: 'sign', value: sign }]),
      stringToSign: DIGEST.seal(pairsText(fields), '***'),
    });
  },

  explainNotification({ body }, keys) {
    const fields = readJsonFields(body);
    if (!fields.ok) return refuse('malformed', undefined, fields.refusal.detail);
    const given = textOf(fields.value, 'sign');
    const materials = keys.map(({ material }) => material);
    const expected = materials.map((key) => signatureOf(fields.value, key));
    const matches = expected.some((sign) => equalHex(sign, given));
    const verified = verifyNotification(body, materials);
    return {
      explanation: {
        stringToSign: DIGEST.seal(pairsText(fields.value), '***'),
        given,
        matches,
        signedInstead: null,
        hints: matches ? [] : notificationHints(given, expected),
      },
      content: verified.ok ? verified.value : null,
    };
  },
};

/** The signature holds; say so if the request is refused for what its string could mean. */
function afterMatch(fields: Fields, operation: CollectOperation): readonly string[] {
  const refused = checkUnambiguous(fields, formOf(operation));
  if (refused === null) return [];
  const { field, detail } = refused.refusal;
  return [`The signature holds, but ${field} is refused: ${detail}.`];
}

/** A body that is not signed yet: a `sign` in it is dropped, a `key` never belongs there. */
function readUnsigned(body: Uint8Array): Result<{ object: JsonObject; fields: Fields }> | Refused {
  const read = readObject(body);
  if (!read.ok) return refuse('malformed', undefined, read.refusal.detail);
  const members = [...read.value.members].filter(([name]) => name !== 'sign');
  if (members.some(([name]) => name === 'key')) {
    return refuse(
      'invalid_field',
      'key',
      'must not be sent: the key is only appended to the string to sign',
    );
  }
  const object = jsonObject(members);
  const fields = signFieldsOfJson(object, 'refuse');
  if (!fields.ok) return refuse('invalid_field', fields.error.path, fields.error.reason);
  const odd = fields.value.find(({ name }) => !isFieldName(name));
  if (odd !== undefined) {
    return refuse(
      'invalid_field',
      odd.name.slice(0, 40),
      'the field name contains an invalid character',
    );
  }
  return ok({ object, fields: fields.value });
}

/** A form has no null: such a field is left out, as it is in the signature. */
function formText(fields: Fields): string {
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
