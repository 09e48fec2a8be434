/**
 * The signature: SHA256withRSA (PKCS#1 v1.5) over the body as JSON text, its fields sorted, base64
 * in the header `sign` (seed 004). How deep to sort and how to escape is not published, so the
 * readings that the spec lists are all taken, and nothing else. Each of them is a JSON text of the
 * same values: whichever was signed, it says what is executed.
 */
import type { AppKey, Mode } from '../../domain/merchant.ts';
import { publicKeyOf, SHA256_RSA } from '../../signatures/rsa-keys.ts';
import { signedTexts } from '../../wire/canonical-json.ts';
import { type RsaKey, verifySha256Rsa } from '../../wire/rsa.ts';
import type { RechargeRequest } from './codec.ts';

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
    const nobody = publicKeyOf(SHA256_RSA.nobody(), mode);
    if (nobody !== null) signedReading(request, nobody);
  }
  return signer;
}
