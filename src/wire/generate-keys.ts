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

/** A new key for MD5 signatures: 128 random bits as 32 lower-case hexadecimal digits. */
export function generateMd5Key(): string {
  return randomBytes(16).toString('hex');
}
