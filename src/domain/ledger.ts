/**
 * Double entry. Every entry is a set of legs that sums to zero for one merchant and asset.
 *
 * Liabilities to the merchant are positive (`available`, `pending`, `reserved`), the platform's
 * fees are positive, `upstream` is negative while the provider owes us, and `suspense` holds what
 * nobody may touch yet (negative: the merchant owes us). The balance row of a merchant and asset
 * therefore always sums to zero too, and the database checks it.
 */
import type { Id } from './id.ts';
import type { Asset } from './money.ts';
import type { Order } from './order.ts';

export const ACCOUNTS = [
  'available',
  'pending',
  'reserved',
  'fees',
  'upstream',
  'suspense',
] as const;
export type Account = (typeof ACCOUNTS)[number];

interface Leg {
  readonly account: Account;
  readonly minor: bigint;
}

/** One balanced set of legs. (`orderId`, `name`) is unique for ever: an effect happens once. */
export interface Entry {
  readonly orderId: Id;
  readonly name: string;
  readonly merchantId: Id;
  readonly asset: Asset;
  /** The provider behind an `upstream` leg; null where no leg is upstream. */
  readonly connector: string | null;
  readonly legs: readonly Leg[];
}

/** Amounts per account; what is left out is zero. */
type Legs = Partial<Record<Account, bigint>>;

/** Sums per account for one merchant and asset. */
export type Balance = Readonly<Record<Account, bigint>>;

export const ZERO_BALANCE: Balance = {
  available: 0n,
  pending: 0n,
  reserved: 0n,
  fees: 0n,
  upstream: 0n,
  suspense: 0n,
};

/** Total = pending + available + reserved; what seed 002 calls `balanceAll`. */
export function totalOf(balance: Balance): bigint {
  return balance.available + balance.pending + balance.reserved;
}

/** An entry of an order; legs of zero are dropped, and the rest must sum to zero (assertion). */
export function entry(order: Order, name: string, legs: Legs, asset: Asset = order.asset): Entry {
  const kept: Leg[] = [];
  let sum = 0n;
  for (const account of ACCOUNTS) {
    const minor = legs[account] ?? 0n;
    sum += minor;
    if (minor !== 0n) kept.push({ account, minor });
  }
  assertBalanced(sum, order.id, name);
  return {
    orderId: order.id,
    name,
    merchantId: order.merchantId,
    asset,
    connector: legs.upstream === undefined ? null : order.connector,
    legs: kept,
  };
}

/** The legs, and what is missing to zero on one more account. */
export function withRest<A extends Account>(account: A, legs: Legs): Legs & Record<A, bigint> {
  const sum = Object.values(legs).reduce((total, minor) => total + minor, 0n);
  return { ...legs, [account]: -sum } as Legs & Record<A, bigint>;
}

/** The balance after an entry. */
export function post(balance: Balance, { legs }: Entry): Balance {
  const next: Record<Account, bigint> = { ...balance };
  for (const leg of legs) next[leg.account] += leg.minor;
  return next;
}

function assertBalanced(sum: bigint, orderId: Id, name: string): void {
  if (sum !== 0n) throw new Error(`entry ${name} of order ${orderId} does not balance: ${sum}`);
}
