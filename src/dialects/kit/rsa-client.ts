/** What the merchant's side of every API with RSA does with keys. */
import type { AppKey } from '../../domain/merchant.ts';
import { refuse } from '../../domain/refusal.ts';
import { FOR_TRYING_OUT } from '../../signatures/rsa-keys.ts';
import { importPrivateKey, importPublicKey, type RsaKey, signSha256Rsa } from '../../wire/rsa.ts';
import { ok, type Result } from './result.ts';

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly reason: string };

/** The merchant's private key, PKCS#8 in base64 or PEM. Throws on a key that cannot sign. */
export function privateKeyFrom(text: string, acceptSampleKeys: boolean): RsaKey {
  const key = importPrivateKey(text, { acceptSampleKeys });
  if (!key.ok) throw new TypeError(`the private key: ${key.error.reason}`);
  return key.value;
}

/** The platform's public keys. A key that is none is a reason to stop: it was meant to be one. */
export function publicKeysFrom(texts: readonly string[]): Checked<readonly RsaKey[]> {
  const keys: RsaKey[] = [];
  for (const text of texts) {
    const key = importPublicKey(text, { acceptSampleKeys: true });
    if (!key.ok) return { ok: false, reason: `a key: ${key.error.reason}` };
    keys.push(key.value);
  }
  return { ok: true, value: keys };
}

/** Signs by hand with the first of the keys, which is the merchant's private one. */
export async function signByHand(keys: readonly AppKey[], text: string): Promise<Result<string>> {
  const [own] = keys;
  if (own === undefined) return refuse('bad_signature', 'sign', 'there is no key to sign with');
  const key = signingKey(own);
  if (!key.ok) return refuse('invalid_field', 'key', key.error.reason);
  return ok(await signSha256Rsa(key.value, text));
}

// Importing a private key costs as much as signing: it is tried out. Who signs much, signs by one.
const IMPORTED = new WeakMap<AppKey, ReturnType<typeof importPrivateKey>>();

function signingKey(own: AppKey): ReturnType<typeof importPrivateKey> {
  const known = IMPORTED.get(own) ?? importPrivateKey(own.material, FOR_TRYING_OUT);
  IMPORTED.set(own, known);
  return known;
}
