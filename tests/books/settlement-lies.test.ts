/**
 * A provider's settlement report lies in every way there is: each lie is found, as what it is,
 * and nothing that is true is called wrong. Reports are the providers' own files, as simulator and
 * emulators write them, read by the column maps that are shipped. 500 lies in 100,000 lines by
 * flag.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { REPORTS as AIRWALLEX_FILES } from '../../emulators/airwallex/report.ts';
import { REPORTS as PAYERMAX_FILES } from '../../emulators/payermax/report.ts';
import {
  inventLies as inventShared,
  LIES,
  type LieName,
  reported,
} from '../../emulators/shared/lies.ts';
import { comesIn, type Movement as SharedMovement } from '../../emulators/shared/movements.ts';
import type { ReportFile } from '../../emulators/shared/report-routes.ts';
import type { Movement } from '../../emulators/simulator/journal.ts';
import { inventLies } from '../../emulators/simulator/lies.ts';
import { settlementReport } from '../../emulators/simulator/report.ts';
import { matchReport } from '../../src/app/match-report.ts';
import { connectorByName } from '../../src/connectors/registry.ts';
import { readColumnMap } from '../../src/domain/reconciliation/column-map.ts';
import type { Finding, MatchState } from '../../src/domain/reconciliation/finding.ts';
import {
  dayNumber,
  type Expectation,
  type OrderType,
  type ReportLine,
} from '../../src/domain/reconciliation/line.ts';
import { reportLines } from '../../src/files/incoming/report-lines.ts';

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
    atMs: momentOf(seq),
    id: `pay_${of}`,
    paymentId: operation === 'refund' || operation === 'payout' ? `rfn_${seq}` : `txn_${of}`,
    ...{ reference: `${seq}`, order: `C${of}`, merchantOrder: `M${of}`, utr: `6${seq}` },
    ...{ asset: 'PHP/2', feeMinor: isOut ? 0n : feeOf(amountMinor), taxMinor: 0n },
  } as Movement;
}

const momentOf = (seq: number) =>
  Date.parse(`${DATE}T00:00:00Z`) + Math.floor((seq * 86_400_000) / (COUNT + 1));

/** Fees are by contract: a fiftieth, half a unit and more counts as one. */
const feeOf = (minor: bigint) => (minor * 20_000n + 500_000n) / 1_000_000n;

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

/** By the map that is shipped for this report of the provider's. */
async function read(provider: string, name: string, file: string): Promise<readonly ReportLine[]> {
  const shipped = connectorByName(provider)?.reports?.find((one) => one.name === name);
  const map = readColumnMap({ ...shipped?.map, from: DATE });
  assert.ok(map.ok, JSON.stringify(map));
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
  return found.map(({ state, lines: [line], expectations: [ours] }) => {
    return `${state} ${line?.ref || line?.reference || ours?.ref}`;
  });
}

test(`${LIE_COUNT} lies in ${COUNT} lines: all are found, and none is alleged`, async () => {
  const movements = Array.from({ length: COUNT }, (_, at) => movement(at + 1));
  const ours = movements.map(expectationOf);
  const report = (...alterations: Parameters<typeof settlementReport>[3]) =>
    read('simulator', 'settlement', settlementReport(movements, ACCOUNT, DATE, alterations));
  const truth = await report();
  assert.equal(truth.length, COUNT);
  assert.deepEqual(await findings(truth, ours), []);

  const lies = inventLies(movements, LIE_COUNT, 4_711);
  assert.deepEqual(new Set(lies.map(({ lie }) => lie)), new Set(LIES));
  const found = await findings(await report(...lies.map(({ alteration }) => alteration)), ours);
  const due = lies.map(({ lie, paymentId }) => `${STATES[lie]} ${paymentId}`);
  process.stdout.write(`# ${COUNT} lines, ${due.length} lies: ${found.length} found\n`);
  assert.deepEqual(found.toSorted(), due.toSorted());
});

const OTHER_MOVES = ['transferred', 'refunded', 'charged_back', 'returned'] as const;
const TYPES: Readonly<Record<SharedMovement['what'], OrderType>> = {
  paid: 'payment',
  transferred: 'payout',
  refunded: 'refund',
  returned: 'reversal',
  charged_back: 'dispute',
  charge_returned: 'dispute',
};

/** What an emulator's journal has: a refund and a chargeback are of the payment before. */
function moved(seq: number): SharedMovement {
  const what = seq % 12 === 0 ? (OTHER_MOVES[(seq / 12) % OTHER_MOVES.length] ?? 'paid') : 'paid';
  const amount = { currency: 'PHP', minor: BigInt(1_000 + ((seq * 7_919) % 90_000)) };
  const isOf = what === 'refunded' || what === 'charged_back';
  const reference = `${what === 'charged_back' ? seq - 1 : seq}_1`;
  const payment = isOf ? { id: `T${seq - 1}`, reference: `${seq - 1}_1` } : null;
  const own = { id: `T${seq}`, reference };
  return {
    ...{ seq, what, at: new Date(momentOf(seq)), amount, ...own, payment: payment ?? own },
    feeMinor: what === 'paid' ? feeOf(amount.minor) : 0n,
  };
}

function entryOf(one: SharedMovement): Expectation {
  const { seq, what, id, payment, reference, amount } = one;
  return {
    ...{ id: BigInt(seq), type: TYPES[what], ref: what === 'charged_back' ? payment.id : id },
    ...{ orderId: reference.replace('_1', ''), asset: 'PHP/2', day: dayNumber(DATE) },
    minor: comesIn(one) ? amount.minor : -amount.minor,
  };
}

const EMULATED: readonly (readonly [string, Readonly<Record<string, ReportFile>>])[] = [
  ['airwallex', AIRWALLEX_FILES],
  ['payermax', PAYERMAX_FILES],
];

for (const [provider, files] of EMULATED) {
  test(`${provider}: every lie of its own reports is found, and none is alleged`, async () => {
    const movements = Array.from({ length: 1_800 }, (_, at) => moved(at + 1));
    const ours = movements.map(entryOf);
    const report = async (lies: Parameters<typeof reported>[2]) => {
      const lines: ReportLine[] = [];
      for (const [name, print] of Object.entries(files)) {
        lines.push(...(await read(provider, name, print(reported(movements, DATE, lies)))));
      }
      return lines;
    };
    const truth = await report([]);
    assert.equal(truth.length, movements.length);
    assert.deepEqual(await findings(truth, ours), []);

    const lies = inventShared(movements, LIE_COUNT, 4_711);
    // A chargeback at PayerMax is named by the payment's number, one at Airwallex by its id.
    const nameOf = ({ lie, id, seq }: (typeof lies)[number]) => {
      if (lie !== 'chargeback') return id;
      return provider === 'payermax' ? `${seq}_1` : `T${seq}`;
    };
    const due = lies.map((one) => `${STATES[one.lie]} ${nameOf(one)}`);
    assert.deepEqual((await findings(await report(lies), ours)).toSorted(), due.toSorted());
  });
}
