/** The Open API of the Philippines: sorted `name=value` is what is signed, with RSA. */
import { keyedDigest } from '../../src/signatures/keyed-digest.ts';
import { type Fields as Pairs, pairsText } from '../../src/signatures/pairs/text.ts';
import { checkUnambiguous } from '../../src/signatures/pairs/unambiguous.ts';
import { writeJson } from '../../src/wire/canonical-json.ts';
import { textIn } from '../../src/wire/json-fields.ts';
import { type JsonObject, jsonObject, jsonString } from '../../src/wire/json-value.ts';
import { type RsaKey, signSha256RsaNow } from '../../src/wire/rsa.ts';
import { signFieldsOfJson } from '../../src/wire/sign-string.ts';
import { Api, type ApiOptions } from './api.ts';
import type { Call } from './call.ts';
import { privateKeyOf, publicKeysOf } from './keys.ts';
import { CALLS, type Calls, CODES, type Notification } from './made/open-api-ph.ts';
import {
  type Checked,
  failed,
  genuine,
  type HeadersIn,
  isFailed,
  rawBytes,
  readObject,
  SUCCESS,
  unsigned,
  whyNotSigned,
} from './notification.ts';
import { JSON_TYPE, type Protocol, placed, type SignedRequest } from './protocol.ts';

export type {
  Calls as OpenApiPhCalls,
  Notification as OpenApiPhNotification,
} from './made/open-api-ph.ts';

export interface OpenApiPhOptions extends ApiOptions {
  readonly appId: string;
  /** Yours: PKCS#8 or PKCS#1, as PEM or as base64 on one line. */
  readonly privateKey: string;
  /** The callback secret that notifications are signed with, during a change both. */
  readonly secrets?: readonly string[];
  /** The platform's public keys, where your app has notifications signed with RSA. */
  readonly platformKeys?: readonly string[];
}

const DIGEST = keyedDigest('SHA-1', '&secret=');
/** Forty hexadecimal digits are a SHA-1; a signature of RSA is longer. */
const SHA1_CHARS = 40;

/** Calls and notifications of the Open API of the Philippines. */
export class OpenApiPh extends Api<Calls> {
  readonly #secrets: readonly string[];
  readonly #platformKeys: readonly RsaKey[];

  constructor(options: OpenApiPhOptions) {
    super(protocolOf(options.appId, privateKeyOf(options.privateKey)), options);
    this.#secrets = (options.secrets ?? []).filter((secret) => secret !== '');
    this.#platformKeys = publicKeysOf(options.platformKeys ?? []);
  }

  /** Checks a notification: its raw body, before any parsing. */
  verify(body: string | Uint8Array, headers: HeadersIn): Checked<Notification> {
    const read = readObject(rawBytes(body));
    if (isFailed(read)) return read;
    const reason = this.#whyNotSigned(pairsText(pairsIn(read)), textIn(read, 'sign'));
    return reason === null ? genuine(read, headers, SUCCESS) : failed(reason);
  }

  #whyNotSigned(text: string, sign: string): string | null {
    if (sign.length !== SHA1_CHARS) return whyNotSigned(this.#platformKeys, text, sign);
    const holds = this.#secrets.some((secret) => DIGEST.holds(text, sign, secret, 'live'));
    return holds ? null : unsigned(this.#secrets.length);
  }
}

function protocolOf(appId: string, key: RsaKey): Protocol {
  return {
    calls: CALLS,
    codes: CODES,
    sign(call, pattern, fields, { isEnvelope = false }) {
      const { path, rest } = placed(call, pattern, fields);
      if (rest.some(([name]) => name === 'sign')) throw new TypeError('sign is not given here');
      const id = ['appId', jsonString(appId)] as const;
      const isWrapped = call.form === 'envelope' || (call.form === 'either' && isEnvelope);
      const param = ['param', jsonString(writeJson(jsonObject(rest)))] as const;
      const members = jsonObject(isWrapped ? [id, param] : [id, ...rest]);
      const pairs = pairsIn(members);
      if (!isWrapped) assertUnambiguous(pairs, call);
      return sent(call, path, members, signSha256RsaNow(key, pairsText(pairs)));
    },
  };
}

function sent({ method }: Call, path: string, members: JsonObject, sign: string): SignedRequest {
  if (method === 'GET') {
    const all = pairsIn(members).map(({ name, value }): [string, string] => [name, value ?? '']);
    const query = new URLSearchParams([...all, ['sign', sign]]);
    return { method, path: `${path}?${query}`, headers: {}, body: '' };
  }
  const body = writeJson(jsonObject([...members.members, ['sign', jsonString(sign)]]));
  return { method, path, headers: JSON_TYPE, body };
}

function pairsIn(members: JsonObject): Pairs {
  const pairs = signFieldsOfJson(members, 'compact-json');
  if (!pairs.ok) throw new TypeError(pairs.error.reason);
  return pairs.value.filter(({ name }) => name !== 'sign');
}

/** Throws on fields that the platform would refuse, as their text could be read in two ways. */
function assertUnambiguous(pairs: Pairs, { fields: kinds }: Call): void {
  const refused = checkUnambiguous(pairs, (name) => {
    if (kinds[name] === undefined) return name === 'appId' ? 'text' : undefined;
    return kinds[name] === 'url' ? 'url' : 'text';
  });
  if (refused !== null) throw new TypeError(`${refused.refusal.field}: ${refused.refusal.detail}`);
}
