/**
 * The merchant's side: build a signed request, verify a notification. Needs nothing but an API
 * key, so that a merchant, the SDK and our own tests can use it alike.
 */
import { type Fields, textOf } from '../../signatures/pairs/text.ts';
import { checkUnambiguous } from '../../signatures/pairs/unambiguous.ts';
import { equalHex } from '../../wire/hex.ts';
import type { SignField } from '../../wire/sign-string.ts';
import { readJsonFields } from './codec.ts';
import { BASE_PATHS, type OperationName, operationOf } from './operations.ts';
import { formOf, signatureOf } from './signature.ts';
import { statusWord } from './status.ts';

/** What to send, after the platform's own origin: `POST <origin><path>`. */
export interface SignedRequest {
  readonly method: 'POST';
  readonly path: string;
  readonly headers: { readonly 'content-type': string };
  readonly body: string;
}

export interface RequestOptions {
  /** JSON by default. */
  readonly encoding?: 'json' | 'form';
  /** `/client` by default; the API is served bare too. */
  readonly basePath?: string;
}

/** A notification whose signature held. Money is the decimal text as it was sent. */
export interface CollectNotification {
  readonly platOrderId: string;
  readonly orderId: string;
  /** Really paid; compare it with what was ordered. */
  readonly amount: string;
  readonly status: 'success' | 'failed';
  /** An earlier final result is taken back; null where the app's profile does not send it. */
  readonly reverse: boolean | null;
  readonly remark: string | null;
  readonly fee: string | null;
}

/** The body to answer a notification with, under HTTP 200. */
export { ACKNOWLEDGEMENT } from './status.ts';

/**
 * Builds a signed request. `fields`: names and values as text, without `sign` (`amount: '100.00'`);
 * blank values are sent and not signed. Throws on fields that the platform would refuse because
 * their signature could be read in two ways; the message says which.
 */
export function buildRequest(
  name: OperationName,
  fields: Readonly<Record<string, string>>,
  key: string,
  { encoding = 'json', basePath = BASE_PATHS[0] }: RequestOptions = {},
): SignedRequest {
  if ('key' in fields || 'sign' in fields) throw new TypeError('key and sign are not given here');
  const list: SignField[] = Object.entries(fields).map(([name, value]) => ({ name, value }));
  const operation = operationOf(name);
  const refused = checkUnambiguous(list, formOf(operation));
  if (refused !== null) {
    throw new TypeError(`${refused.refusal.field}: ${refused.refusal.detail}`);
  }
  const signed = { ...fields, sign: signatureOf(list, key) };
  const json = encoding === 'json';
  return {
    method: 'POST',
    // The last path is the bare one.
    path: basePath + operation.paths.at(-1),
    headers: { 'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded' },
    body: json ? JSON.stringify(signed) : new URLSearchParams(signed).toString(),
  };
}

/**
 * Verifies the raw body of a notification. `keys`: the API key, during a rotation both; for
 * payouts the payout key where the app has one. The reason is for the merchant's log only.
 */
export function verifyNotification(
  body: Uint8Array,
  keys: readonly string[],
): { ok: true; value: CollectNotification } | { ok: false; reason: string } {
  const fields = readJsonFields(body);
  if (!fields.ok) return failed(fields.refusal.detail ?? 'the body cannot be read');
  const sign = textOf(fields.value, 'sign');
  if (!keys.some((key) => equalHex(signatureOf(fields.value, key), sign))) {
    return failed('signature error');
  }
  const notification = readNotification(fields.value);
  return notification === null ? failed('a field is missing') : { ok: true, value: notification };
}

function readNotification(fields: Fields): CollectNotification | null {
  const platOrderId = textOf(fields, 'platOrderId');
  const orderId = textOf(fields, 'orderId');
  const amount = textOf(fields, 'amount');
  const status = statusWord(textOf(fields, 'status'));
  if (platOrderId === '' || orderId === '' || amount === '') return null;
  if (status !== 'success' && status !== 'failed') return null;
  const reverse = textOf(fields, 'reverse');
  return {
    platOrderId,
    orderId,
    amount,
    status,
    reverse: reverse === '' ? null : reverse === 'true',
    remark: textOf(fields, 'remark') || null,
    fee: textOf(fields, 'fee') || null,
  };
}

function failed(reason: string): { ok: false; reason: string } {
  return { ok: false, reason };
}
