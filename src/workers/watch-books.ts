/**
 * Looks at closed days of the main book: whether clearing accounts come back to zero in time (P17),
 * and whether what is owed is covered. What is wrong is a case, a metric and a line in the log.
 */
import type { ClearingDays } from '../domain/clearing.ts';
import { type Coverage, coverageOf } from '../domain/coverage.ts';
import { dayText } from '../domain/day.ts';
import { majorText } from '../domain/money.ts';
import type { BookWatch, Found, MainBook, Overdue } from '../ports/books.ts';
import type { Log, WorkerEvents } from '../ports/workers.ts';

export interface WatchBooksDeps {
  readonly mainBook: MainBook;
  readonly bookWatch: BookWatch;
  readonly clearingDays: ClearingDays;
  readonly log: Log;
  readonly events: WorkerEvents;
  readonly nowMs: () => number;
}

/** A round for the loop. False: what is left can only wait. Of live money alone. */
export async function watchBooksRound(deps: WatchBooksDeps): Promise<boolean> {
  const { mainBook, bookWatch, clearingDays, log, events, nowMs } = deps;
  const today = dayText(new Date(nowMs()));
  const overdue = await bookWatch.overdue(clearingDays, today);
  const live = overdue.filter(({ mode }) => mode === 'live');
  // A case that holds money is a case already.
  const accounts = live.filter(({ account }) => account !== 'suspense');
  await bookWatch.show('clearing', accounts.map(overdueCase));
  events.overdue?.(live);
  if (live.length > 0) {
    log.warn({ overdue: live.map(overdueText) }, 'money lies in clearing accounts for too long');
  }

  const { until, rows } = await mainBook.trialBalance(null);
  if (until === null) return false;
  const coverages = coverageOf(rows.filter(({ mode }) => mode === 'live'));
  const short = coverages.filter(({ isShort }) => isShort);
  await bookWatch.show(
    'coverage',
    short.map((one) => shortCase(one, until)),
  );
  events.covered?.(coverages);
  for (const one of short)
    log.error({ detail: shortText(one, until) }, 'more is owed than is there');
  return false;
}

function overdueText({ asset, account, of, minor, since, days, limitDays }: Overdue): string {
  const amount = majorText({ asset, minor });
  const where = of === '' ? account : `${account} ${of}`;
  return `${where}: ${asset.slice(0, 3)} ${amount} since ${since}, ${days} days (limit ${limitDays})`;
}

function overdueCase(one: Overdue): Found {
  return { key: `${one.asset}:${one.account}:${one.of}`, detail: overdueText(one) };
}

function shortText({ asset, coverMinor, owedMinor }: Coverage, until: string): string {
  const text = (minor: bigint) => majorText({ asset, minor });
  const missing = text(owedMinor - coverMinor);
  return `${asset.slice(0, 3)} at the end of ${until}: ${text(coverMinor)} cover ${text(owedMinor)}; ${missing} are missing`;
}

function shortCase(one: Coverage, until: string): Found {
  return { key: one.asset, detail: shortText(one, until) };
}
