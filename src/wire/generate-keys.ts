import { generateKeyPair, randomBytes } from 'node:crypto';

/** A new RSA pair as the published APIs print keys: base64 DER on one line (SPKI and PKCS#8). */
export interface RsaPair {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Makes an RSA pair in the thread pool; 4096 bits may take a second or more. */
export function generateRsaPair(bits: number): Promise<RsaPair> {
  return new Promise((resolve, reject) => {
    const options = {
      modulusLength: bits,
      publicKeyEncoding: { type: 'spki', format: 'der' },
      privateKeyEncoding: { type: 'pkcs8', format: 'der' },
    } as const;
    generateKeyPair('rsa', options, (error, publicKey, privateKey) => {
      if (error) reject(error);
      else {
        resolve({
          publicKey: publicKey.toString('base64'),
          privateKey: privateKey.toString('base64'),
        });
      }
    });
  });
}

/** A new secret: so many random bytes in lower-case hexadecimal. */
export function generateSecret(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
