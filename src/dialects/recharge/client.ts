/**
 * The merchant's side: build a signed request, verify a notification. Needs nothing but keys, so
 * that a merchant, the SDK and our own tests can use it alike.
 */
import { sortedJsonText } from '../../signatures/sorted-json/text.ts';
import { textIn, valueIn } from '../../wire/json-fields.ts';
import { type JsonObject, type JsonValue, jsonOf, type PlainValue } from '../../wire/json-value.ts';
import { signSha256Rsa, verifySha256Rsa } from '../../wire/rsa.ts';
import { readObject } from '../kit/json-object.ts';
import { type Checked, privateKeyFrom, publicKeysFrom } from '../kit/rsa-client.ts';
import { LOCALE } from './codec.ts';
import { type OperationName, operationOf } from './operations.ts';
import { METADATA_FIELDS } from './operations-parts.ts';
import { type Status, statusWord } from './status.ts';

/** What to send, after the platform's own origin: `POST <origin><path>`. */
export interface SignedRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: { readonly 'content-type': string; readonly sign: string };
  readonly body: string;
}

export interface RequestOptions {
  /** `en` by default; '' for the bare path. */
  readonly locale?: string;
  /** Takes a key that public documents print. For tests only. */
  readonly acceptSampleKeys?: boolean;
}

/** A notification whose signature held. Money is the decimal text as it was sent. */
export interface RechargeNotification {
  readonly timestamp: string;
  readonly orderNo: string;
  /** 1: payment. */
  readonly type: string;
  /** `IN_PROGRESS` is paid. */
  readonly status: Status;
  /** As ordered. */
  readonly amount: string;
  readonly currencyCode: string;
  /** Null unless it is paid. */
  readonly payTime: string | null;
  /** What the order brought along. */
  readonly metadata: {
    readonly openid: string;
    readonly channel_name: string;
    readonly merchant: string;
  } | null;
}

/**
 * Builds a signed request. `fields`: without `sign`. The body is compact and sorted at every
 * depth, and the very bytes that are signed. `privateKey`: PKCS#8, base64 or PEM. Rejects a key
 * that cannot sign, and decimals that are no text.
 */
export async function buildRequest(
  operation: OperationName,
  fields: Readonly<Record<string, PlainValue>>,
  privateKey: string,
  { locale = LOCALE, acceptSampleKeys = false }: RequestOptions = {},
): Promise<SignedRequest> {
  const key = privateKeyFrom(privateKey, acceptSampleKeys);
  const body = sortedJsonText(jsonOf(fields) as JsonObject);
  // The last path is the bare one.
  const bare = operationOf(operation).paths.at(-1);
  return {
    method: 'POST',
    path: (locale === '' ? '' : `/${locale}`) + bare,
    headers: { 'content-type': 'application/json', sign: await signSha256Rsa(key, body) },
    body,
  };
}

/**
 * Verifies a notification: its raw body, before any parsing, and its header `sign`. `platformKeys`:
 * the platform's public key, during a rotation both. The reason is for the merchant's log only.
 */
export function verifyNotification(
  body: Uint8Array,
  sign: string,
  platformKeys: readonly string[],
): Checked<RechargeNotification> {
  const keys = publicKeysFrom(platformKeys);
  if (!keys.ok) return keys;
  if (!keys.value.some((key) => verifySha256Rsa(key, body, sign))) return failed('signature error');
  const json = readObject(body);
  if (!json.ok) return failed(json.refusal.detail ?? 'the body cannot be read');
  const notification = readNotification(json.value);
  return notification === null ? failed('a field is missing') : { ok: true, value: notification };
}

function readNotification(body: JsonObject): RechargeNotification | null {
  const text = (name: string) => textIn(body, name);
  const status = statusWord(text('status'));
  const needed = ['timestamp', 'orderNo', 'type', 'amount', 'currencyCode'] as const;
  if (status === null || needed.some((name) => text(name) === '')) return null;
  return {
    timestamp: text('timestamp'),
    orderNo: text('orderNo'),
    type: text('type'),
    status,
    amount: text('amount'),
    currencyCode: text('currencyCode'),
    payTime: text('payTime') || null,
    metadata: readMetadata(valueIn(body, 'metadata')),
  };
}

function readMetadata(value: JsonValue | null): RechargeNotification['metadata'] {
  if (value?.kind !== 'object') return null;
  const [openid, channel_name, merchant] = METADATA_FIELDS.map(({ name }) => textIn(value, name));
  return { openid: openid ?? '', channel_name: channel_name ?? '', merchant: merchant ?? '' };
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
