/** Signing, checking and explaining by hand. */
import type { AppKey } from '../../domain/merchant.ts';
import { refuse } from '../../domain/refusal.ts';
import { rewritten } from '../../signatures/envelope/mistakes.ts';
import { explainRsa, signatureOddity } from '../../signatures/explain-rsa.ts';
import type { Cause, Mistake } from '../../signatures/explanation.ts';
import { omissions, type SentPairs, TEXT_MISTAKES } from '../../signatures/pairs/mistakes.ts';
import { type Fields, isFieldName, pairsText } from '../../signatures/pairs/text.ts';
import { FOR_TRYING_OUT } from '../../signatures/rsa-keys.ts';
import { textIn } from '../../wire/json-fields.ts';
import { type JsonObject, jsonObject, jsonString } from '../../wire/json-value.ts';
import { readJsonText } from '../../wire/raw-json.ts';
import { importPrivateKey, importPublicKey, publicHalf, type RsaKey } from '../../wire/rsa.ts';
import { hasField } from '../kit/fields.ts';
import { readObject } from '../kit/json-object.ts';
import { ok } from '../kit/result.ts';
import { signByHand } from '../kit/rsa-client.ts';
import type { DialectTools, Explanation } from '../tools.ts';
import { isSignedBy, unsignedRequest, withSign } from './client.ts';
import { readFields, signIn } from './codec.ts';
import { signedText } from './notification.ts';
import { operationOf } from './operations/all.ts';
import { readingsOf } from './signature.ts';

export const openApiPhTools: DialectTools = {
  dialect: 'open-api-ph',

  explain(raw, operation, keys) {
    const read = readFields(raw);
    if (!read.ok) return read;
    const { form = 'flat', fields: known } = operationOf(operation);
    const fields = read.value.filter(({ name }) => name !== 'sign' && isFieldName(name));
    const param = fields.find(({ name }) => name === 'param')?.value ?? '';
    const isEnvelope = form === 'envelope' || (form === 'either' && param !== '');
    const sign = signIn(read.value, raw);
    const sent: SentPairs = {
      fields,
      body: Buffer.from(raw.body).toString('utf8'),
      isKnown: (name) => name === 'appId' || name === 'param' || hasField(known, name),
      amount: 'amount',
      digest: { seal: (text) => text },
      key: '',
    };
    const { pathParams, ip } = raw;
    const about = { fields, sign, pathParams, ip, param: isEnvelope ? param : null, body: null };
    const oddity = signatureOddity(sign, 'sign is missing.');
    return explainRsa({
      ...{ sent, sign, keys, texts: readingsOf(about), isWellFormed: true },
      shown: pairsText(fields),
      mistakes: isEnvelope ? [...ENVELOPE_MISTAKES, ...TEXT_MISTAKES] : TEXT_MISTAKES,
      candidates: omittedOf(sent),
      oddities: oddity === null ? [] : [oddity],
    });
  },

  /** Takes the fields with `appId` among them, those of the path too; or a whole envelope. */
  async sign(operation, body, keys, { encoding, nowMs }) {
    if (encoding !== 'json') return refuse('not_supported', undefined, 'this API takes JSON only');
    const read = readObject(body);
    if (!read.ok) return read;
    const appId = textIn(read.value, 'appId');
    if (appId === '') return refuse('missing_field', 'appId');
    const call = operationOf(operation);
    const isEnvelope = read.value.members.get('param')?.kind === 'string';
    const fields = new Map(
      [...read.value.members].filter(([name]) => name !== 'appId' && name !== 'sign'),
    );
    const isDated = hasField(call.fields, 'timestamp') && !isEnvelope;
    if (isDated && !fields.has('timestamp')) fields.set('timestamp', jsonString(String(nowMs)));
    const pattern = call.paths[0] as string;
    const unsigned = unsignedRequest(call, pattern, appId, jsonObject(fields), isEnvelope);
    const sign = await signByHand(keys, unsigned.text);
    if (!sign.ok) return sign;
    return ok({ ...withSign(call, unsigned, sign.value), stringToSign: unsigned.text });
  },

  explainNotification({ body }, keys) {
    const read = readObject(body);
    if (!read.ok) return read;
    const given = textIn(read.value, 'sign');
    const fields = jsonObject([...read.value.members].filter(([name]) => name !== 'sign'));
    const [secrets, publicKeys] = [secretsIn(keys), publicKeysIn(keys)];
    const matches = isSignedBy(read.value, secrets, publicKeys);
    const explanation: Explanation = {
      stringToSign: signedText(fields) + (given.length === 40 ? '&secret=***' : ''),
      given,
      matches,
      signedInstead: null,
      hints: matches ? [] : notificationHints(given, secrets.length + publicKeys.length),
    };
    return { explanation, content: matches ? plain(fields) : null };
  },
};

/** What is done to `param` between signing and sending. */
const ENVELOPE_MISTAKES: readonly Mistake<SentPairs>[] = [
  {
    hint: 'param was written anew after it was signed: send the very text that was signed.',
    texts: ({ fields }) => {
      const json = readJsonText(paramOf(fields));
      if (!json.ok) return [];
      return rewritten(json.value).flatMap((text) => [text, pairsText(withParam(fields, text))]);
    },
  },
  {
    hint: 'param was signed with its quotes and escapes: sign the text, not its JSON form.',
    texts: ({ fields }) =>
      [JSON.stringify(paramOf(fields)), JSON.stringify(paramOf(fields)).slice(1, -1)].map((text) =>
        pairsText(withParam(fields, text)),
      ),
  },
];

function paramOf(fields: Fields): string {
  return fields.find(({ name }) => name === 'param')?.value ?? '';
}

function withParam(fields: Fields, value: string): Fields {
  return fields.map((field) => (field.name === 'param' ? { ...field, value } : field));
}

function omittedOf(sent: SentPairs): readonly Cause[] {
  return omissions(sent).map(({ name, text }) => ({
    hint: `${name} was left out: every field sent is signed, except sign.`,
    signed: text,
  }));
}

/** The app's callback secret; of keys given by hand, whatever is no RSA key. */
function secretsIn(keys: readonly AppKey[]): readonly string[] {
  const own = keys.filter(({ purpose }) => purpose === 'notification');
  const some = own.length > 0 ? own : keys.filter((key) => publicKeysIn([key]).length === 0);
  return some.map(({ material }) => material);
}

/** The platform's public keys: of its own pairs, or as given by hand. */
function publicKeysIn(keys: readonly AppKey[]): readonly RsaKey[] {
  return keys.flatMap(({ purpose, material }) => {
    const isPair = purpose === 'callback';
    const key = isPair
      ? importPrivateKey(material, FOR_TRYING_OUT)
      : importPublicKey(material, FOR_TRYING_OUT);
    if (!key.ok) return [];
    return [isPair ? publicHalf(key.value) : key.value];
  });
}

function notificationHints(sign: string, keyCount: number): readonly string[] {
  if (sign === '') return ['sign is missing.'];
  if (keyCount === 0) return ['No key is usable: give the callback secret of the app.'];
  return [
    /^[0-9a-f]{40}$/i.test(sign)
      ? 'The secret is not the one that the platform signed with, or'
      : 'sign is no SHA-1: the app may be set to RSA, whose key is the platform’s public one; or',
    'a field is not what was received: null and blank ones are not signed, numbers keep their text.',
  ];
}

function plain({ members }: JsonObject): object {
  return Object.fromEntries(
    [...members].flatMap(([name, value]) => {
      if (value.kind === 'string') return [[name, value.value]];
      return value.kind === 'number' ? [[name, value.text]] : [];
    }),
  );
}
