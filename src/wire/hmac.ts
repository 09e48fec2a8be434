import { createHmac } from 'node:crypto';
import { equalHex } from './hex.ts';

/** Text is taken as UTF-8. */
export type Bytes = string | Uint8Array;

/** HMAC-SHA256 over the parts in a row, 32 bytes. */
export function hmacSha256(key: Bytes, ...parts: readonly Bytes[]): Buffer {
  const hmac = createHmac('sha256', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** True if `given` is the hexadecimal HMAC-SHA256 of the parts; constant time. */
export function hmacSha256Matches(key: Bytes, given: string, ...parts: readonly Bytes[]): boolean {
  return equalHex(hmacSha256(key, ...parts).toString('hex'), given);
}
