import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Finding } from './finding.ts';
import type { Expectation, ReportLine } from './line.ts';
import { Matcher, type MatchRules } from './match.ts';
import type { CostTerms } from './provider-cost.ts';

const RULES: MatchRules = { dayTolerance: 1, costs: [], booksThrough: 200, reportThrough: 200 };

const line = (id: number, more: Partial<ReportLine> = {}): ReportLine => ({
  ...{ id: BigInt(id), type: 'payment', ref: 'txn_1', reference: '', asset: 'PHP/2' },
  ...{ grossMinor: 10_000n, feeMinor: 0n, taxMinor: 0n, day: 100 },
  ...more,
});
const ours = (id: number, more: Partial<Expectation> = {}): Expectation => ({
  ...{ id: BigInt(id), type: 'payment', ref: 'txn_1', orderId: '7', asset: 'PHP/2' },
  ...{ minor: 10_000n, day: 100 },
  ...more,
});

const inOrder = <T extends { readonly ref: string }>(rows: readonly T[]) =>
  rows.toSorted((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0));

/** The next rows of a list, some at a time; null: it has ended. */
function inPages<T>(rows: readonly T[], size = 2): () => readonly T[] | null {
  let at = -size;
  return () => {
    at += size;
    return at < rows.length ? rows.slice(at, at + size) : null;
  };
}

function play(
  matcher: Matcher,
  lines: () => readonly ReportLine[] | null,
  expectations: () => readonly Expectation[] | null,
  take: (found: readonly Finding[]) => void,
): void {
  for (let side = matcher.needs; side !== null && matcher.problem === null; side = matcher.needs) {
    const isTheirs = side === 'lines';
    take(isTheirs ? matcher.addLines(lines()) : matcher.addExpectations(expectations()));
  }
  take(matcher.rest());
}

function find(
  lines: readonly ReportLine[],
  expectations: readonly Expectation[],
  rules: Partial<MatchRules> = {},
): readonly Finding[] {
  const all: Finding[] = [];
  const matcher = new Matcher({ ...RULES, ...rules });
  const [theirs, ours] = [inPages(inOrder(lines)), inPages(inOrder(expectations))];
  play(matcher, theirs, ours, (found) => all.push(...found));
  return all;
}

/** `matched 1|1`: the state, the lines' ids and the expectations'. */
const said = (found: readonly Finding[]) =>
  found.map(
    ({ state, lines, expectations }) =>
      `${state} ${lines.map(({ id }) => id)}|${expectations.map(({ id }) => id)}`,
  );

function states(
  lines: readonly ReportLine[],
  expectations: readonly Expectation[],
  rules: Partial<MatchRules> = {},
) {
  return said(find(lines, expectations, rules)).toSorted();
}

describe('by the provider’s id', () => {
  test('a line with its entry is matched, and each kind of difference has its state', () => {
    const costs: readonly CostTerms[] = [
      {
        type: 'payment',
        asset: null,
        ratePpm: 20_000n,
        fixedMinor: 0n,
        taxPpm: 120_000n,
      },
    ];
    const billed = line(1, { feeMinor: -200n, taxMinor: -24n });
    assert.deepEqual(states([line(1)], [ours(1)]), ['matched 1|1']);
    assert.deepEqual(states([billed], [ours(1)], { costs }), ['matched 1|1']);
    const dearer = { ...billed, feeMinor: -201n };
    assert.deepEqual(states([dearer], [ours(1)], { costs }), ['fee_differs 1|1']);
    const more = line(1, { grossMinor: 10_001n });
    assert.deepEqual(states([more], [ours(1)]), ['amount_differs 1|1']);
    const other = line(1, { asset: 'USD/2' });
    assert.deepEqual(states([other], [ours(1)]), ['currency_differs 1|1']);
    const later = line(1, { day: 102 });
    const [late] = find([later], [ours(1)]);
    assert.deepEqual([late?.state, late?.delayDays], ['late', 2]);
    assert.deepEqual(states([line(1, { day: 99 })], [ours(1)]), ['matched 1|1']);
    assert.deepEqual(states([line(1)], []), ['missing_here 1|']);
    assert.deepEqual(states([], [ours(1)]), ['missing_there |1']);
    assert.deepEqual(states([line(1), line(2)], [ours(1)]), ['matched 1|1', 'twice 2|']);
  });

  test('what can still come waits, and is missing once the days are in', () => {
    assert.deepEqual(states([line(1)], [], { booksThrough: 100 }), ['waiting 1|']);
    assert.deepEqual(states([line(1)], [], { booksThrough: 101 }), ['missing_here 1|']);
    assert.deepEqual(states([], [ours(1)], { reportThrough: 100 }), ['waiting |1']);
    assert.deepEqual(states([], [ours(1)], { reportThrough: 101 }), ['missing_there |1']);
  });

  test('a payment and what was reversed of it have one id, and two matches', () => {
    const back = line(2, { type: 'reversal', grossMinor: -10_000n });
    const taken = ours(2, { type: 'reversal', minor: -10_000n });
    const both = ['matched 1|1', 'matched 2|2'];
    assert.deepEqual(states([back, line(1)], [ours(1), taken]), both);
    assert.deepEqual(states([line(1), back], [ours(1)]), ['matched 1|1', 'missing_here 2|']);
  });

  test('a chargeback beside a reversal of the same payment is no repeat of it', () => {
    const back = line(1, { type: 'reversal', grossMinor: -10_000n });
    const chargeback = line(2, { type: 'dispute', grossMinor: -10_000n });
    const taken = ours(1, { type: 'reversal', minor: -10_000n });
    const apart = ['matched 1|1', 'missing_here 2|'];
    assert.deepEqual(states([chargeback, back], [taken]), apart);
  });

  test('one line for several entries, or the other way round, when the sum agrees', () => {
    const parts = [line(1, { grossMinor: 4_000n }), line(2, { grossMinor: 6_000n })];
    assert.deepEqual(states(parts, [ours(1)]), ['matched 1,2|1']);
    const two = [ours(1), ours(2, { minor: 1_000n })];
    assert.deepEqual(states([line(1, { grossMinor: 11_000n })], two), ['matched 1|1,2']);
    assert.deepEqual(states([parts[0] as ReportLine], [ours(1)]), ['amount_differs 1|1']);
  });

  test('several of several that differ are one thing, for a person', () => {
    const lines = [line(1, { grossMinor: 4_000n }), line(2, { grossMinor: 7_000n })];
    const entries = [ours(1, { minor: 5_000n }), ours(2, { minor: 6_000n })];
    assert.deepEqual(states(lines, entries), ['amount_differs 1,2|1,2']);
  });

  test('rows that are not in order are refused, and endless payments too', () => {
    const wrong = [line(1, { ref: 'b' }), line(2, { ref: 'a' })];
    assert.throws(() => new Matcher(RULES).addLines(wrong), /out of order/);
    const matcher = new Matcher(RULES);
    const endless = Array.from({ length: 20_001 }, (_, at) => line(at));
    play(matcher, inPages(endless, 1_000), inPages([]), () => undefined);
    assert.match(`${matcher.problem}`, /more than 10000 lines or entries are of txn_1/);
  });
});

describe('without the provider’s id', () => {
  test('our reference finds the order, also that of a second dispatch', () => {
    const nameless = line(1, { ref: '', reference: '7_2' });
    assert.deepEqual(states([nameless], [ours(1)]), ['matched 1|1']);
    const named = line(1, { reference: '7' });
    assert.deepEqual(states([named], [ours(1, { ref: '' })]), ['matched 1|1']);
    assert.deepEqual(states([nameless], [ours(1, { orderId: '8' })]), [
      'missing_here 1|',
      'missing_there |1',
    ]);
  });

  test('two ids of the provider contradict a reference', () => {
    const second = line(1, { ref: 'txn_2', reference: '7' });
    const apart = ['missing_here 1|', 'missing_there |1'];
    assert.deepEqual(states([second], [ours(1)]), apart);
  });

  test('amount and day suggest the only candidate, and match nothing', () => {
    const unknown = line(1, { ref: 'x', reference: '' });
    const found = find([unknown], [ours(1, { ref: '' })]);
    const suggested = found.map((one) => one.suggested?.id ?? null);
    assert.deepEqual(
      [said(found), suggested],
      [
        ['missing_here 1|', 'missing_there |1'],
        [1n, null],
      ],
    );
    const two = find([unknown], [ours(1, { ref: '' }), ours(2, { ref: '', orderId: '8' })]);
    assert.deepEqual(
      two.flatMap((one) => one.suggested ?? []),
      [],
    );
  });
});

/** A million of each side by flag. */
const COUNT = process.env.FULL_TESTS === undefined ? 20_000 : 1_000_000;

test(`${COUNT} lines are matched page by page, in bounded memory`, () => {
  const PAGE = 1_000;
  const made = <T>(rowOf: (at: number) => T) => {
    let from = -PAGE;
    return () => {
      from += PAGE;
      return from < COUNT ? Array.from({ length: PAGE }, (_, at) => rowOf(from + at)) : null;
    };
  };
  const ref = (at: number) => `txn_${`${at}`.padStart(20, '0')}`;
  const lines = made((at) => line(at, { ref: ref(at), grossMinor: at % 1_000 === 0 ? 1n : 5n }));
  const entries = made((at) => ours(at, { ref: ref(at), minor: 5n }));
  const counts = new Map<string, number>();
  const cpu = process.cpuUsage();
  let peakBytes = 0;
  play(new Matcher(RULES), lines, entries, (page) => {
    for (const { state } of page) counts.set(state, (counts.get(state) ?? 0) + 1);
    peakBytes = Math.max(peakBytes, process.memoryUsage().rss);
  });
  const { user, system } = process.cpuUsage(cpu);
  const differs = COUNT / 1_000;
  assert.deepEqual(Object.fromEntries(counts), {
    matched: COUNT - differs,
    amount_differs: differs,
  });
  const seconds = (user + system) / 1e6;
  process.stdout.write(
    `# ${COUNT} lines: ${seconds} s of CPU, ${Math.round(peakBytes / 2 ** 20)} MB at most\n`,
  );
  assert.ok(seconds < 60, `${seconds} s of CPU`);
  assert.ok(peakBytes < 300 * 2 ** 20, `${Math.round(peakBytes / 2 ** 20)} MB`);
});
