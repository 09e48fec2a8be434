/**
 * Double entry. Every entry is a set of legs that sums to zero for one merchant, mode and asset.
 *
 * Liabilities to the merchant are positive (`available`, `pending`, `reserved`, `rolling`,
 * `disputed`), what it owes is negative (`debt`), `fees` and the `tax` on them are positive,
 * `upstream` is negative while the provider owes us, `platform` is what the platform itself gave or
 * took, and `suspense` holds what belongs to nobody yet: only a case takes it out again. The
 * balance row of a merchant, mode and asset sums to zero too, and the database checks it.
 */
import type { Id } from './id.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import type { Netted } from './netting.ts';
import type { Order } from './order.ts';

export const ACCOUNTS = [
  'available',
  'pending',
  'reserved',
  'rolling',
  'disputed',
  'debt',
  'fees',
  'tax',
  'upstream',
  'platform',
  'suspense',
] as const;
export type Account = (typeof ACCOUNTS)[number];

interface Leg {
  readonly account: Account;
  readonly minor: bigint;
}

/**
 * Where a provider holds money: paid in and not settled to us, settled (payouts leave from there),
 * or taken for disputes.
 */
export type Purse = 'collect' | 'wallet' | 'frozen';

/** Why the platform gave or took: a fixed word, or one with whom or why after a colon. */
export type PlatformCode =
  | 'write_off'
  | `adjust:${string}`
  | `bank:${string}` // paid out by a bank account of the platform
  | `unallocated:${string}`; // received at one

/** Which part of an account a leg is of; each is there exactly where its leg is. */
interface Dimensions {
  /** Of the `upstream` leg. */
  readonly connector: string | null;
  readonly account: string | null;
  readonly purse: Purse | null;
  /** Of the `platform` leg. */
  readonly platformCode: PlatformCode | null;
  /** Of the `suspense` leg: kind and key of the case. */
  readonly caseKey: string | null;
}

/** One balanced set of legs. (`subjectId`, `name`) is unique for ever: an effect happens once. */
export interface Entry extends Dimensions {
  /** What it is about: an order, or a merchant. An id with the merchant's bucket. */
  readonly subjectId: Id;
  readonly name: string;
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly legs: readonly Leg[];
}

/** Amounts per account; what is left out is zero. */
type Legs = Partial<Record<Exclude<Account, 'available' | 'debt'>, bigint>> & {
  /** `available` and `debt`, which are netted. */
  readonly net?: Netted;
};

/** Sums per account for one merchant, mode and asset. */
export type Balance = Readonly<Record<Account, bigint>>;

export const ZERO_BALANCE: Balance = {
  available: 0n,
  pending: 0n,
  reserved: 0n,
  rolling: 0n,
  disputed: 0n,
  debt: 0n,
  fees: 0n,
  tax: 0n,
  upstream: 0n,
  platform: 0n,
  suspense: 0n,
};

/** Total = pending + available + reserved; what seed 002 calls `balanceAll`. */
export function totalOf(balance: Balance): bigint {
  return balance.available + balance.pending + balance.reserved;
}

/** What an entry is about. */
export type Subject = Pick<Order, 'id' | 'merchantId' | 'mode' | 'asset' | 'connector' | 'account'>;

/** What an entry's order does not say of its legs. */
interface Details {
  /** Another one than the subject's. */
  readonly asset?: Asset;
  readonly purse?: Purse;
  readonly platformCode?: PlatformCode;
  readonly caseKey?: string;
}

/**
 * An entry; legs of zero are dropped, the rest must sum to zero, and each leg that has a dimension
 * must have it asserted.
 */
export function entry(subject: Subject, name: string, legs: Legs, details: Details = {}): Entry {
  const amounts = amountsOf(legs);
  const kept: Leg[] = [];
  let sum = 0n;
  for (const account of ACCOUNTS) {
    const minor = amounts[account] ?? 0n;
    sum += minor;
    if (minor !== 0n) kept.push({ account, minor });
  }
  assertBalanced(sum, subject.id, name);
  const { id: subjectId, merchantId, mode, asset } = subject;
  return {
    subjectId,
    name,
    merchantId,
    mode,
    asset: details.asset ?? asset,
    ...dimensionsOf(subject, name, amounts, details),
    legs: kept,
  };
}

type Amounts = Partial<Record<Account, bigint>>;

function amountsOf({ net, ...rest }: Legs): Amounts {
  return net === undefined ? rest : { ...rest, available: net.available, debt: net.debt };
}

function dimensionsOf(
  { id, connector, account }: Subject,
  name: string,
  { upstream = 0n, platform = 0n, suspense = 0n }: Amounts,
  { purse, platformCode, caseKey }: Details,
): Dimensions {
  const where = <T>(minor: bigint, value: T | null | undefined): T | null => {
    if (minor === 0n) return null;
    assertNamed(value, id, name);
    return value;
  };
  return {
    connector: where(upstream, connector),
    account: where(upstream, account),
    purse: where(upstream, purse ?? 'collect'),
    platformCode: where(platform, platformCode),
    caseKey: where(suspense, caseKey),
  };
}

/** The legs, and what is missing to zero on one more account. */
export function withRest<A extends Exclude<Account, 'available' | 'debt'>>(
  account: A,
  legs: Legs,
): Legs & Record<A, bigint> {
  const sum = Object.values(amountsOf(legs)).reduce((total, minor) => total + minor, 0n);
  return { ...legs, [account]: -sum } as Legs & Record<A, bigint>;
}

/** The balance after an entry. */
export function post(balance: Balance, { legs }: Entry): Balance {
  const next: Record<Account, bigint> = { ...balance };
  for (const leg of legs) next[leg.account] += leg.minor;
  return next;
}

function assertNamed<T>(
  value: T | null | undefined,
  subjectId: Id,
  name: string,
): asserts value is T {
  if (value !== null && value !== undefined) return;
  throw new Error(`entry ${name} of ${subjectId} does not say which part of an account it moves`);
}

function assertBalanced(sum: bigint, subjectId: Id, name: string): void {
  if (sum !== 0n) throw new Error(`entry ${name} of ${subjectId} does not balance: ${sum}`);
}
