/**
 * The merchant's side: build a signed request, verify a notification. Needs nothing but keys, so
 * that a merchant, the SDK and our own tests can use it alike.
 */
import { writeJson } from '../../wire/canonical-json.ts';
import { type JsonObject, type JsonValue, jsonOf, type PlainValue } from '../../wire/json-value.ts';
import { readJson } from '../../wire/raw-json.ts';
import {
  importPrivateKey,
  importPublicKey,
  type RsaKey,
  signSha256Rsa,
  verifySha256Rsa,
} from '../../wire/rsa.ts';
import { textOf, valueIn } from './codec.ts';
import { LOCALE, METADATA_FIELDS, type Operation, PATHS } from './routes.ts';
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
  readonly metadata: Readonly<Record<(typeof METADATA_FIELDS)[number], string>> | null;
}

/**
 * Builds a signed request. `fields`: without `sign`. The body is compact and sorted at every
 * depth, and the very bytes that are signed. `privateKey`: PKCS#8, base64 or PEM. Rejects a key
 * that cannot sign, and decimals that are no text.
 */
export async function buildRequest(
  operation: Operation,
  fields: Readonly<Record<string, PlainValue>>,
  privateKey: string,
  { locale = LOCALE, acceptSampleKeys = false }: RequestOptions = {},
): Promise<SignedRequest> {
  const key = importPrivateKey(privateKey, { acceptSampleKeys });
  if (!key.ok) throw new TypeError(`the private key: ${key.error.reason}`);
  const body = canonical(jsonOf(fields) as JsonObject);
  return {
    method: 'POST',
    path: (locale === '' ? '' : `/${locale}`) + PATHS[operation],
    headers: { 'content-type': 'application/json', sign: await signSha256Rsa(key.value, body) },
    body,
  };
}

/** The text that is signed and sent. */
export function canonical(body: JsonObject): string {
  return writeJson(body, { sort: 'all', escape: 'plain' });
}

/**
 * Verifies a notification: its raw body, before any parsing, and its header `sign`. `platformKeys`:
 * the platform's public key, during a rotation both. The reason is for the merchant's log only.
 */
export function verifyNotification(
  body: Uint8Array,
  sign: string,
  platformKeys: readonly string[],
): { ok: true; value: RechargeNotification } | { ok: false; reason: string } {
  const keys = platformKeys.map((text) => importPublicKey(text, { acceptSampleKeys: true }));
  const broken = keys.find((key) => !key.ok);
  if (broken !== undefined && !broken.ok) return failed(`a key: ${broken.error.reason}`);
  const usable = keys.flatMap((key): RsaKey[] => (key.ok ? [key.value] : []));
  if (!usable.some((key) => verifySha256Rsa(key, body, sign))) return failed('signature error');
  const json = readJson(body);
  if (!json.ok) return failed(json.error.reason);
  if (json.value.kind !== 'object') return failed('not a JSON object');
  const notification = readNotification(json.value);
  return notification === null ? failed('a field is missing') : { ok: true, value: notification };
}

function readNotification(body: JsonObject): RechargeNotification | null {
  const text = (name: string) => textOf(body, name);
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
  const [openid, channel_name, merchant] = METADATA_FIELDS.map((name) => textOf(value, name));
  return { openid: openid ?? '', channel_name: channel_name ?? '', merchant: merchant ?? '' };
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
