/** A merchant's app as its page and the JSON interface show it. */
import type { App, AppKey, KeySpec, Subscription } from '../../domain/merchant.ts';

/** A key without its material: what people compare is the end of its fingerprint. */
export interface KeyLine extends Omit<AppKey, 'material'> {
  readonly fingerprintEnd: string;
}

export interface AppModel extends Omit<App, 'keys' | 'subscriptions'> {
  readonly subscriptions: readonly Omit<Subscription, 'key'>[];
  readonly keys: readonly KeyLine[];
  /** The keys that an app of its dialect can have. */
  readonly keySpecs: readonly KeySpec[];
}
