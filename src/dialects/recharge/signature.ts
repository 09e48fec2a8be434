/**
 * The signature: SHA256withRSA (PKCS#1 v1.5) over the body as JSON text, its fields sorted, base64
 * in the header `sign` (seed 004). How deep to sort and how to escape is not published, so the
 * readings that the spec lists are all taken, and nothing else. Each of them is a JSON text of the
 * same values: whichever was signed, it says what is executed.
 */
import type { AppKey, Mode } from '../../domain/merchant.ts';
import { signedTexts } from '../../wire/canonical-json.ts';
import { dummyKeyMaterial } from '../../wire/dummy-keys.ts';
import { importPrivateKey, importPublicKey, type RsaKey, verifySha256Rsa } from '../../wire/rsa.ts';
import type { RechargeRequest } from './codec.ts';

export const RSA_BITS = 2048;

/** The merchant's keys among those of an app. */
export function signersOf(keys: readonly AppKey[]): readonly AppKey[] {
  return keys.filter(({ purpose }) => purpose === 'request');
}

/** The reading of the body that the key signed, or null. All are tried when none fits. */
export function signedReading({ text, body, sign }: RechargeRequest, key: RsaKey): string | null {
  for (const reading of signedTexts(text, body)) {
    if (verifySha256Rsa(key, reading, sign)) return reading;
  }
  return null;
}

/** The key that signed the request, or null. Every key is tried, so all refusals cost the same. */
export function findSigner(
  request: RechargeRequest,
  signers: readonly AppKey[],
  mode: Mode,
): AppKey | null {
  let signer: AppKey | null = null;
  for (const key of signers) {
    const imported = publicKeyOf(key.material, mode);
    if (imported !== null && signedReading(request, imported) !== null) signer ??= key;
  }
  if (signers.length === 0) {
    // An app without keys costs the work of one key too, and is refused whatever comes of it.
    const nobody = publicKeyOf(nobodysKey(), mode);
    if (nobody !== null) signedReading(request, nobody);
  }
  return signer;
}

let nobodys: string | null = null;

function nobodysKey(): string {
  nobodys ??= dummyKeyMaterial('rsa-public', RSA_BITS);
  return nobodys;
}

// Importing a key costs as much as a check, and keys are few and live long.
const CACHED_KEYS_MAX = 4_096;
const publicKeys = new Map<string, RsaKey | null>();
const privateKeys = new Map<string, RsaKey | null>();

/** A merchant's key; null if it is none. A key printed in public documents is for tests only. */
export function publicKeyOf(material: string, mode: Mode): RsaKey | null {
  return remembered(publicKeys, `${mode} ${material}`, () => {
    const imported = importPublicKey(material, { acceptSampleKeys: mode === 'test' });
    return imported.ok ? imported.value : null;
  });
}

/** The platform's key; null if it is none. */
export function privateKeyOf(material: string, mode: Mode): RsaKey | null {
  return remembered(privateKeys, `${mode} ${material}`, () => {
    const imported = importPrivateKey(material, { acceptSampleKeys: mode === 'test' });
    return imported.ok ? imported.value : null;
  });
}

function remembered(
  cache: Map<string, RsaKey | null>,
  name: string,
  make: () => RsaKey | null,
): RsaKey | null {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const made = make();
  // Rotated keys would otherwise stay for ever.
  if (cache.size >= CACHED_KEYS_MAX) cache.clear();
  cache.set(name, made);
  return made;
}
