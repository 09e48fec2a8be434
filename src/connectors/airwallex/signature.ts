/**
 * Webhook signatures: `x-signature` is the lower-case hex HMAC-SHA256, under the account's webhook
 * secret, of `x-timestamp` (ms) and the raw body without anything between (upstream notes, 8).
 */
import { equalHex } from '../../wire/hex.ts';
import { hmacSha256 } from '../../wire/hmac.ts';
import type { Credentials, RawCallback } from '../contract.ts';
import { settingOf } from '../settings.ts';

const SIGNATURE = /^[0-9a-f]{64}$/;
/** A fixed length, as nothing stands between the timestamp and the body. */
const TIMESTAMP = /^[0-9]{13}$/;
const WINDOW_MS = /^[0-9]{1,9}$/;

/** Signs when nobody's secret could be meant, so that this costs the same work. */
const NOBODY: Credentials = { account: '', version: 0, baseUrl: '', secrets: {} };

/** The account whose webhook secret signed these bytes; null when none did. */
export function signerOf(
  { headers, body }: RawCallback,
  credentials: readonly Credentials[],
  nowMs: number,
): string | null {
  const timestamp = headers['x-timestamp'] ?? '';
  const given = headers['x-signature'] ?? '';
  const mayBe = credentials.filter((one) => settingOf(one, 'webhookSecret') !== null);
  let signer: Credentials | null = null;
  for (const one of mayBe.length === 0 ? [NOBODY] : mayBe) {
    const mac = hmacSha256(one.secrets.webhookSecret ?? '', timestamp, body).toString('hex');
    if (equalHex(mac, given) && one !== NOBODY) signer = one;
  }
  const wellFormed = SIGNATURE.test(given) && TIMESTAMP.test(timestamp);
  return signer !== null && wellFormed && isTimely(timestamp, signer, nowMs)
    ? signer.account
    : null;
}

/** Whether repeats are stamped anew is not documented, so any age is taken unless set. */
function isTimely(timestamp: string, credentials: Credentials, nowMs: number): boolean {
  const setting = settingOf(credentials, 'webhookWindowMs') ?? '0';
  const windowMs = WINDOW_MS.test(setting) ? Number.parseInt(setting, 10) : 0;
  return windowMs === 0 || Math.abs(nowMs - Number.parseInt(timestamp, 10)) <= windowMs;
}
