/** An authenticator app, written without the product's own code: it reads base32 and counts. */
import { createHmac } from 'node:crypto';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The six digits that an app shows at a time for a secret in base32. */
export function codeAt(secret: string, at: Date): string {
  const bits = [...secret].map((c) => ALPHABET.indexOf(c).toString(2).padStart(5, '0')).join('');
  const bytes = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2));
  const counter = Math.floor(at.getTime() / 30_000);
  const message = Buffer.from(counter.toString(16).padStart(16, '0'), 'hex');
  const digest = createHmac('sha1', Buffer.from(bytes)).update(message).digest('hex');
  const offset = Number.parseInt(digest.slice(-1), 16) * 2;
  const number = Number.parseInt(digest.slice(offset, offset + 8), 16) % 2 ** 31;
  return String(number).slice(-6).padStart(6, '0');
}
