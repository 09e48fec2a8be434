/**
 * Coverage: what lies where, against what is owed to merchants and others, from the main book. Each
 * line of the trial balance is in one of three groups, so that together they are the trial balance.
 */
import type { MainAccount } from './main-book.ts';
import type { Asset } from './money.ts';

export const COVERAGE_GROUPS = ['cover', 'owed', 'own'] as const;
/**
 * `cover`: money at providers, at banks, and between them. `owed`: to merchants, payers and agents.
 * `own`: what the platform earned, spent, owes to the state or is owed by merchants.
 */
export type CoverageGroup = (typeof COVERAGE_GROUPS)[number];

const GROUPS: Readonly<Record<MainAccount, CoverageGroup>> = {
  provider_collect: 'cover',
  provider_wallet: 'cover',
  provider_frozen: 'cover',
  provider_reserve: 'cover',
  in_transit: 'cover',
  // What has left and the bank has not shown: it lessens what lies there.
  bank_clearing: 'cover',
  bank: 'cover',
  claims: 'cover',
  merchants_pending: 'owed',
  merchants_available: 'owed',
  merchants_reserved: 'owed',
  merchants_rolling: 'owed',
  merchants_disputed: 'owed',
  suspense: 'owed',
  unallocated: 'owed',
  agents: 'owed',
  splits: 'owed',
  merchants_debt: 'own',
  output_tax: 'own',
  input_tax: 'own',
  fx_position: 'own',
  fee_income: 'own',
  provider_cost: 'own',
  write_off: 'own',
  goodwill: 'own',
  differences: 'own',
  own_funds: 'own',
};

/** A line of the trial balance. */
export interface BookLine {
  readonly asset: Asset;
  readonly account: MainAccount;
  readonly of: string;
  /** Credit above zero, debit below. */
  readonly minor: bigint;
  readonly since: string;
}

export type CoverageLine<Line extends BookLine> = Line & { readonly group: CoverageGroup };

export interface Coverage<Line extends BookLine = BookLine> {
  readonly asset: Asset;
  readonly coverMinor: bigint;
  readonly owedMinor: bigint;
  /** The rest of the book: cover = owed + own. Below zero: owed is more than there is. */
  readonly ownMinor: bigint;
  /** Cover by owed in hundredths of a per cent, rounded down; null: nothing is owed. */
  readonly basisPoints: bigint | null;
  readonly isShort: boolean;
  readonly lines: readonly CoverageLine<Line>[];
}

/**
 * Money that is missing (suspense below zero) is owed to us by nobody yet: it makes what is owed to
 * others no less.
 */
function groupOf({ account, minor }: BookLine): CoverageGroup {
  return account === 'suspense' && minor < 0n ? 'own' : GROUPS[account];
}

/** The coverage of each asset, of the lines of one mode. */
export function coverageOf<Line extends BookLine>(
  lines: readonly Line[],
): readonly Coverage<Line>[] {
  return [...Map.groupBy(lines, ({ asset }) => asset)].map(([asset, all]) => {
    const placed = all.map((line) => ({ ...line, group: groupOf(line) }));
    const sumOf = (group: CoverageGroup) =>
      placed.reduce((sum, line) => (line.group === group ? sum + line.minor : sum), 0n);
    const [coverMinor, owedMinor] = [-sumOf('cover'), sumOf('owed')];
    return {
      asset,
      coverMinor,
      owedMinor,
      ownMinor: sumOf('own'),
      basisPoints: owedMinor > 0n ? floorOf(coverMinor * 10_000n, owedMinor) : null,
      isShort: coverMinor < owedMinor,
      lines: placed,
    };
  });
}

function floorOf(a: bigint, b: bigint): bigint {
  return a < 0n && a % b !== 0n ? a / b - 1n : a / b;
}
