/** Keys as merchants hold them. One that cannot be used is a mistake of setting up: it throws. */
import { importPrivateKey, importPublicKey, type RsaKey } from '../../src/wire/rsa.ts';

// The platform refuses a printed sample key in live mode; documentation is tried out with it.
const OPTIONS = { acceptSampleKeys: true } as const;

/** PKCS#8 or PKCS#1, as PEM or as base64 on one line. */
export function privateKeyOf(text: string): RsaKey {
  const key = importPrivateKey(text, OPTIONS);
  if (!key.ok) throw new TypeError(`privateKey: ${key.error.reason}`);
  return key.value;
}

/** The platform's public keys: PEM or base64. During a rotation there are two. */
export function publicKeysOf(texts: readonly string[]): readonly RsaKey[] {
  return texts.map((text, at) => {
    const key = importPublicKey(text, OPTIONS);
    if (!key.ok) throw new TypeError(`platformKeys[${at}]: ${key.error.reason}`);
    return key.value;
  });
}
