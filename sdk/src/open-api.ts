/** The Open API: the text `param` is what is signed, with RSA, and travels beside its signature. */
import { envelopeText } from '../../src/signatures/envelope/text.ts';
import { writeJson } from '../../src/wire/canonical-json.ts';
import { textIn } from '../../src/wire/json-fields.ts';
import { type RsaKey, signSha256RsaNow } from '../../src/wire/rsa.ts';
import { Api, type ApiOptions } from './api.ts';
import { privateKeyOf, publicKeysOf } from './keys.ts';
import { CALLS, type Calls, CODES, type Notification } from './made/open-api.ts';
import {
  type Acknowledgement,
  type Checked,
  genuine,
  type HeadersIn,
  isFailed,
  rawBytes,
  readObject,
  whyNotSigned,
} from './notification.ts';
import { JSON_TYPE, type Protocol } from './protocol.ts';

export type {
  Calls as OpenApiCalls,
  Notification as OpenApiNotification,
} from './made/open-api.ts';

export interface OpenApiOptions extends ApiOptions {
  readonly appId: string;
  /** Yours: PKCS#8 or PKCS#1, as PEM or as base64 on one line. */
  readonly privateKey: string;
  /** The platform's public key, during a rotation both; for notifications. */
  readonly platformKeys?: readonly string[];
}

const ACKNOWLEDGEMENT: Acknowledgement = {
  ...{ status: 200, contentType: 'application/json', body: '{"code":10000,"message":"Success"}' },
};

/** Calls and notifications of the Open API. */
export class OpenApi extends Api<Calls> {
  readonly #platformKeys: readonly RsaKey[];

  constructor(options: OpenApiOptions) {
    super(protocolOf(options.appId, privateKeyOf(options.privateKey)), options);
    this.#platformKeys = publicKeysOf(options.platformKeys ?? []);
  }

  /** Checks a notification: its raw body, before any parsing. */
  verify(body: string | Uint8Array, headers: HeadersIn): Checked<Notification> {
    const read = readObject(rawBytes(body));
    if (isFailed(read)) return read;
    const [sign, param] = [textIn(read, 'sign'), textIn(read, 'param')];
    const reason = whyNotSigned(this.#platformKeys, param, sign);
    if (reason !== null) return { ok: false, reason };
    const content = readObject(Buffer.from(param));
    return isFailed(content) ? content : genuine(content, headers, ACKNOWLEDGEMENT);
  }
}

function protocolOf(appId: string, key: RsaKey): Protocol {
  return {
    calls: CALLS,
    codes: CODES,
    sign(_call, path, fields) {
      const param = writeJson(fields);
      const body = envelopeText({ appId, sign: signSha256RsaNow(key, param), param });
      return { method: 'POST', path, headers: JSON_TYPE, body };
    },
  };
}
