/** Merchants and their apps: an app is one set of credentials, speaks one dialect, in one mode. */

import type { OrderEventType } from './event-type.ts';
import type { Id } from './id.ts';

/** Whose money: the simulators', or real. What is of one mode never touches the other. */
export const MODES = ['test', 'live'] as const;
export type Mode = (typeof MODES)[number];

/** What to do when the amount that came differs from the amount ordered. */
export type AmountPolicy = 'accept' | 'excess_to_suspense';
/** What to do with money that comes after expiry or closing. */
export type LatePolicy = 'accept' | 'suspense';

export interface Merchant {
  readonly id: Id;
  readonly name: string;
  /** 0..1023, fixed for ever: the distribution key of all its rows. */
  readonly bucket: number;
  readonly status: 'active' | 'disabled';
  readonly amountPolicy: AmountPolicy;
  readonly latePolicy: LatePolicy;
  /** Whether its apps of one dialect and mode see and touch each other's orders. */
  readonly shareOrders: boolean;
}

/** One key of an app. Several live keys of one purpose overlap during a rotation. */
export interface AppKey {
  readonly id: string;
  readonly purpose: 'request' | 'payout' | 'notification' | 'callback';
  /** MD5 key, HMAC secret, or PEM/base64 DER of an RSA key; decrypted in memory only. */
  readonly material: string;
  readonly notBefore: Date;
  readonly notAfter: Date | null;
  /** For a caller who has failed often: of what may have been signed the likeliest text alone. */
  readonly isThrifty?: true;
}

/** The same keys for a caller who has failed often. */
export function thrifty(keys: readonly AppKey[]): readonly AppKey[] {
  return keys.map((key) => ({ ...key, isThrifty: true }));
}

/** What a key is, and who makes it. */
export type KeyForm =
  /** The merchant's public key, handed in. Lengths in bits, both included. */
  | { readonly kind: 'rsa_public'; readonly minBits: number; readonly maxBits: number }
  /** A pair of the platform's, made here; the merchant is shown its public half. */
  | { readonly kind: 'rsa_private'; readonly bits: number }
  /** A text that both sides hold: so many random bytes in hexadecimal, made here, shown once. */
  | {
      readonly kind: 'secret';
      readonly bytes: number;
      readonly algorithm: 'MD5' | 'SHA-1' | 'HMAC-SHA256';
    };

/** A key that the apps of a dialect have. Whoever makes, changes or shows keys goes by this. */
export interface KeySpec {
  readonly purpose: AppKey['purpose'];
  readonly form: KeyForm;
  /** Made with the app; else only when somebody asks for one. */
  readonly required: boolean;
  /** What it is for, as an operator reads it. */
  readonly description: string;
}

/** One more address that an app's events are sent to: see `subscription.ts`. */
export interface Subscription {
  /** 1, 2, …: never given to another. */
  readonly slot: number;
  readonly url: string;
  /** Empty: every event. */
  readonly events: readonly OrderEventType[];
  readonly enabled: boolean;
  /** Signs what is sent to it, in place of the app's own keys of that purpose. */
  readonly key: AppKey;
}

export interface App {
  readonly id: Id;
  readonly merchantId: Id;
  readonly dialect: string;
  /** What the merchant sends to name itself: seed 002 `merchant`, seed 000 `appId`. */
  readonly publicId: string;
  readonly mode: Mode;
  readonly status: 'active' | 'disabled';
  readonly keys: readonly AppKey[];
  /** Further addresses for its events; left out: none. */
  readonly subscriptions?: readonly Subscription[];
  /** Where to notify when an order names no address; null = nowhere. */
  readonly notifyUrl: string | null;
  readonly payoutNotifyUrl: string | null;
  /** Caller addresses for payouts; empty = any (seed 002 clients see `ip not allowed`). */
  readonly ipAllow: readonly string[];
  /** The dialect's own switches, e.g. `{ callbackProfile: 'legacy4' }`. */
  readonly settings: Readonly<Record<string, string>>;
}
