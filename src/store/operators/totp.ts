/**
 * One-time codes: HOTP (RFC 4226) over the time's step (RFC 6238), with what every authenticator
 * app does by default: SHA-1, six digits, thirty seconds.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';

export const STEP_MS = 30_000;
const DIGITS = 6;
/** Steps taken before and after the present one: clocks differ, and people type slowly. */
const SLACK_STEPS = 1;

/** The code of a counter: RFC 4226, section 5.3. */
export function hotp(secret: Uint8Array, counter: number, digits: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(message).digest();
  const offset = (digest.at(-1) as number) & 0xf;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** The latest step around `atMs` (ms since 1970) whose code this is; null: none. */
export function matchingStep(secret: Uint8Array, code: string, atMs: number): number | null {
  if (!/^[0-9]{6}$/.test(code)) return null;
  const now = Math.floor(atMs / STEP_MS);
  let found: number | null = null;
  for (let step = now - SLACK_STEPS; step <= now + SLACK_STEPS; step += 1) {
    const due = hotp(secret, step, DIGITS);
    if (timingSafeEqual(Buffer.from(due), Buffer.from(code))) found = step;
  }
  return found;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, section 6, without padding: the form in which apps take a secret. */
export function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET[(held << (5 - bits)) & 31];
}
