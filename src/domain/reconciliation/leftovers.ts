/** What found nothing by the provider's id: our own reference, then amount and day. */

import type { Group } from './finding.ts';
import type { Expectation, ReportLine } from './line.ts';

export interface Leftovers {
  readonly lines: ReportLine[];
  readonly expectations: Expectation[];
}

/** `123_2` -> `123`: which order a reference of ours is of. */
export function orderOf(reference: string): string {
  return /^([0-9]{1,19})(_[0-9]+)?$/.exec(reference)?.[1] ?? '';
}

/**
 * Groups by our reference. Two that both have an id of the provider's, and another one each, are
 * not the same payment, whatever our reference says: a line with an id is compared with what has
 * none.
 */
export function* compareLeft({ lines, expectations }: Leftovers): Generator<Group> {
  const theirs = Map.groupBy(lines, ({ reference }) => orderOf(reference));
  const ours = Map.groupBy(expectations, ({ orderId }) => orderId);
  for (const [order, some] of theirs) {
    const candidates = order === '' ? [] : (ours.get(order) ?? []);
    const named = some.filter(isNamed);
    const nameless = candidates.filter((one) => !isNamed(one));
    if (named.length > 0) yield { lines: named, expectations: nameless };
    const rest = named.length > 0 ? candidates.filter(isNamed) : candidates;
    yield { lines: some.filter((one) => !isNamed(one)), expectations: rest };
  }
  for (const [order, some] of ours) {
    if (order === '' || !theirs.has(order)) yield { lines: [], expectations: some };
  }
}

const isNamed = ({ ref }: { readonly ref: string }) => ref !== '';

/**
 * For a line without an entry: the one expectation of the same amount within the days, if it is the
 * only one, and the line the only one that it could be.
 */
export function suggestions(
  { lines, expectations }: Leftovers,
  dayTolerance: number,
): (line: ReportLine) => Expectation | null {
  const theirs = Map.groupBy(lines, keyOfLine);
  const ours = Map.groupBy(expectations, ({ asset, minor }) => `${asset} ${minor}`);
  return (line) => {
    const near = (one: { readonly day: number }) => Math.abs(one.day - line.day) <= dayTolerance;
    const candidates = (ours.get(keyOfLine(line)) ?? []).filter(near);
    const rivals = (theirs.get(keyOfLine(line)) ?? []).filter(near);
    return candidates.length === 1 && rivals.length === 1 ? (candidates[0] ?? null) : null;
  };
}

const keyOfLine = ({ asset, grossMinor }: ReportLine) => `${asset} ${grossMinor}`;
