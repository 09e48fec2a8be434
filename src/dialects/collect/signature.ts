/** The signature: MD5 over `k=v&k=v…&key=<key>` (seed 002 section 1). */
import type { AppKey } from '../../domain/merchant.ts';
import { keyedDigest } from '../../signatures/keyed-digest.ts';
import { type Fields, pairsText } from '../../signatures/pairs/text.ts';
import type { FormOf } from '../../signatures/pairs/unambiguous.ts';
import { requestKeys } from '../../signatures/proof.ts';
import type { CollectOperation } from './operations.ts';

export const DIGEST = keyedDigest('MD5', '&key=');

/** The signature of the fields: 32 lower-case hexadecimal digits. */
export function signatureOf(fields: Fields, key: string): string {
  return DIGEST.digest(DIGEST.seal(pairsText(fields), key));
}

/** The keys that may sign payouts, or all else: a payout key of its own, where the app has one. */
export function signersOf(of: 'payout' | 'all else', keys: readonly AppKey[]): readonly AppKey[] {
  const payout = of === 'payout' ? keys.filter((key) => key.purpose === 'payout') : [];
  return payout.length > 0 ? payout : requestKeys(keys);
}

/** The keys that may sign an operation. */
export function signersFor(
  { requests }: CollectOperation,
  keys: readonly AppKey[],
): readonly AppKey[] {
  return signersOf(requests.includes('create_payout') ? 'payout' : 'all else', keys);
}

/** How the operation's fields are written, for what hangs on it in a sign string. */
export function formOf({ fields }: CollectOperation): FormOf {
  return (name) => {
    const field = fields.find((each) => each.name === name);
    if (field === undefined) return undefined;
    return field.form.format === 'url' ? 'url' : 'text';
  };
}
