/**
 * The merchant's side: build a signed request, verify a notification. Needs nothing but keys, so
 * that a merchant, the SDK and our own tests can use it alike.
 */
import { envelopeText } from '../../signatures/envelope/text.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn } from '../../wire/json-fields.ts';
import { type JsonObject, jsonOf, type PlainValue } from '../../wire/json-value.ts';
import { signSha256Rsa, verifySha256Rsa } from '../../wire/rsa.ts';
import { type Checked, privateKeyFrom, publicKeysFrom } from '../kit/rsa-client.ts';
import { readBody, readParam } from './codec.ts';
import { operationOf } from './operations/all.ts';

/** What to send, after the platform's own origin: `POST <origin><path>`. */
export interface SignedRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: { readonly 'content-type': string };
  readonly body: string;
}

export interface RequestOptions {
  /** Another path of the same call, such as a short regional one. */
  readonly path?: string;
  /** Takes a key that public documents print. For tests only. */
  readonly acceptSampleKeys?: boolean;
}

/** A notification whose signature held. Numbers are the text that was sent. */
export interface OpenApiNotification {
  readonly eventName: string;
  /** Every field of `param` that is a text or a number, by its name on the wire. */
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Builds a signed request. `fields`: the members of `param`, with `timestamp`. `privateKey`:
 * PKCS#8, base64 or PEM. Rejects a key that cannot sign, and numbers that are not whole.
 */
export async function buildRequest(
  operation: string,
  appId: string,
  fields: Readonly<Record<string, PlainValue>>,
  privateKey: string,
  { path, acceptSampleKeys = false }: RequestOptions = {},
): Promise<SignedRequest> {
  const key = privateKeyFrom(privateKey, acceptSampleKeys);
  const { paths } = operationOf(operation);
  const to = path ?? (paths[0] as string);
  if (!paths.includes(to)) throw new TypeError(`${to} is no path of ${operation}`);
  const param = writeJson(jsonOf(fields));
  return {
    method: 'POST',
    path: to,
    headers: { 'content-type': 'application/json' },
    body: envelopeText({ appId, sign: await signSha256Rsa(key, param), param }),
  };
}

/**
 * Verifies a notification: its raw body, before any parsing. `platformKeys`: the platform's public
 * key, during a rotation both. The reason is for the merchant's log only.
 */
export function verifyNotification(
  body: Uint8Array,
  platformKeys: readonly string[],
): Checked<OpenApiNotification> {
  const keys = publicKeysFrom(platformKeys);
  if (!keys.ok) return keys;
  const read = readBody(body);
  if (!read.ok) return failed(read.refusal.detail ?? 'the body cannot be read');
  const [sign, signed] = [textIn(read.value, 'sign'), textIn(read.value, 'param')];
  if (!keys.value.some((key) => verifySha256Rsa(key, signed, sign))) {
    return failed('signature error');
  }
  const param = readParam(signed);
  if (!param.ok) return failed('param cannot be read');
  const eventName = textIn(param.value, 'eventName');
  if (eventName === '') return failed('eventName is missing');
  return { ok: true, value: { eventName, fields: textsOf(param.value) } };
}

function textsOf({ members }: JsonObject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...members].flatMap(([name, value]) => {
      if (value.kind === 'string') return [[name, value.value]];
      return value.kind === 'number' ? [[name, value.text]] : [];
    }),
  );
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
