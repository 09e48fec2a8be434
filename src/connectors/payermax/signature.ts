/**
 * Signatures in both directions: SHA256withRSA over the exact bytes of a body, base64 in the header
 * `sign`. Nothing is sorted, so what is signed is what is sent (upstream notes, section 1).
 */
import { dummyKeyMaterial } from '../../wire/dummy-keys.ts';
import { type RsaKey, signSha256RsaNow, verifySha256Rsa } from '../../wire/rsa.ts';
import { rememberedPrivateKey, rememberedPublicKey } from '../../wire/rsa-cache.ts';
import type { Credentials, RawCallback } from '../contract.ts';
import { readJsonObject, textAt } from '../read-json.ts';
import { settingOf } from '../settings.ts';

/** PayerMax's keys have 2048 bits. */
const RSA_2048 = { kind: 'rsa_public', minBits: 2048, maxBits: 2048 } as const;
/** No key of an account is one that public documents print. */
const OURS = { acceptSampleKeys: false };

/** The header's value; empty without a key that can sign, which PayerMax refuses. */
export function signatureOf(body: string, credentials: Credentials): string {
  const text = settingOf(credentials, 'merchantPrivateKey');
  const key = text === null ? null : rememberedPrivateKey(text, OURS);
  return key === null ? '' : signSha256RsaNow(key, body);
}

/** True if PayerMax's key, as the account knows it, signed these very bytes. */
export function isSigned(body: Uint8Array, signature: string, credentials: Credentials): boolean {
  const key = payermaxKeyOf(credentials);
  return key !== null && verifySha256Rsa(key, body, signature);
}

/**
 * The account whose PayerMax key signed the notification; null when none did, or when it does not
 * name our application and merchant: PayerMax may sign for all of its merchants with one key.
 */
export function signerOf(
  { headers, body }: RawCallback,
  credentials: readonly Credentials[],
): string | null {
  const signature = headers.sign ?? '';
  const mayBe = credentials.filter((one) => payermaxKeyOf(one) !== null);
  // Without a key that could fit, a check costs the same work and is refused.
  if (mayBe.length === 0) verifySha256Rsa(nobodysKey(), body, signature);
  let signer: Credentials | null = null;
  for (const one of mayBe) {
    if (isSigned(body, signature, one)) signer ??= one;
  }
  return signer === null || isForAnother(body, signer) ? null : signer.account;
}

/** What is no JSON object says nothing of anybody, and is read as nothing. */
function isForAnother(body: Uint8Array, credentials: Credentials): boolean {
  const json = readJsonObject(body);
  if (!json.ok) return false;
  return ['appId', 'merchantNo'].some((name) => {
    const ours = settingOf(credentials, name);
    return ours !== null && textAt(json.value, name) !== ours;
  });
}

function payermaxKeyOf(credentials: Credentials): RsaKey | null {
  const text = settingOf(credentials, 'payermaxPublicKey');
  return text === null ? null : rememberedPublicKey(text, OURS);
}

let nobodys: RsaKey | null = null;

function nobodysKey(): RsaKey {
  nobodys ??= rememberedPublicKey(dummyKeyMaterial(RSA_2048), OURS) as RsaKey;
  return nobodys;
}
