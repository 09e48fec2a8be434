/**
 * The signature: SHA256withRSA over the UTF-8 bytes of `param`, the text that the envelope holds,
 * whatever is in it; base64 on one line in `sign` (seeds 000 and 001). It is checked before `param`
 * is read.
 */
import type { AppKey, Mode } from '../../domain/merchant.ts';
import type { Envelope } from '../../signatures/envelope/text.ts';
import { findSigner, requestKeys } from '../../signatures/proof.ts';
import { SHA256_RSA } from '../../signatures/rsa-keys.ts';

/** True if one of an app's keys signed `param`. */
export function isSigned({ param, sign }: Envelope, keys: readonly AppKey[], mode: Mode): boolean {
  return findSigner(SHA256_RSA, () => [param], sign, requestKeys(keys), mode) !== null;
}
