import { timingSafeEqual } from 'node:crypto';
import { decodeBase64 } from './base64.ts';
import { type Bytes, hmacSha256 } from './hmac.ts';
import { accept, type Parsed, refuse } from './parsed.ts';

/** The three headers of Standard Webhooks 1.0, symmetric scheme `v1`. */
export interface WebhookHeaders {
  readonly 'webhook-id': string;
  readonly 'webhook-timestamp': string;
  readonly 'webhook-signature': string;
}

/** A signing secret: 24 to 64 bytes. */
export type WebhookSecret = Uint8Array;

const SECRET_PREFIX = 'whsec_';
const MIN_SECRET_BYTES = 24;
const MAX_SECRET_BYTES = 64;
// A full stop in the id would let id and timestamp trade characters.
const MESSAGE_ID = /^[A-Za-z0-9_-]{1,64}$/;
const UNIX_SECONDS = /^(?:0|[1-9][0-9]{0,11})$/;
const MAX_SIGNATURES = 8;

/** Reads a secret in its published form: base64, with or without the prefix `whsec_`. */
export function parseWebhookSecret(text: string): Parsed<WebhookSecret> {
  const base64 = text.startsWith(SECRET_PREFIX) ? text.slice(SECRET_PREFIX.length) : text;
  const bytes = decodeBase64(base64);
  if (bytes === undefined) return refuse('the secret is not base64');
  if (bytes.length < MIN_SECRET_BYTES || bytes.length > MAX_SECRET_BYTES) {
    return refuse(`the secret is not ${MIN_SECRET_BYTES} to ${MAX_SECRET_BYTES} bytes long`);
  }
  return accept(bytes);
}

/** The published form of a secret. */
export function formatWebhookSecret(secret: WebhookSecret): string {
  return SECRET_PREFIX + Buffer.from(secret).toString('base64');
}

/**
 * Signs one attempt. `timestamp` is the attempt's time in whole Unix seconds. With two secrets
 * (a rotation under way) the header carries both signatures. Throws on an id that is not
 * `[A-Za-z0-9_-]{1,64}` or on no secret: defects of ours.
 */
export function signWebhook(
  id: string,
  timestamp: number,
  body: Bytes,
  secrets: readonly WebhookSecret[],
): WebhookHeaders {
  const seconds = String(timestamp);
  if (!MESSAGE_ID.test(id)) throw new TypeError('not a webhook message id');
  if (!UNIX_SECONDS.test(seconds)) throw new TypeError('not whole Unix seconds');
  if (secrets.length === 0) throw new TypeError('no webhook secret');
  const signatures = secrets.map((secret) => {
    return `v1,${webhookMac(id, seconds, body, secret).toString('base64')}`;
  });
  return {
    'webhook-id': id,
    'webhook-timestamp': seconds,
    'webhook-signature': signatures.join(' '),
  };
}

/**
 * Verifies the headers of a received webhook against the raw body. `nowSeconds` is the receiver's
 * clock; the timestamp may differ by `toleranceSeconds` either way. Signatures of other versions
 * are passed over; one that fits any of the secrets is enough.
 */
export function verifyWebhook(
  headers: Partial<Record<keyof WebhookHeaders, string>>,
  body: Bytes,
  secrets: readonly WebhookSecret[],
  nowSeconds: number,
  toleranceSeconds = 300,
): Parsed<{ readonly id: string; readonly timestamp: number }> {
  const id = headers['webhook-id'] ?? '';
  const seconds = headers['webhook-timestamp'] ?? '';
  const list = headers['webhook-signature'] ?? '';
  if (!MESSAGE_ID.test(id)) return refuse('webhook-id is missing or malformed');
  if (!UNIX_SECONDS.test(seconds)) return refuse('webhook-timestamp is missing or malformed');
  if (list === '') return refuse('webhook-signature is missing');
  const timestamp = Number.parseInt(seconds, 10);
  if (timestamp < nowSeconds - toleranceSeconds) return refuse('webhook-timestamp is too old');
  if (timestamp > nowSeconds + toleranceSeconds) return refuse('webhook-timestamp is too new');
  const given = list.split(' ', MAX_SIGNATURES);
  const expected = secrets.map((secret) => webhookMac(id, seconds, body, secret));
  const fits = given.some((entry) => expected.some((mac) => isSignature(entry, mac)));
  return fits ? accept({ id, timestamp }) : refuse('no signature fits');
}

function webhookMac(id: string, seconds: string, body: Bytes, secret: WebhookSecret): Buffer {
  return hmacSha256(secret, `${id}.${seconds}.`, body);
}

function isSignature(entry: string, mac: Buffer): boolean {
  if (!entry.startsWith('v1,')) return false;
  const given = decodeBase64(entry.slice(3));
  return given !== undefined && given.length === mac.length && timingSafeEqual(given, mac);
}
