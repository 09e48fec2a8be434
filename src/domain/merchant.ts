/** Merchants and their apps: an app is one set of credentials, speaks one dialect, in one mode. */
import type { Id } from './id.ts';

export type Mode = 'test' | 'live';

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
}

/** One key of an app. Several live keys of one purpose overlap during a rotation. */
export interface AppKey {
  readonly id: string;
  readonly purpose: 'request' | 'payout' | 'notice' | 'callback';
  /** MD5 key, HMAC secret, or PEM/base64 DER of an RSA key; decrypted in memory only. */
  readonly material: string;
  readonly notBefore: Date;
  readonly notAfter: Date | null;
}

/** The keys that apps of a dialect have. */
export interface KeyKinds {
  readonly request: 'md5' | 'rsa-public';
  readonly notice: 'md5' | 'rsa-private';
  /** Null: the usual length. */
  readonly rsaBits: number | null;
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
  /** Where to notify when an order names no address; null = nowhere. */
  readonly notifyUrl: string | null;
  readonly payoutNotifyUrl: string | null;
  /** Caller addresses for payouts; empty = any (seed 002 clients see `ip not allowed`). */
  readonly ipAllow: readonly string[];
  /** The dialect's own switches, e.g. `{ callbackProfile: 'legacy4' }`. */
  readonly settings: Readonly<Record<string, string>>;
}
