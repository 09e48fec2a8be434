/** One run of reconciliation over a source: expect, match, compare the balance, post. */
import { holds } from '../domain/reconciliation/equation.ts';
import { isBank } from '../domain/reconciliation/posting.ts';
import type { BalanceDay, ReconQueries, ReconRuns, Source } from '../ports/reconciliation.ts';
import { matchReport } from './match-report.ts';

export interface ReconcileDeps {
  readonly runs: ReconRuns;
  readonly queries: Pick<ReconQueries, 'balances'>;
}

export interface Reconciled {
  /** Entries of the books that are expected from now on. */
  readonly expected: number;
  /** Lines whose fees and moves were posted. */
  readonly posted: number;
  /** Why nothing was posted by itself, for people; null: it was. */
  readonly stopped: string | null;
}

/** The days that the equation is looked at for, newest first. */
const DAYS_COMPARED = 62;

/** Null: another process runs this source now. Run again, it changes nothing. */
export async function reconcile(
  { runs, queries }: ReconcileDeps,
  source: Source,
): Promise<Reconciled | null> {
  return await runs.exclusively(source.name, async () => {
    const expected = await runs.load(source);
    const { books, report } = await runs.bounds(source);
    await runs.batches(source, report);
    const { dayTolerance, costs } = source.map;
    const problem = await matchReport(
      runs.lines(source),
      runs.entries(source),
      { dayTolerance, costs, booksThrough: books, reportThrough: report },
      (found) => runs.keep(source, found),
    );
    const wrong = (await queries.balances(source, DAYS_COMPARED)).find((day) => !holds(day));
    const stopped = problem ?? (wrong === undefined ? null : inWords(source, wrong));
    await runs.stop(source.name, stopped);
    return { expected, posted: stopped === null ? await runs.post(source) : 0, stopped };
  });
}

function inWords({ name }: Source, { asset, day, unlistedMinor, unexplainedMinor }: BalanceDay) {
  const where = isBank(name) ? 'bank' : 'provider';
  return unlistedMinor !== null && unlistedMinor !== 0n
    ? `the ${where}'s balance of ${day} is ${unlistedMinor} minor units of ${asset} more than the day before and its lines`
    : `the ${where}'s balance of ${day} is ${unexplainedMinor} minor units of ${asset} more than our books and open items explain`;
}
