import { hash } from 'node:crypto';
import { equalHex } from './hex.ts';

/**
 * SHA-1 of the UTF-8 text, 40 lower-case hexadecimal digits. Only where a published API demands it
 * (notifications of the API of seed 003).
 */
export function sha1Hex(text: string): string {
  return hash('sha1', text, 'hex');
}

/** True if `given` is the SHA-1 of the text, in either letter case; constant time. */
export function sha1Matches(text: string, given: string): boolean {
  return equalHex(sha1Hex(text), given);
}
