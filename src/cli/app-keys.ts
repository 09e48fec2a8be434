/** Key material of apps: what is stored, and what is told once. */
import type { Dialect } from '../dialects/contract.ts';
import type { AppKey } from '../domain/merchant.ts';
import { generateMd5Key, generateRsaPair } from '../wire/generate-keys.ts';
import { exportKey, importPublicKey } from '../wire/rsa.ts';
import { bad, good, type Read } from './option.ts';

/** A key to store; for MD5 it is the merchant's too, and told once. */
export interface NewKey {
  readonly purpose: AppKey['purpose'];
  readonly material: string;
  /** What the merchant must be given: an MD5 key, or the platform's public key. */
  readonly told: { readonly name: 'key' | 'platformPublicKey'; readonly value: string } | null;
}

const RSA_BITS = 2048;

/**
 * The key that verifies a merchant's requests. MD5: made here. RSA: the merchant's public key,
 * refused if it is weak, printed in public documents, or no public key at all.
 */
export function requestKey(
  { keyKinds, title }: Dialect,
  publicKey: string | null,
  purpose: 'request' | 'payout' = 'request',
): Read<NewKey> {
  if (keyKinds.request === 'md5') {
    if (publicKey !== null) return bad(`is not used by ${title}: its keys are made here`);
    const key = generateMd5Key();
    return good({ purpose, material: key, told: { name: 'key', value: key } });
  }
  if (publicKey === null) return bad(`is needed: the public key of the merchant (${title})`);
  const imported = importPublicKey(publicKey);
  if (!imported.ok) return bad(`cannot be used: ${imported.error.reason}`);
  const { rsaBits } = keyKinds;
  if (rsaBits !== null && imported.value.bits < rsaBits) {
    return bad(`has ${imported.value.bits} bits; ${title} has keys of ${rsaBits} bits`);
  }
  return good({ purpose, material: exportKey(imported.value), told: null });
}

/** The platform's own key for notifications; null where the request key signs them (MD5). */
export async function noticeKey({ keyKinds }: Dialect): Promise<NewKey | null> {
  if (keyKinds.notice !== 'rsa-private') return null;
  const pair = await generateRsaPair(keyKinds.rsaBits ?? RSA_BITS);
  return {
    purpose: 'notice',
    material: pair.privateKey,
    told: { name: 'platformPublicKey', value: pair.publicKey },
  };
}

/** What to print of new keys, by name. */
export function toldOf(keys: readonly NewKey[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    keys.flatMap(({ told }) => (told === null ? [] : [[told.name, told.value]])),
  );
}
