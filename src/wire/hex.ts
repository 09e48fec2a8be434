import { timingSafeEqual } from 'node:crypto';

/** Compares two hexadecimal digests in constant time, in any letter case. */
export function equalHex(expected: string, given: string): boolean {
  const left = Buffer.from(expected.toLowerCase());
  const right = Buffer.from(given.toLowerCase());
  return left.length === right.length && timingSafeEqual(left, right);
}
