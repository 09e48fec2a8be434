/**
 * Secrets at rest: sealed with AES-256-GCM under the platform's key, which lives in a file (0600)
 * or the environment and never in the database. The purpose is bound to the text: a sealed key of
 * one row cannot be moved into another.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';

const FORMAT = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const KEY_ID_BYTES = 4;

export interface Vault {
  /** Seals a secret for one purpose, e.g. `app_key:K1`. */
  seal(secret: string, purpose: string): Buffer;
  /** Opens what `seal` made for the same purpose. Throws when it was altered or moved. */
  open(sealed: Uint8Array, purpose: string): string;
  /** The same for bytes: pictures, which are no text. */
  sealBytes(secret: Uint8Array, purpose: string): Buffer;
  openBytes(sealed: Uint8Array, purpose: string): Buffer;
  /** A key of its own for another use (`pay-links`), 32 bytes. */
  derive(use: string): Buffer;
}

/** The platform's key is not the one that the database's secrets were sealed with, or no key. */
export class WrongPlatformKey extends Error {
  override readonly name = 'WrongPlatformKey';
}

/** A vault over a 32-byte platform key. */
export function createVault(platformKey: Uint8Array): Vault {
  if (platformKey.length !== 32) {
    throw new WrongPlatformKey('the platform key must have 32 bytes, in base64');
  }
  const key = Buffer.from(hkdfSync('sha256', platformKey, '', 'causeway seal', 32));
  const keyId = createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES);
  const sealBytes: Vault['sealBytes'] = (secret, purpose) => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
    const text = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.from([FORMAT]), keyId, iv, cipher.getAuthTag(), text]);
  };
  const openBytes: Vault['openBytes'] = (sealed, purpose) => {
    const bytes = Buffer.from(sealed);
    const ivAt = 1 + KEY_ID_BYTES;
    if (bytes[0] !== FORMAT || !bytes.subarray(1, ivAt).equals(keyId)) {
      throw new WrongPlatformKey(`a secret (${purpose}) was sealed with another platform key`);
    }
    const tagAt = ivAt + IV_BYTES;
    const textAt = tagAt + TAG_BYTES;
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(ivAt, tagAt))
      .setAAD(Buffer.from(purpose))
      .setAuthTag(bytes.subarray(tagAt, textAt));
    return Buffer.concat([decipher.update(bytes.subarray(textAt)), decipher.final()]);
  };
  return {
    seal: (secret, purpose) => sealBytes(Buffer.from(secret), purpose),
    open: (sealed, purpose) => openBytes(sealed, purpose).toString('utf8'),
    sealBytes,
    openBytes,
    derive: (use) => Buffer.from(hkdfSync('sha256', platformKey, '', `causeway ${use}`, 32)),
  };
}
