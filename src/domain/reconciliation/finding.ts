/** What matching finds of a line, an entry, or several that belong together. */
import type { Expectation, ReportLine } from './line.ts';

/** `missing_there`: the report has no line for it. `missing_here`: the books have no entry. */
export const MATCH_STATES = [
  'matched',
  'late',
  'fee_differs',
  'amount_differs',
  'currency_differs',
  'twice',
  'missing_there',
  'missing_here',
  'waiting',
] as const;
export type MatchState = (typeof MATCH_STATES)[number];

export interface Finding {
  readonly state: MatchState;
  readonly lines: readonly ReportLine[];
  readonly expectations: readonly Expectation[];
  /** Days from the entry to the line where that is more than the account allows. */
  readonly delayDays: number;
  /** The only expectation that a line could be by amount and day: for a person to look at. */
  readonly suggested?: Expectation;
}

/** What may be about one payment. */
export interface Group {
  readonly lines: readonly ReportLine[];
  readonly expectations: readonly Expectation[];
}
