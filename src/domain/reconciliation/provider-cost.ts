/** What a provider charges by contract, to compare with what its report says. */
import type { Asset } from '../money.ts';
import type { LineType, ReportLine } from './line.ts';

/** Of lines of one type, in one asset or (null) in any. The first that fits counts. */
export interface CostTerms {
  readonly type: LineType;
  readonly asset: Asset | null;
  /** Of the gross amount, in millionths. */
  readonly ratePpm: bigint;
  readonly fixedMinor: bigint;
  /** Tax on the fee, in millionths. */
  readonly taxPpm: bigint;
}

const PPM = 1_000_000n;

/** Fee and tax of a line by contract, above zero; null: nothing is agreed for it. */
export function costOf(
  { type, asset, grossMinor }: Pick<ReportLine, 'type' | 'asset' | 'grossMinor'>,
  costs: readonly CostTerms[],
): bigint | null {
  const terms = costs.find(
    (one) => one.type === type && (one.asset === null || one.asset === asset),
  );
  if (terms === undefined) return null;
  const base = grossMinor < 0n ? -grossMinor : grossMinor;
  const fee = share(base, terms.ratePpm) + terms.fixedMinor;
  return fee + share(fee, terms.taxPpm);
}

/** Half a unit and more counts as one. */
function share(minor: bigint, ppm: bigint): bigint {
  return (minor * ppm + PPM / 2n) / PPM;
}
