/** What merchants must be given of new keys, by the names that are printed. */
import type { NewKey } from '../wire/app-keys.ts';

const NAMES = { key: 'key', public_key: 'platformPublicKey' } as const;

export function toldOf(keys: readonly NewKey[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    keys.flatMap(({ told }) => (told === null ? [] : [[NAMES[told.is], told.value]])),
  );
}
