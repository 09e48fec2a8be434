/** What merchants must be given of new keys, by the names that are printed. */
import type { NewKey } from '../wire/app-keys.ts';

const NAMES = { key: 'key', public_key: 'platformPublicKey' } as const;

export function disclosedKeys(keys: readonly NewKey[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    keys.flatMap(({ disclosed }) =>
      disclosed === null ? [] : [[NAMES[disclosed.kind], disclosed.value]],
    ),
  );
}
