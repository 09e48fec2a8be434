/** The pay center API: the body is what is signed, with RSA; its signature is the header `sign`. */
import { sortedJsonText } from '../../src/signatures/sorted-json/text.ts';
import { jsonObject, jsonString } from '../../src/wire/json-value.ts';
import { type RsaKey, signSha256RsaNow } from '../../src/wire/rsa.ts';
import { Api, type ApiOptions } from './api.ts';
import { privateKeyOf, publicKeysOf } from './keys.ts';
import { CALLS, type Calls, CODES, type Notification } from './made/recharge.ts';
import {
  type Checked,
  genuine,
  type HeadersIn,
  headerOf,
  isFailed,
  rawBytes,
  readObject,
  SUCCESS,
  whyNotSigned,
} from './notification.ts';
import { JSON_TYPE, type Protocol } from './protocol.ts';

export type {
  Calls as RechargeCalls,
  Notification as RechargeNotification,
} from './made/recharge.ts';

export interface RechargeOptions extends ApiOptions {
  /** Your merchant number. */
  readonly mchId: string;
  /** Yours: PKCS#8 or PKCS#1, as PEM or as base64 on one line. */
  readonly privateKey: string;
  /** The platform's public key, during a rotation both; for notifications. */
  readonly platformKeys?: readonly string[];
}

/** Calls and notifications of the pay center API. */
export class Recharge extends Api<Calls> {
  readonly #platformKeys: readonly RsaKey[];

  constructor(options: RechargeOptions) {
    super(protocolOf(options.mchId, privateKeyOf(options.privateKey)), options);
    this.#platformKeys = publicKeysOf(options.platformKeys ?? []);
  }

  /** Checks a notification: its raw body, before any parsing, and its headers. */
  verify(body: string | Uint8Array, headers: HeadersIn): Checked<Notification> {
    const bytes = rawBytes(body);
    const reason = whyNotSigned(this.#platformKeys, bytes, headerOf(headers, 'sign') ?? '');
    if (reason !== null) return { ok: false, reason };
    const read = readObject(bytes);
    return isFailed(read) ? read : genuine(read, headers, SUCCESS);
  }
}

function protocolOf(mchId: string, key: RsaKey): Protocol {
  return {
    calls: CALLS,
    codes: CODES,
    sign(_call, path, fields) {
      const members = [...fields.members].filter(([name]) => name !== 'mchId');
      const body = sortedJsonText(jsonObject([...members, ['mchId', jsonString(mchId)]]));
      const sign = signSha256RsaNow(key, body);
      return { method: 'POST', path, headers: { ...JSON_TYPE, sign }, body };
    },
  };
}
