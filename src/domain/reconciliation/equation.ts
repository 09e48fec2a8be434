/**
 * The balance equation of a provider's or bank's account, by day and asset: what it says it has,
 * against its own lines, and against our books and what is open between the two.
 */
export interface AccountDay {
  /** By the provider's word; null: it has given none for the day before. */
  readonly openingMinor: bigint | null;
  readonly closingMinor: bigint;
  /** All its lines of the day. */
  readonly linesMinor: bigint;
  /** What our books have there, of all that happened until that day. */
  readonly booksMinor: bigint;
  /** What it has beyond our books by lines and entries that are open or wait to be posted. */
  readonly openMinor: bigint;
}

export interface Equation {
  /** Closing less opening and lines; null: there is no opening to begin with. */
  readonly unlistedMinor: bigint | null;
  /** Closing less our books and what is open. */
  readonly unexplainedMinor: bigint;
}

export function equationOf(day: AccountDay): Equation {
  const { openingMinor, closingMinor, linesMinor, booksMinor, openMinor } = day;
  return {
    unlistedMinor: openingMinor === null ? null : closingMinor - openingMinor - linesMinor,
    unexplainedMinor: closingMinor - booksMinor - openMinor,
  };
}

export function holds({ unlistedMinor, unexplainedMinor }: Equation): boolean {
  return (unlistedMinor ?? 0n) === 0n && unexplainedMinor === 0n;
}
