/**
 * Matches the lines of a report with what the merchant book expects, by the provider's id of each
 * payment: both come in the order of that id, so a run of any length holds no more than one
 * payment's lines, and what has found nothing. Of that, our own reference is tried next; amount and
 * day alone only suggest. What is ambiguous is never matched: a person decides.
 */
import type { Finding, Group } from './finding.ts';
import { compareLeft, type Leftovers, suggestions } from './leftovers.ts';
import type { Expectation, ReportLine } from './line.ts';
import { type CostTerms, costOf } from './provider-cost.ts';

export interface MatchRules {
  /** So many days lie between a line and its entry without a delay. */
  readonly dayTolerance: number;
  /** What the provider charges by contract; of a type without terms any fee is right. */
  readonly costs: readonly CostTerms[];
  /** The last day whose entries are all known; a line after it waits. */
  readonly booksThrough: number;
  /** The last day whose lines are all known; an entry that is to be there later waits. */
  readonly reportThrough: number;
}

/** Lines or expectations of one payment: more is no report of payments. */
const GROUP_MAX = 10_000;
/** What found nothing by the provider's id. More of it is another account's report. */
const LEFT_MAX = 200_000;

export type Side = 'lines' | 'expectations';

/**
 * Takes both sides page by page, each row once and in the order of `ref` by code units, and finds
 * one thing of each row, or of those that belong together.
 */
export class Matcher {
  readonly #rules: MatchRules;
  readonly #lines = new Window<ReportLine>();
  readonly #expectations = new Window<Expectation>();
  readonly #left: Leftovers = { lines: [], expectations: [] };

  constructor(rules: MatchRules) {
    this.#rules = rules;
  }

  /** Which side another page is needed of; null: both have ended. */
  get needs(): Side | null {
    const [theirs, ours] = [this.#lines.lastRef, this.#expectations.lastRef];
    if (theirs === null) return ours === null ? null : 'expectations';
    return ours === null || theirs <= ours ? 'lines' : 'expectations';
  }

  /** Why it cannot go on, for people; null: it can. */
  get problem(): string | null {
    const large = [this.#lines, this.#expectations].find((side) => side.size > GROUP_MAX * 2);
    if (large !== undefined) {
      return `more than ${GROUP_MAX} lines or entries are of ${large.lastRef}: no payment has so many`;
    }
    const { lines, expectations } = this.#left;
    return lines.length > LEFT_MAX || expectations.length > LEFT_MAX
      ? `more than ${LEFT_MAX} lines or entries have nothing to match: is it another account?`
      : null;
  }

  /** What is found with a page more. No page of a side that has ended: null. */
  addLines(page: readonly ReportLine[] | null): readonly Finding[] {
    this.#lines.add(page);
    return this.#found();
  }

  addExpectations(page: readonly Expectation[] | null): readonly Finding[] {
    this.#expectations.add(page);
    return this.#found();
  }

  #found(): readonly Finding[] {
    const [theirs, ours] = [this.#lines, this.#expectations];
    // The last payment of a page may go on in the next one.
    const groups = groupsBelow(theirs, ours, leastOf(theirs.lastRef, ours.lastRef));
    return settled(groups, this.#left, this.#rules);
  }

  /** What is found of all that has nothing to match by its id; when both sides have ended. */
  rest(): readonly Finding[] {
    return ofLeftovers(this.#left, this.#rules);
  }
}

/** Both sides of each payment, in one walk along both. `bound`: null where there is none. */
function groupsBelow(
  theirs: Window<ReportLine>,
  ours: Window<Expectation>,
  bound: string | null,
): readonly Group[] {
  // Without an id of the provider's each is looked for by our own reference.
  const groups: Group[] = [
    ...theirs.take('').map((line) => ({ lines: [line], expectations: [] })),
    ...ours.take('').map((one) => ({ lines: [], expectations: [one] })),
  ];
  for (;;) {
    const ref = leastOf(theirs.nextRef, ours.nextRef);
    if (ref === null || (bound !== null && ref >= bound)) return groups;
    groups.push({ lines: theirs.take(ref), expectations: ours.take(ref) });
  }
}

/** Null is beyond all. */
function leastOf(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

/** The rows at hand of a side: what is left of the pages that came. */
class Window<T extends { readonly ref: string }> {
  #rows: readonly T[] = [];
  #next = 0;
  #isOver = false;
  #highest = '';

  get nextRef(): string | null {
    return this.#rows[this.#next]?.ref ?? null;
  }

  /** Beyond it nothing is known yet; null: everything is. */
  get lastRef(): string | null {
    return this.#isOver ? null : this.#highest;
  }

  get size(): number {
    return this.#rows.length - this.#next;
  }

  add(page: readonly T[] | null): void {
    this.#isOver ||= page === null;
    if (page === null) return;
    for (const { ref } of page) {
      assertInOrder(this.#highest, ref);
      this.#highest = ref;
    }
    const left = this.#rows.slice(this.#next);
    this.#rows = left.length === 0 ? page : [...left, ...page];
    this.#next = 0;
  }

  take(ref: string): readonly T[] {
    const from = this.#next;
    while (this.#rows[this.#next]?.ref === ref) this.#next += 1;
    return from === this.#next ? NONE : this.#rows.slice(from, this.#next);
  }
}

const NONE: readonly never[] = [];

function assertInOrder(before: string, ref: string): void {
  if (ref < before) throw new Error(`rows out of order: ${ref} after ${before}`);
}

/** What is found of groups; what has nothing to match is put with the rest of it. */
function settled(
  groups: Iterable<Group>,
  { lines, expectations }: Leftovers,
  rules: MatchRules,
): readonly Finding[] {
  const findings: Finding[] = [];
  for (const group of groups) {
    for (const found of judged(group)) {
      if (found.state === 'missing_here') lines.push(...found.lines);
      else if (found.state === 'missing_there') expectations.push(...found.expectations);
      else findings.push(dated(found, rules));
    }
  }
  return findings;
}

function ofLeftovers(left: Leftovers, rules: MatchRules): readonly Finding[] {
  const alone: Leftovers = { lines: [], expectations: [] };
  const found = settled(compareLeft(left), alone, rules);
  const suggest = suggestions(alone, rules.dayTolerance);
  return [
    ...found,
    ...alone.lines.map((line): Finding => {
      const state = line.day + rules.dayTolerance > rules.booksThrough ? 'waiting' : 'missing_here';
      const suggested = suggest(line);
      const one: Finding = { state, lines: [line], expectations: [], delayDays: 0 };
      return suggested === null ? one : { ...one, suggested };
    }),
    ...alone.expectations.map((one): Finding => {
      const isEarly = one.day + rules.dayTolerance > rules.reportThrough;
      const state = isEarly ? 'waiting' : 'missing_there';
      return { state, lines: [], expectations: [one], delayDays: 0 };
    }),
  ];
}

type Undated = Omit<Finding, 'delayDays'>;

/** What comes in and what leaves are judged apart: a payment and its reversal have one id. */
function judged({ lines, expectations }: Group): readonly Undated[] {
  const [line, ours] = [lines[0], expectations[0]];
  // By far most payments are one line and one entry.
  if (lines.length === 1 && expectations.length === 1 && line && ours && isExact(line, ours)) {
    return [{ state: 'matched', lines, expectations }];
  }
  return [true, false].flatMap((isIn) => [
    ...paired(
      lines.filter(({ grossMinor }) => grossMinor >= 0n === isIn),
      expectations.filter(({ minor }) => minor >= 0n === isIn),
    ),
  ]);
}

function isExact(line: ReportLine, ours: Expectation): boolean {
  return line.asset === ours.asset && line.grossMinor === ours.minor;
}

function* paired(
  lines: readonly ReportLine[],
  expectations: readonly Expectation[],
): Generator<Undated> {
  const pairs: Undated[] = [];
  const isSame = (line: ReportLine, ours: Expectation) =>
    isExact(line, ours) && line.type === ours.type;
  let [theirs, ours] = [lines, expectations];
  for (const fits of [isSame, isExact]) {
    const rest = pairOff(theirs, ours, fits);
    pairs.push(...rest.pairs);
    [theirs, ours] = [rest.lines, rest.expectations];
  }
  yield* pairs;
  const matched = pairs.flatMap((pair) => pair.lines);
  yield* unpaired(theirs, ours, matched);
}

function pairOff(
  lines: readonly ReportLine[],
  expectations: readonly Expectation[],
  fits: (line: ReportLine, ours: Expectation) => boolean,
) {
  const free = [...expectations];
  const pairs: Undated[] = [];
  const left: ReportLine[] = [];
  for (const line of lines) {
    const at = free.findIndex((one) => fits(line, one));
    if (at < 0) left.push(line);
    else pairs.push({ state: 'matched', lines: [line], expectations: free.splice(at, 1) });
  }
  return { pairs, lines: left, expectations: free };
}

/** What of one payment has no exact counterpart. */
function* unpaired(
  lines: readonly ReportLine[],
  expectations: readonly Expectation[],
  matched: readonly ReportLine[],
): Generator<Undated> {
  if (lines.length === 0) {
    for (const one of expectations) {
      yield { state: 'missing_there', lines: [], expectations: [one] };
    }
    return;
  }
  if (expectations.length === 0) {
    for (const line of lines) {
      const state = matched.some((one) => isRepeat(line, one)) ? 'twice' : 'missing_here';
      yield { state, lines: [line], expectations: [] };
    }
    return;
  }
  const assets = new Set([...lines, ...expectations].map(({ asset }) => asset));
  const isOneSided = lines.length === 1 || expectations.length === 1;
  const difference = total(lines.map((one) => one.grossMinor)) - total(minorsOf(expectations));
  if (assets.size > 1) yield { state: 'currency_differs', lines, expectations };
  else if (isOneSided && difference === 0n) yield { state: 'matched', lines, expectations };
  else yield { state: 'amount_differs', lines, expectations };
}

const minorsOf = (expectations: readonly Expectation[]) => expectations.map(({ minor }) => minor);
const total = (minors: readonly bigint[]) => minors.reduce((sum, minor) => sum + minor, 0n);

/** Whether a line says once more what another one says already. */
export function isRepeat(
  line: Pick<ReportLine, 'type' | 'asset' | 'grossMinor'>,
  earlier: Pick<ReportLine, 'type' | 'asset' | 'grossMinor'>,
): boolean {
  const { type, asset, grossMinor } = earlier;
  return line.type === type && line.asset === asset && line.grossMinor === grossMinor;
}

/** Where the money agrees: whether the fee and the day do, too. */
function dated(found: Undated, { dayTolerance, costs }: MatchRules): Finding {
  if (found.state !== 'matched') return { ...found, delayDays: 0 };
  const last = Math.max(...found.lines.map(({ day }) => day));
  const first = Math.min(...found.expectations.map(({ day }) => day));
  const days = Math.abs(last - first);
  const delayDays = days > dayTolerance ? last - first : 0;
  const charged = -total(found.lines.map(({ feeMinor, taxMinor }) => feeMinor + taxMinor));
  const agreed = found.lines.map((line) => costOf(line, costs));
  const isAgreed = agreed.includes(null) || charged === total(agreed.map((minor) => minor ?? 0n));
  if (!isAgreed) return { ...found, state: 'fee_differs', delayDays };
  return { ...found, state: delayDays === 0 ? 'matched' : 'late', delayDays };
}
