/** OpenPGP (RFC 9580): files that only the merchant can open. */
import { ReadableStream } from 'node:stream/web';
import type { Bytes } from './table.ts';

/** The library is large, and most processes never need it. */
const library = () => import('openpgp');

/** Far above the largest keys that are in use. */
const ARMOR_CHARS_MAX = 100_000;

/** Why nothing can be encrypted with this armoured public key; null when it can. */
export async function whyNotPgpKey(armored: string): Promise<string | null> {
  try {
    await readKeys(armored);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

/** The bytes, encrypted with every key of the text; throws where `whyNotPgpKey` would say why. */
export async function* encryptedFor(armored: string, bytes: Bytes, fileName: string): Bytes {
  const { createMessage, encrypt } = await library();
  const encryptionKeys = await readKeys(armored);
  const binary = ReadableStream.from<Uint8Array>(bytes);
  const message = await createMessage({ binary, filename: fileName });
  yield* await encrypt({ message, encryptionKeys, format: 'binary' });
}

async function readKeys(armored: string) {
  if (armored.length > ARMOR_CHARS_MAX) throw new Error('it is too long for an OpenPGP key');
  if (/BEGIN PGP PRIVATE KEY/.test(armored)) {
    throw new Error('it is a private key: hand in the public one, and use the private one no more');
  }
  const { readKeys: read } = await library();
  const keys = await read({ armoredKeys: armored }).catch((error: Error) => {
    throw new Error(`it is no OpenPGP public key: ${error.message}`);
  });
  if (keys.length === 0) throw new Error('it is no OpenPGP public key');
  for (const key of keys) {
    // Expired, revoked, too weak, or made for signatures only.
    await key.getEncryptionKey().catch((error: Error) => {
      throw new Error(`nothing can be encrypted with it: ${error.message}`);
    });
  }
  return keys;
}
