/**
 * What a merchant has and what it owes are never both there: a credit fills the debt first, and
 * what a provider takes beyond what is there becomes debt. Only these functions write the two
 * accounts; the database refuses a balance with both.
 */
declare const netted: unique symbol;

/** The legs of `available` and `debt` of one entry. */
export interface Netted {
  readonly available: bigint;
  readonly debt: bigint;
  readonly [netted]: true;
}

/** Of the balance as it stands. */
interface Before {
  readonly available: bigint;
  readonly debt: bigint;
}

const legs = (available: bigint, debt: bigint) => ({ available, debt }) as Netted;

/** Money for the merchant: what it owes first, the rest is available. `minor`: not below zero. */
export function creditAvailable({ debt }: Before, minor: bigint): Netted {
  const recovered = minor < -debt ? minor : -debt;
  return legs(minor - recovered, recovered);
}

/**
 * What somebody else has decided: available first, the rest is owed. `minor`: not below zero. Own
 * commands never make debt: see `takeAvailable`.
 */
export function debitByFact({ available }: Before, minor: bigint): Netted {
  const there = minor < available ? minor : available;
  return legs(-there, there - minor);
}

/** What a command takes; null when it is not there. */
export function takeAvailable({ available }: Before, minor: bigint): Netted | null {
  return available < minor ? null : legs(-minor, 0n);
}
