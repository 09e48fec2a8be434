/**
 * The signature: SHA256withRSA (PKCS#1 v1.5) over the UTF-8 bytes of `param`, the text that the
 * envelope holds, whatever is in it; base64 on one line in `sign` (seeds 000 and 001). It is
 * checked before `param` is read.
 */
import type { AppKey, Mode } from '../../domain/merchant.ts';
import { requestKeys } from '../../signatures/proof.ts';
import { publicKeyOf, SHA256_RSA } from '../../signatures/rsa-keys.ts';
import { type RsaKey, verifySha256Rsa } from '../../wire/rsa.ts';
import type { Envelope } from './codec.ts';

/** True if the key signed `param`. */
export function holds({ param, sign }: Pick<Envelope, 'param' | 'sign'>, key: RsaKey): boolean {
  return verifySha256Rsa(key, param, sign);
}

/** True if one of an app's keys signed `param`. Every key is tried: all refusals cost the same. */
export function isSigned(envelope: Envelope, keys: readonly AppKey[], mode: Mode): boolean {
  const signers = requestKeys(keys).map(({ material }) => material);
  // An app without keys costs the work of one key too, and is refused whatever comes of it.
  const tried = signers.length === 0 ? [SHA256_RSA.nobody()] : signers;
  const answers = tried.map((material) => {
    const key = publicKeyOf(material, mode);
    return key !== null && holds(envelope, key);
  });
  return signers.length > 0 && answers.includes(true);
}
