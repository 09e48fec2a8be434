/** Key material of apps: what is stored, and what is disclosed to the merchant once. */
import type { AppKey, KeyForm, KeySpec } from '../domain/merchant.ts';
import { generateRsaPair, generateSecret } from './generate-keys.ts';
import { accept, type Parsed, refuse } from './parsed.ts';
import { exportKey, importPublicKey } from './rsa.ts';
import { whyWeakRsa } from './weak-rsa.ts';

/** A key to store; a secret is the merchant's too. */
export interface NewKey {
  readonly purpose: AppKey['purpose'];
  readonly material: string;
  /** What the merchant must be given: a secret, or the platform's public key. */
  readonly disclosed: { readonly kind: 'key' | 'public_key'; readonly value: string } | null;
}

/** RSA keys of merchants: from what is safe to what is still fast. */
export const MERCHANT_RSA = { kind: 'rsa_public', minBits: 2048, maxBits: 8192 } as const;

/** The key that the apps of a dialect have for a purpose; null: they have none. */
export function keySpecOf(specs: readonly KeySpec[], purpose: string): KeySpec | null {
  return specs.find((spec) => spec.purpose === purpose) ?? null;
}

/**
 * A new key. `publicKey`: the merchant's, needed for `rsa_public` and refused for all others, which
 * are made here. Refused as well: a public key that is weak, too long, printed in public documents,
 * or none at all. A reason continues a sentence about the public key.
 */
export async function newKey(
  { purpose, form }: Pick<KeySpec, 'purpose' | 'form'>,
  publicKey: string | null,
): Promise<Parsed<NewKey>> {
  if (form.kind === 'rsa_public') return keyOfMerchant(purpose, form, publicKey);
  if (publicKey !== null) return refuse(`is not used: ${madeHere(form)} are made here`);
  if (form.kind === 'secret') {
    const secret = generateSecret(form.bytes);
    return accept({ purpose, material: secret, disclosed: { kind: 'key', value: secret } });
  }
  const pair = await generateRsaPair(form.bits);
  const disclosed = { kind: 'public_key', value: pair.publicKey } as const;
  return accept({ purpose, material: pair.privateKey, disclosed });
}

function madeHere(form: KeyForm): string {
  return form.kind === 'secret' ? `${form.algorithm} keys` : "the platform's key pairs";
}

function keyOfMerchant(
  purpose: AppKey['purpose'],
  { minBits, maxBits }: Extract<KeyForm, { kind: 'rsa_public' }>,
  publicKey: string | null,
): Parsed<NewKey> {
  if (publicKey === null) return refuse('is needed: the public key of the merchant');
  const imported = importPublicKey(publicKey);
  if (!imported.ok) return refuse(`cannot be used: ${imported.error.reason}`);
  const { bits } = imported.value;
  if (bits < minBits) return refuse(`has ${bits} bits; at least ${minBits} are needed`);
  if (bits > maxBits) return refuse(`has ${bits} bits; at most ${maxBits} are taken`);
  const weak = whyWeakRsa(imported.value);
  if (weak !== null) return refuse(weak);
  return accept({ purpose, material: exportKey(imported.value), disclosed: null });
}

/** All keys that a new app must have. Refused: a public key that none of them is. */
export async function keysOfNewApp(
  specs: readonly KeySpec[],
  publicKey: string | null,
): Promise<Parsed<readonly NewKey[]>> {
  const required = specs.filter((spec) => spec.required);
  const handedIn = required.filter(({ form }) => form.kind === 'rsa_public');
  const keys: NewKey[] = [];
  for (const spec of required) {
    // Where no key is handed in, the first one says why not.
    const given = handedIn.length === 0 || handedIn.includes(spec) ? publicKey : null;
    const made = await newKey(spec, given);
    if (!made.ok) return made;
    keys.push(made.value);
  }
  return accept(keys);
}
