import { hash } from 'node:crypto';
import { equalHex } from './hex.ts';

/** MD5 of the UTF-8 text in lower-case hexadecimal. Only where a published API demands it. */
export function md5Hex(text: string): string {
  return hash('md5', text, 'hex');
}

/** True if `given` is the MD5 of the text, in either letter case; constant time. */
export function md5Matches(text: string, given: string): boolean {
  return equalHex(md5Hex(text), given);
}
