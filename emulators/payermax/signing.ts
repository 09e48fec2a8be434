/** Signatures over exact bytes: SHA256withRSA, base64 in the header `sign` (section 1). */
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';

export interface Signer {
  sign(text: string): string;
}

/** `key`: base64 of PKCS#8. Throws when it is none. */
export function signerOf(key: string): Signer {
  const der = Buffer.from(key, 'base64');
  const imported = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return {
    sign: (text) => sign('RSA-SHA256', Buffer.from(text), imported).toString('base64'),
  };
}

/** Somebody else, for forged notifications. */
export function unrelated(): Signer {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return signerOf(privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64'));
}

/** `key`: base64 of X.509. */
export function isSignedBy(key: string, bytes: Buffer, signature: string): boolean {
  const der = Buffer.from(key, 'base64');
  const imported = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify('RSA-SHA256', bytes, imported, Buffer.from(signature, 'base64'));
}
