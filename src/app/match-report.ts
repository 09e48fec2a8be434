/** Matches a report with the books, page by page: see `domain/reconciliation/match.ts`. */
import type { Finding } from '../domain/reconciliation/finding.ts';
import type { Expectation, ReportLine } from '../domain/reconciliation/line.ts';
import { Matcher, type MatchRules } from '../domain/reconciliation/match.ts';

/** Rows in pages, in the order of `ref` by code units, each at most once. */
type Pages<T> = AsyncIterable<readonly T[]>;

/**
 * Hands what is found to `take`, some at a time. Null: all was matched. Else why it stopped, for
 * people: what `take` was given before then stands.
 */
export async function matchReport(
  lines: Pages<ReportLine>,
  expectations: Pages<Expectation>,
  rules: MatchRules,
  take: (found: readonly Finding[]) => Promise<void>,
): Promise<string | null> {
  const matcher = new Matcher(rules);
  const sides = { lines: pagesOf(lines), expectations: pagesOf(expectations) };
  for (let side = matcher.needs; side !== null; side = matcher.needs) {
    const found =
      side === 'lines'
        ? matcher.addLines(await sides.lines())
        : matcher.addExpectations(await sides.expectations());
    if (found.length > 0) await take(found);
    if (matcher.problem !== null) return matcher.problem;
  }
  await take(matcher.rest());
  return null;
}

/** The next page; null: there is none. */
function pagesOf<T>(pages: Pages<T>): () => Promise<readonly T[] | null> {
  const iterator = pages[Symbol.asyncIterator]();
  return async () => {
    const { value, done } = await iterator.next();
    return done === true ? null : value;
  };
}
