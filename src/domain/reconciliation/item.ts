/** What is in question where lines and entries do not agree, and the journal of a decision. */
import type { MainLeg } from '../main-book.ts';
import type { Asset } from '../money.ts';
import type { Finding } from './finding.ts';
import { effectMinor, type LineType } from './line.ts';
import { legsOf, type OpenItem, partOf, type Resolution, type SourceName } from './posting.ts';
import { type CostTerms, costOf } from './provider-cost.ts';

type Found = Pick<Finding, 'state' | 'lines' | 'expectations'>;

export function typeOfFinding({ lines, expectations }: Found): LineType {
  return lines[0]?.type ?? expectations[0]?.type ?? 'adjustment';
}

/** What the provider's account has beyond our books, by asset; zeros stay, they name the asset. */
export function differencesOf(
  { state, lines, expectations }: Found,
  costs: readonly CostTerms[],
): OpenItem['differences'] {
  const sums = new Map<Asset, bigint>();
  const add = (asset: Asset, minor: bigint) => sums.set(asset, (sums.get(asset) ?? 0n) + minor);
  const isPair = state === 'amount_differs';
  for (const line of lines) {
    if (state === 'late') add(line.asset, 0n);
    else if (state === 'fee_differs') {
      add(line.asset, line.feeMinor + line.taxMinor + (costOf(line, costs) ?? 0n));
    } else add(line.asset, isPair ? line.grossMinor : effectMinor(line));
  }
  // Where only fee or day differ, the money agrees.
  if (state === 'late' || state === 'fee_differs') return listed(sums);
  for (const { asset, minor } of expectations) add(asset, -minor);
  return listed(sums);
}

const listed = (sums: ReadonlyMap<Asset, bigint>) =>
  [...sums].map(([asset, minor]) => ({ asset, minor }));

/** The asset that the most is in question of, and how much, above zero. */
export function mostOf(differences: OpenItem['differences']): { asset: Asset; minor: bigint } {
  const size = (minor: bigint) => (minor < 0n ? -minor : minor);
  const [most] = differences.toSorted((a, b) => (size(a.minor) < size(b.minor) ? 1 : -1));
  return { asset: most?.asset ?? '', minor: size(most?.minor ?? 0n) };
}

/**
 * The journal of a decision. A fee that was charged beyond what is agreed is posted as it was
 * charged, with all others: only a claim moves some of it.
 */
export function decisionLegs(
  source: SourceName,
  { state, type, differences }: OpenItem,
  resolution: Resolution,
): readonly MainLeg[] {
  if (state !== 'fee_differs') return legsOf(source, type, differences, resolution);
  if (resolution !== 'claim') return [];
  const of = partOf(source);
  return differences
    .filter(({ minor }) => minor !== 0n)
    .flatMap(({ asset, minor }) => [
      { account: 'claims', of, asset, minor },
      { account: 'provider_cost', of, asset, minor: -minor },
    ]);
}

/** Whether its lines agree with its entries from then on: their fees are posted as others are. */
export function agreesOnceDecided({ state }: Pick<OpenItem, 'state'>): boolean {
  return state === 'fee_differs' || state === 'amount_differs' || state === 'late';
}
