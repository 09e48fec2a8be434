/**
 * Journals of the main book that reconciliation makes. What an order of ours has moved is there by
 * the roll-up of its day; added is what only the provider knows: what it charged, what it moved
 * between our purses, and what was decided of a difference. Credit is above zero.
 */
import type { Purse } from '../ledger.ts';
import type { MainAccount, MainLeg } from '../main-book.ts';
import type { Asset } from '../money.ts';
import type { MatchState } from './finding.ts';
import type { LineType } from './line.ts';

/** Whose lines they are: `connector/account`, or `bank:<id>`. */
export type SourceName = string;

export function isBank(source: SourceName): boolean {
  return source.startsWith('bank:');
}

/** What is decided of an open item, each with its counter-account. */
export const RESOLUTIONS = {
  /** The provider is right: the fee is as billed. */
  cost: 'provider_cost',
  /** Nobody's yet: it waits on an account of its own until somebody claims it. */
  unallocated: 'unallocated',
  /** The provider owes it. */
  claim: 'claims',
  /** Borne, or kept, by the platform. */
  difference: 'differences',
  /** Held back by the provider, or released. */
  reserve: 'provider_reserve',
  /** Two currencies of one payment: each half waits for the other. */
  fx: 'fx_position',
  /** No money moved: a line that says nothing new. */
  none: null,
} as const satisfies Readonly<Record<string, MainAccount | null>>;
export type Resolution = keyof typeof RESOLUTIONS;

/** An item without a match, or with one that does not agree. */
export interface OpenItem {
  readonly state: MatchState;
  readonly type: LineType;
  /** What the provider's account has beyond our books, for each asset that differs. */
  readonly differences: readonly { readonly asset: Asset; readonly minor: bigint }[];
}

/** What can be decided of an item; the first is proposed. */
export function choicesFor({ state, type, differences }: OpenItem): readonly Resolution[] {
  switch (state) {
    case 'twice':
      return ['none', 'unallocated', 'claim'];
    case 'late':
      return ['none'];
    case 'fee_differs':
      return ['cost', 'claim'];
    case 'currency_differs':
      return ['claim', 'fx'];
    case 'amount_differs':
      return differing(type);
    case 'missing_there':
      return ['claim', 'difference'];
    default:
      return missingHere(type, differences[0]?.minor ?? 0n);
  }
}

function differing(type: LineType): readonly Resolution[] {
  // A bank takes its charge out of what it is sent; a batch is settled whole or not at all.
  if (type === 'bank') return ['cost', 'difference', 'claim'];
  if (type === 'settlement' || type === 'to_bank') return ['claim', 'difference'];
  return ['difference', 'claim', 'unallocated'];
}

function missingHere(type: LineType, minor: bigint): readonly Resolution[] {
  if (type === 'fee') return ['cost', 'claim'];
  if (type === 'reserve') return ['reserve', 'claim'];
  if (type === 'adjustment') return ['difference', 'claim', 'unallocated'];
  if (minor > 0n) return ['unallocated', 'difference', 'none'];
  return type === 'bank' ? ['cost', 'difference', 'none'] : ['claim', 'difference', 'none'];
}

/** Where at the provider (or bank) a line's money is. */
export function purseOf(source: SourceName, type: LineType): MainAccount {
  if (isBank(source)) return 'bank';
  return type === 'payout' ? 'provider_wallet' : 'provider_collect';
}

/** The part of an account that is of a source: the main book names a bank by its id alone. */
export function partOf(source: SourceName): string {
  return isBank(source) ? source.slice('bank:'.length) : source;
}

/** The legs of a decision; none where no money moved. */
export function legsOf(
  source: SourceName,
  type: LineType,
  differences: OpenItem['differences'],
  resolution: Resolution,
): readonly MainLeg[] {
  const counter = RESOLUTIONS[resolution];
  if (counter === null) return [];
  const of = partOf(source);
  const counterOf = counter === 'differences' || counter === 'fx_position' ? '' : of;
  return differences
    .filter(({ minor }) => minor !== 0n)
    .flatMap(({ asset, minor }) => [
      { account: purseOf(source, type), of, asset, minor: -minor },
      { account: counter, of: counterOf, asset, minor },
    ]);
}

/** What lines that agree with the books add to them, summed. */
export interface LineSums {
  readonly type: LineType;
  /** Where the merchant book has the money of it; null: it knows nothing of such a line. */
  readonly purse: Purse | null;
  /** Of a batch that the bank shows: which part of `in_transit` it was. */
  readonly transit: string | null;
  readonly asset: Asset;
  readonly grossMinor: bigint;
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
}

/** Fees of matched lines, money that a dispute took, and batches: legs that sum to zero. */
export function lineLegs(
  source: SourceName,
  sums: readonly LineSums[],
  bank: string,
): readonly MainLeg[] {
  const of = partOf(source);
  const legs = sums.flatMap((sum): MainLeg[] => {
    const { type, asset, grossMinor, feeMinor, taxMinor } = sum;
    const account = purseOf(source, type);
    const charged: MainLeg[] = [
      { account: 'provider_cost', of, asset, minor: feeMinor },
      { account: 'input_tax', of: '', asset, minor: taxMinor },
      { account, of, asset, minor: -(feeMinor + taxMinor) },
    ];
    const to = destination(sum, of, bank);
    if (to === null) return charged;
    // A settlement is what comes to us of it; other lines are what leaves.
    const minor = type === 'settlement' ? grossMinor : -grossMinor;
    return [...charged, { ...to, asset, minor: -minor }, { account, of, asset, minor }];
  });
  return summed(legs);
}

function destination(
  { type, purse, transit }: Pick<LineSums, 'type' | 'purse' | 'transit'>,
  of: string,
  bank: string,
): Pick<MainLeg, 'account' | 'of'> | null {
  // What a dispute takes has left `frozen` in the merchant book, and comes there from `collect`.
  if (purse === 'frozen') return { account: 'provider_frozen', of };
  if (transit !== null) return { account: 'in_transit', of: transit };
  if (type === 'settlement') return { account: 'provider_wallet', of };
  return type === 'to_bank' ? { account: 'in_transit', of: transitOf(of, bank) } : null;
}

/** `simulator/main>main`: from which account to which bank. */
export function transitOf(part: string, bank: string): string {
  return `${part}>${bank}`;
}

function summed(legs: readonly MainLeg[]): readonly MainLeg[] {
  const sums = new Map<string, MainLeg>();
  for (const leg of legs) {
    const key = `${leg.account} ${leg.of} ${leg.asset}`;
    sums.set(key, { ...leg, minor: leg.minor + (sums.get(key)?.minor ?? 0n) });
  }
  return [...sums.values()].filter(({ minor }) => minor !== 0n);
}

/** The same money the other way. */
export function reversed(legs: readonly MainLeg[]): readonly MainLeg[] {
  return legs.map((leg) => ({ ...leg, minor: -leg.minor }));
}
