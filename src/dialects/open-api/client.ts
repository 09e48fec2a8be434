/**
 * The merchant's side: build a signed request, verify a notification. Needs nothing but keys, so
 * that a merchant, the SDK and our own tests can use it alike.
 */
import { writeJson } from '../../wire/canonical-json.ts';
import {
  type JsonObject,
  jsonObject,
  jsonOf,
  jsonString,
  type PlainValue,
} from '../../wire/json-value.ts';
import { importPrivateKey, importPublicKey, type RsaKey, signSha256Rsa } from '../../wire/rsa.ts';
import { readBody, readParam, textOf } from './codec.ts';
import { specOf } from './routes.ts';
import { holds } from './signature.ts';

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
  const key = importPrivateKey(privateKey, { acceptSampleKeys });
  if (!key.ok) throw new TypeError(`the private key: ${key.error.reason}`);
  const { paths } = specOf(operation);
  const to = path ?? (paths[0] as string);
  if (!paths.includes(to)) throw new TypeError(`${to} is no path of ${operation}`);
  const param = writeJson(jsonOf(fields));
  return {
    method: 'POST',
    path: to,
    headers: { 'content-type': 'application/json' },
    body: envelopeOf(appId, await signSha256Rsa(key.value, param), param),
  };
}

/** The envelope as text. */
export function envelopeOf(appId: string, sign: string, param: string): string {
  return writeJson(
    jsonObject([
      ['appId', jsonString(appId)],
      ['sign', jsonString(sign)],
      ['param', jsonString(param)],
    ]),
  );
}

/**
 * Verifies a notification: its raw body, before any parsing. `platformKeys`: the platform's public
 * key, during a rotation both. The reason is for the merchant's log only.
 */
export function verifyNotification(
  body: Uint8Array,
  platformKeys: readonly string[],
): { ok: true; value: OpenApiNotification } | { ok: false; reason: string } {
  const keys = platformKeys.map((text) => importPublicKey(text, { acceptSampleKeys: true }));
  const broken = keys.find((key) => !key.ok);
  if (broken !== undefined && !broken.ok) return failed(`a key: ${broken.error.reason}`);
  const usable = keys.flatMap((key): RsaKey[] => (key.ok ? [key.value] : []));
  const read = readBody(body);
  if (!read.ok) return failed(read.refusal.detail ?? 'the body cannot be read');
  const signed = { sign: textOf(read.value, 'sign'), param: textOf(read.value, 'param') };
  if (!usable.some((key) => holds(signed, key))) return failed('signature error');
  const param = readParam(signed.param);
  if (!param.ok) return failed('param cannot be read');
  const eventName = textOf(param.value, 'eventName');
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
