/**
 * A provider's settlement report lies in every way there is: each lie is found, as what it is,
 * and nothing that is true is called wrong. The report is the simulated provider's own file, read
 * as any file is. 500 lies in 100,000 lines by flag.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Movement } from '../../emulators/simulator/journal.ts';
import { inventLies, LIES, type LieName } from '../../emulators/simulator/lies.ts';
import { settlementReport } from '../../emulators/simulator/report.ts';
import { matchReport } from '../../src/app/match-report.ts';
import { readColumnMap } from '../../src/domain/reconciliation/column-map.ts';
import type { Finding, MatchState } from '../../src/domain/reconciliation/finding.ts';
import {
  dayNumber,
  type Expectation,
  type OrderType,
  type ReportLine,
} from '../../src/domain/reconciliation/line.ts';
import { reportLines } from '../../src/files/incoming/report-lines.ts';
import { SIMULATOR_MAP } from '../support/simulator-map.ts';

const [COUNT, LIE_COUNT] = process.env.FULL_TESTS === undefined ? [5_000, 90] : [100_000, 500];
const [ACCOUNT, DATE] = ['acme', '2026-11-20'];
const OTHERS = ['payout', 'refund', 'reversal', 'dispute'] as const;

/** One in twelve leaves the account: a payout, a refund, a reversal or a dispute. */
function movement(seq: number): Movement {
  const isOut = seq % 12 === 0;
  const operation = isOut ? (OTHERS[(seq / 12) % OTHERS.length] ?? 'payout') : 'payment';
  const amountMinor = BigInt(1_000 + ((seq * 7_919) % 90_000));
  const of = isOut && operation !== 'payout' ? seq - 1 : seq;
  return {
    ...{ seq, operation, account: ACCOUNT, effect: isOut ? '-' : '+', amountMinor },
    atMs: Date.parse(`${DATE}T00:00:00Z`) + Math.floor((seq * 86_400_000) / (COUNT + 1)),
    id: `pay_${of}`,
    paymentId: operation === 'refund' || operation === 'payout' ? `rfn_${seq}` : `txn_${of}`,
    ...{ reference: `${seq}`, order: `C${of}`, merchantOrder: `M${of}`, utr: `6${seq}` },
    ...{ asset: 'PHP/2', feeMinor: isOut ? 0n : amountMinor / 50n, taxMinor: 0n },
  } as Movement;
}

/** What the books have of a movement. */
function expectationOf({ seq, operation, paymentId, amountMinor, effect }: Movement): Expectation {
  return {
    ...{ id: BigInt(seq), type: operation as OrderType, ref: paymentId, orderId: `${seq}` },
    ...{ asset: 'PHP/2', minor: effect === '+' ? amountMinor : -amountMinor },
    day: dayNumber(DATE),
  };
}

const STATES: Readonly<Record<LieName, MatchState>> = {
  line_too_many: 'missing_here',
  line_too_few: 'missing_there',
  line_twice: 'twice',
  other_amount: 'amount_differs',
  other_fee: 'fee_differs',
  other_currency: 'currency_differs',
  other_day: 'late',
  settled_refund: 'missing_here',
  chargeback: 'missing_here',
};

async function* pagesOf<T extends { readonly ref: string }>(rows: readonly T[]) {
  const sorted = rows.toSorted((a, b) => (a.ref < b.ref ? -1 : a.ref > b.ref ? 1 : 0));
  for (let at = 0; at < sorted.length; at += 1_000) yield sorted.slice(at, at + 1_000);
}

async function read(file: string): Promise<readonly ReportLine[]> {
  const map = readColumnMap({ ...SIMULATOR_MAP, from: DATE });
  assert.ok(map.ok);
  const bytes = (async function* () {
    yield Buffer.from(file);
  })();
  const lines: ReportLine[] = [];
  for await (const page of reportLines(bytes, map.map)) {
    lines.push(...page.map((one) => ({ ...one, id: BigInt(one.row), day: dayNumber(one.day) })));
  }
  return lines;
}

async function findings(lines: readonly ReportLine[], ours: readonly Expectation[]) {
  const found: Finding[] = [];
  const cost = {
    type: 'payment',
    asset: null,
    ratePpm: 20_000n,
    fixedMinor: 0n,
    taxPpm: 0n,
  } as const;
  const through = dayNumber(DATE) + 30;
  const rules = { dayTolerance: 1, costs: [cost], booksThrough: through, reportThrough: through };
  const problem = await matchReport(pagesOf(lines), pagesOf(ours), rules, async (page) => {
    for (const one of page) if (one.state !== 'matched') found.push(one);
  });
  assert.equal(problem, null);
  return found.map(
    ({ state, lines: of, expectations }) => `${state} ${of[0]?.ref ?? expectations[0]?.ref}`,
  );
}

/** Fees are by contract: a fiftieth, half a unit and more counts as one. */
const agreed = (one: Movement): Movement =>
  one.feeMinor === 0n
    ? one
    : { ...one, feeMinor: (one.amountMinor * 20_000n + 500_000n) / 1_000_000n };

test(`${LIE_COUNT} lies in ${COUNT} lines: all are found, and none is alleged`, async () => {
  const movements = Array.from({ length: COUNT }, (_, at) => agreed(movement(at + 1)));
  const ours = movements.map(expectationOf);
  const truth = await read(settlementReport(movements, ACCOUNT, DATE, []));
  assert.equal(truth.length, COUNT);
  assert.deepEqual(await findings(truth, ours), []);

  const lies = inventLies(movements, LIE_COUNT, 4_711);
  assert.deepEqual(new Set(lies.map(({ lie }) => lie)), new Set(LIES));
  const alterations = lies.map(({ alteration }) => alteration);
  const found = await findings(
    await read(settlementReport(movements, ACCOUNT, DATE, alterations)),
    ours,
  );
  const due = lies.map(({ lie, paymentId }) => `${STATES[lie]} ${paymentId}`);
  process.stdout.write(`# ${COUNT} lines, ${due.length} lies: ${found.length} found\n`);
  assert.deepEqual(found.toSorted(), due.toSorted());
});
