/**
 * Keys by their text. Importing one costs as much as a check, and keys are few and live long, so
 * each is imported once.
 */
import { importPrivateKey, importPublicKey, type RsaImportOptions, type RsaKey } from './rsa.ts';

const CACHED_KEYS_MAX = 4_096;
const publicKeys = new Map<string, RsaKey | null>();
const privateKeys = new Map<string, RsaKey | null>();

/** A public key from its text; null if it is none (see `importPublicKey`). */
export function rememberedPublicKey(text: string, options: RsaImportOptions): RsaKey | null {
  return remembered(publicKeys, `${options.acceptSampleKeys} ${text}`, () => {
    const imported = importPublicKey(text, options);
    return imported.ok ? imported.value : null;
  });
}

/** A private key from its text; null if it is none (see `importPrivateKey`). */
export function rememberedPrivateKey(text: string, options: RsaImportOptions): RsaKey | null {
  return remembered(privateKeys, `${options.acceptSampleKeys} ${text}`, () => {
    const imported = importPrivateKey(text, options);
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
