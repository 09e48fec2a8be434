/**
 * Keys of the dialects that sign with RSA, imported once; and the secret of the webhook headers,
 * which they derive from the platform's key.
 */
import type { AppKey, KeySpec, Mode } from '../domain/merchant.ts';
import { MERCHANT_RSA } from '../wire/app-keys.ts';
import { dummyKeyMaterial } from '../wire/dummy-keys.ts';
import { hmacSha256 } from '../wire/hmac.ts';
import {
  importPrivateKey,
  importPublicKey,
  publicHalf,
  type RsaKey,
  verifySha256Rsa,
} from '../wire/rsa.ts';
import { rememberedPrivateKey, rememberedPublicKey } from '../wire/rsa-cache.ts';
import { formatWebhookSecret, type WebhookSecret } from '../wire/standard-webhooks.ts';
import type { Proof } from './proof.ts';

export const RSA_BITS = 2048;

/** Keys of the dialects that sign with RSA in both directions. */
export const RSA_KEYS: readonly KeySpec[] = [
  {
    purpose: 'request',
    form: MERCHANT_RSA,
    required: true,
    description: 'public key of the merchant, which verifies its requests',
  },
  {
    purpose: 'notification',
    form: { kind: 'rsa_private', bits: RSA_BITS },
    required: true,
    description: "the platform's key pair, which signs notifications",
  },
];

/**
 * Keys that may sign a notification, oldest first: while two live, the older one is the one whose
 * public half the merchant is sure to have.
 */
export function notificationSigners(keys: readonly AppKey[]): readonly AppKey[] {
  return keys
    .filter(({ purpose }) => purpose === 'notification')
    .toSorted((a, b) => a.notBefore.getTime() - b.notBefore.getTime());
}

/**
 * The secret of the webhook headers, as its merchant is shown it: `whsec_…`. It is derived from
 * the platform's private key, which alone no merchant has, so it needs no storage of its own.
 */
export function webhookSecretOf(notificationKey: AppKey): string {
  return formatWebhookSecret(secretOf(notificationKey));
}

/** The same secret as the bytes that sign. */
export function secretOf({ material }: AppKey): WebhookSecret {
  return hmacSha256(material, 'Standard Webhooks secret');
}

let nobodys: string | null = null;

/** SHA256withRSA (PKCS#1 v1.5) over the UTF-8 bytes of the text, base64 on one line. */
export const SHA256_RSA: Proof = {
  holds(text, sign, material, mode) {
    const key = publicKeyOf(material, mode);
    return key !== null && verifySha256Rsa(key, text, sign);
  },
  nobody() {
    nobodys ??= dummyKeyMaterial(MERCHANT_RSA);
    return nobodys;
  },
};

/** A merchant's key; null if it is none. A key printed in public documents is for tests only. */
export function publicKeyOf(material: string, mode: Mode): RsaKey | null {
  return rememberedPublicKey(material, { acceptSampleKeys: mode === 'test' });
}

/** The platform's key; null if it is none. */
export function privateKeyOf(material: string, mode: Mode): RsaKey | null {
  return rememberedPrivateKey(material, { acceptSampleKeys: mode === 'test' });
}

/** Keys printed in public documents are for trying things out, which is the merchant's side's. */
export const FOR_TRYING_OUT = { acceptSampleKeys: true };

/** The keys that the platform signs with: its own pairs where an app holds them, else as given. */
export function platformKeys(keys: readonly AppKey[]): readonly RsaKey[] {
  const own = keys.filter(({ purpose }) => purpose === 'notification');
  return (own.length > 0 ? own : keys).flatMap(({ purpose, material }) => {
    const imported =
      purpose === 'notification'
        ? importPrivateKey(material, FOR_TRYING_OUT)
        : importPublicKey(material, FOR_TRYING_OUT);
    if (!imported.ok) return [];
    return [purpose === 'notification' ? publicHalf(imported.value) : imported.value];
  });
}
