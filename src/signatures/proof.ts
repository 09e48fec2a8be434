/** How a text is proven to come from the holder of a key. */
import type { AppKey, Mode } from '../domain/merchant.ts';

export interface Proof {
  /** True if `sign` is the key's signature of the text. */
  holds(text: string, sign: string, material: string, mode: Mode): boolean;
  /** A key that nobody has: an app without keys costs the work of one key too. */
  nobody(): string;
}

/** Which key signed, and over which reading of the request. */
export interface Signer {
  readonly key: AppKey;
  readonly text: string;
}

/**
 * The key that signed one of the texts, or null. `texts`: all readings of a request that its
 * signature may have been made over, likeliest first; whichever was signed must say what is done.
 * A refusal tries every text with every key, and without keys as many as with one, so that all
 * refusals cost the same. For whoever has failed often (`isThrifty`) it is the likeliest text
 * alone: what others send in an app's name costs no more than a small right request then.
 */
export function findSigner(
  proof: Proof,
  texts: () => Iterable<string>,
  sign: string,
  keys: readonly AppKey[],
  mode: Mode,
): Signer | null {
  const reading = (material: string, isThrifty: boolean): string | null => {
    for (const text of texts()) {
      if (proof.holds(text, sign, material, mode)) return text;
      if (isThrifty) return null;
    }
    return null;
  };
  for (const key of keys) {
    const text = reading(key.material, key.isThrifty === true);
    if (text !== null) return { key, text };
  }
  if (keys.length === 0) reading(proof.nobody(), false);
  return null;
}

/** The keys that sign what merchants send, unless an operation has others. */
export function requestKeys(keys: readonly AppKey[]): readonly AppKey[] {
  return keys.filter(({ purpose }) => purpose === 'request');
}
