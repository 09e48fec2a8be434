/** Key material of apps: what is stored, and what the merchant is told once. */
import type { AppKey, KeyKinds } from '../domain/merchant.ts';
import { generateMd5Key, generateRsaPair } from './generate-keys.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { exportKey, importPublicKey } from './rsa.ts';

/** A key to store; for MD5 it is the merchant's too. */
export interface NewKey {
  readonly purpose: AppKey['purpose'];
  readonly material: string;
  /** What the merchant must be given: an MD5 key, or the platform's public key. */
  readonly told: { readonly is: 'key' | 'public_key'; readonly value: string } | null;
}

const RSA_BITS = 2048;

/** How long the RSA keys of a dialect are at least, in bits. */
export function rsaBitsOf({ rsaBits }: KeyKinds): number {
  return rsaBits ?? RSA_BITS;
}

/**
 * The key that verifies a merchant's requests. MD5: made here, and `publicKey` must be null. RSA:
 * the merchant's public key, refused if it is weak, printed in public documents, or none at all.
 * A reason continues a sentence about the public key.
 */
export function requestKey(
  kinds: KeyKinds,
  publicKey: string | null,
  purpose: 'request' | 'payout' = 'request',
): Parsed<NewKey> {
  if (kinds.request === 'md5') {
    if (publicKey !== null) return refuse('is not used: MD5 keys are made here');
    const key = generateMd5Key();
    return accept({ purpose, material: key, told: { is: 'key', value: key } });
  }
  if (publicKey === null) return refuse('is needed: the public key of the merchant');
  const imported = importPublicKey(publicKey);
  if (!imported.ok) return refuse(`cannot be used: ${imported.error.reason}`);
  const bits = rsaBitsOf(kinds);
  if (imported.value.bits < bits) {
    return refuse(`has ${imported.value.bits} bits; at least ${bits} are needed`);
  }
  return accept({ purpose, material: exportKey(imported.value), told: null });
}

/** The platform's own key for notifications; null where the request key signs them (MD5). */
export async function noticeKey(kinds: KeyKinds): Promise<NewKey | null> {
  if (kinds.notice !== 'rsa-private') return null;
  const { privateKey, publicKey } = await generateRsaPair(rsaBitsOf(kinds));
  return {
    purpose: 'notice',
    material: privateKey,
    told: { is: 'public_key', value: publicKey },
  };
}
