/** A merchant's app as its page and the JSON interface show it. */
import type { App, AppKey } from '../../domain/merchant.ts';

/** A key without its material: what people compare is the end of its fingerprint. */
export interface KeyLine extends Omit<AppKey, 'material'> {
  readonly fingerprintEnd: string;
}

export interface AppModel extends Omit<App, 'keys'> {
  readonly keys: readonly KeyLine[];
  /** What a rotation needs: a public key to be pasted, or nothing. */
  readonly requestKeyIs: 'md5' | 'rsa-public' | null;
}
