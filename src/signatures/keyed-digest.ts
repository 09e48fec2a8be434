/**
 * Signatures made with a secret that both sides hold: the digest of a text with the secret behind
 * it, in hexadecimal. Weak by today's measure, and what some published APIs demand.
 */
import { equalHex } from '../wire/hex.ts';
import { md5Hex } from '../wire/md5.ts';
import { sha1Hex } from '../wire/sha1.ts';
import type { Proof } from './proof.ts';

export interface KeyedDigest extends Proof {
  readonly algorithm: 'MD5' | 'SHA-1';
  /** The text whose digest is the signature. */
  seal(text: string, secret: string): string;
  /** The digest of a sealed text: lower-case hexadecimal. */
  digest(sealed: string): string;
}

const DIGESTS = { MD5: md5Hex, 'SHA-1': sha1Hex } as const;

/** `joint`: what stands between the text and the secret, such as `&key=`. */
export function keyedDigest(algorithm: KeyedDigest['algorithm'], joint: string): KeyedDigest {
  const digest = DIGESTS[algorithm];
  const seal = (text: string, secret: string) => text + joint + secret;
  return {
    algorithm,
    seal,
    digest,
    holds: (text, sign, secret) => equalHex(digest(seal(text, secret)), sign),
    nobody: () => 'no key at all',
  };
}
