/** The signature: SHA256withRSA over sorted JSON, base64 in the header `sign` (seed 004). */
import type { AppKey, Mode } from '../../domain/merchant.ts';
import { findSigner, requestKeys } from '../../signatures/proof.ts';
import { SHA256_RSA } from '../../signatures/rsa-keys.ts';
import { sortedJsonReadings } from '../../signatures/sorted-json/text.ts';
import type { RechargeRequest } from './codec.ts';

/** Whether a key of the app signed the request. */
export function isSigned(request: RechargeRequest, keys: readonly AppKey[], mode: Mode): boolean {
  const texts = () => sortedJsonReadings(request);
  return findSigner(SHA256_RSA, texts, request.sign, requestKeys(keys), mode) !== null;
}
