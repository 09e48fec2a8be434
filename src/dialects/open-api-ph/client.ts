/**
 * The merchant's side: build a signed request, verify a notification. Needs nothing but keys, so
 * that a merchant, the SDK and our own tests can use it alike.
 */
import { type Fields, pairsText } from '../../signatures/pairs/text.ts';
import { writeJson } from '../../wire/canonical-json.ts';
import { textIn } from '../../wire/json-fields.ts';
import {
  type JsonObject,
  jsonObject,
  jsonOf,
  jsonString,
  type PlainValue,
} from '../../wire/json-value.ts';
import { type RsaKey, signSha256Rsa, verifySha256Rsa } from '../../wire/rsa.ts';
import { signFieldsOfJson } from '../../wire/sign-string.ts';
import type { OperationInfo } from '../contract.ts';
import { readObject } from '../kit/json-object.ts';
import { type Checked, privateKeyFrom, publicKeysFrom } from '../kit/rsa-client.ts';
import { operationOf } from './operations/all.ts';
import type { PhOperation } from './operations/ask.ts';
import { CALLBACK_DIGEST } from './signature.ts';

/** What to send, after the platform's own origin. */
export interface SignedRequest {
  readonly method: OperationInfo['method'];
  /** Of a GET with its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface RequestOptions {
  /** Another path of the same call. */
  readonly path?: string;
  /** Sends a call of direct debit as `{appId, param, sign}`; those of checkouts always are. */
  readonly isEnvelope?: boolean;
  /** Takes a key that public documents print. For tests only. */
  readonly acceptSampleKeys?: boolean;
}

/** A notification whose signature held. Numbers are the text that was sent. */
export interface PhNotification {
  readonly eventName: string;
  readonly fields: Readonly<Record<string, string>>;
}

/**
 * Builds a signed request. `fields`: all but `appId`, those of the path among them. `privateKey`:
 * PKCS#8, base64 or PEM. Rejects a key that cannot sign, and numbers that are not whole.
 */
export async function buildRequest(
  operation: string,
  appId: string,
  fields: Readonly<Record<string, PlainValue>>,
  privateKey: string,
  { path, isEnvelope = false, acceptSampleKeys = false }: RequestOptions = {},
): Promise<SignedRequest> {
  const key = privateKeyFrom(privateKey, acceptSampleKeys);
  const call = operationOf(operation);
  const pattern = path ?? (call.paths[0] as string);
  if (!call.paths.includes(pattern)) throw new TypeError(`${pattern} is no path of ${operation}`);
  const all = jsonOf(fields) as JsonObject;
  const unsigned = unsignedRequest(call, pattern, appId, all, isEnvelope);
  return withSign(call, unsigned, await signSha256Rsa(key, unsigned.text));
}

/** A request before it is signed. */
export interface UnsignedRequest {
  readonly path: string;
  /** What is sent beside `sign`. */
  readonly members: JsonObject;
  readonly text: string;
}

/** Path, members and text to sign; fields of the path are not signed. */
export function unsignedRequest(
  call: PhOperation,
  pattern: string,
  appId: string,
  fields: JsonObject,
  isEnvelope = false,
): UnsignedRequest {
  const inPath = new Set(call.fields.filter((each) => each.in === 'path').map(({ name }) => name));
  const rest = jsonObject([...fields.members].filter(([name]) => !inPath.has(name)));
  const path = pattern.replace(/:([A-Za-z]+)/g, (_, name: string) =>
    encodeURIComponent(textIn(fields, name)),
  );
  const wrapped = call.form === 'envelope' || (call.form === 'either' && isEnvelope);
  const id = ['appId', jsonString(appId)] as const;
  const members = jsonObject(
    wrapped ? [id, ['param', jsonString(paramOf(rest))]] : [id, ...rest.members],
  );
  return { path, members, text: pairsText(pairsIn(members)) };
}

/** A `param` that is a text already is sent as it stands. */
function paramOf(fields: JsonObject): string {
  const given = fields.members.get('param');
  return given?.kind === 'string' ? given.value : writeJson(fields);
}

export function withSign(
  { method }: Pick<OperationInfo, 'method'>,
  { path, members }: UnsignedRequest,
  sign: string,
): SignedRequest {
  if (method === 'GET') {
    const sent = pairsIn(members).map(({ name, value }): [string, string] => [name, value ?? '']);
    const query = new URLSearchParams([...sent, ['sign', sign]]);
    return { method, path: `${path}?${query}`, headers: {}, body: '' };
  }
  const body = writeJson(jsonObject([...members.members, ['sign', jsonString(sign)]]));
  return { method, path, headers: { 'content-type': 'application/json' }, body };
}

function pairsIn(members: JsonObject): Fields {
  const pairs = signFieldsOfJson(members, 'compact-json');
  if (!pairs.ok) throw new TypeError(pairs.error.reason);
  return pairs.value.filter(({ name }) => name !== 'sign');
}

/** What a notification is checked with: the callback secret, or the platform's public key. */
export type NotificationKey = { readonly secret: string } | { readonly publicKey: string };

/**
 * Verifies a notification: its raw body, before any parsing. During a rotation there are two keys.
 * The reason is for the merchant's log only.
 */
export function verifyNotification(
  body: Uint8Array,
  keys: readonly NotificationKey[],
): Checked<PhNotification> {
  const publicKeys = publicKeysFrom(
    keys.flatMap((key) => ('publicKey' in key ? [key.publicKey] : [])),
  );
  if (!publicKeys.ok) return publicKeys;
  const read = readObject(body);
  if (!read.ok) return failed(read.refusal.detail ?? 'the body cannot be read');
  const secrets = keys.flatMap((key) => ('secret' in key ? [key.secret] : []));
  if (!isSignedBy(read.value, secrets, publicKeys.value)) return failed('signature error');
  const fields = Object.fromEntries(
    pairsIn(read.value).map(({ name, value }) => [name, value ?? '']),
  );
  const { eventName = '' } = fields;
  if (eventName === '') return failed('eventName is missing');
  return { ok: true, value: { eventName, fields } };
}

/** Whether a secret or a key has signed the members, `sign` not among them. */
export function isSignedBy(
  body: JsonObject,
  secrets: readonly string[],
  publicKeys: readonly RsaKey[],
): boolean {
  const text = pairsText(pairsIn(body));
  const sign = textIn(body, 'sign');
  return (
    secrets.some((secret) => CALLBACK_DIGEST.holds(text, sign, secret, 'test')) ||
    publicKeys.some((key) => verifySha256Rsa(key, text, sign))
  );
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
