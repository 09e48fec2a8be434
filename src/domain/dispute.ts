/**
 * Disputes: a payer, or the payer's bank, asks for a payment's money back. What a provider says is
 * a state of the dispute, never a difference, so reports may come twice and in any order. What each
 * state does to the books stands in `dispute-books.ts`.
 */
import type { Id } from './id.ts';
import type { Mode } from './merchant.ts';
import type { Asset, Money } from './money.ts';

export const DISPUTE_STATES = [
  'inquiry', // a question only: no money is asked for yet
  'open', // the merchant may answer until `dueAt`
  'answered',
  'won',
  'withdrawn', // whoever asked has taken it back
  'lapsed', // over without anybody's word
  'lost',
  'accepted', // lost, for it was not defended
] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** What a provider says of one dispute at one time. */
export interface DisputeReport {
  /** The provider's id of the dispute. */
  readonly ref: string;
  /** 1, 2, …: the provider has taken the same id up again (pre-arbitration, arbitration). */
  readonly round: number;
  /** The provider's own words, for people. */
  readonly words: string;
  readonly state: DisputeState;
  /** An inquiry, which takes no money; its end as `accepted` is a refund by the provider. */
  readonly inquiry: boolean;
  /** The provider has taken the money already. */
  readonly taken: boolean;
  /** The provider's id of the disputed payment; null: not reported. */
  readonly paymentRef: string | null;
  /** What is disputed, in the order's asset; null: not reported in it. */
  readonly amount: Money | null;
  /** At the end: what of it leaves; null: all of what is lost. */
  readonly decided: Money | null;
  /** What the provider charges for it, in an asset of its own; null: not reported. */
  readonly fee: Money | null;
  readonly reasonCode: string | null;
  readonly reason: string | null;
  /** The card network; null: none, or not reported. */
  readonly network: string | null;
  readonly dueAt: Date | null;
  /** The provider's time of this state; null: not reported. */
  readonly at: Date | null;
}

/** One dispute of one payin: how it stands, and the money that it holds or has taken. */
export interface Dispute
  extends Pick<DisputeReport, 'ref' | 'round' | 'words' | 'state' | 'inquiry' | 'taken'>,
    Pick<DisputeReport, 'fee' | 'reasonCode' | 'reason' | 'network' | 'dueAt'> {
  /** With the merchant's bucket. */
  readonly id: Id;
  readonly orderId: Id;
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly connector: string;
  readonly account: string;
  /** Of the order. */
  readonly asset: Asset;
  /** What is disputed; null: not reported in the order's asset, and a person was asked. */
  readonly amountMinor: bigint | null;
  /** Held in the merchant's `disputed`. */
  readonly heldMinor: bigint;
  /** What of that came out of what was pending of the order. */
  readonly fromPendingMinor: bigint;
  /** Taken for good. */
  readonly lostMinor: bigint;
  /** How many entries it has made: each has a name of its own. */
  readonly entryCount: number;
  /** The round for which its merchant has paid the platform's dispute fee; 0: none. */
  readonly feeRound: number;
  /** What that fee was, of all rounds, less what came back. */
  readonly chargedMinor: bigint;
  /** The share of the payin's fee that came back with what is lost. */
  readonly refundedFeeMinor: bigint;
  /** The provider's time of the last state that counted; null: not reported. */
  readonly reportedAt: Date | null;
  readonly openedAt: Date;
  readonly updatedAt: Date;
  readonly closedAt: Date | null;
}

/**
 * What a report does to a dispute of the same round and stage: it moves on, `stale` reports what
 * is over, and `turn` is another end than the one before.
 */
type Move = 'move' | 'same' | 'stale' | 'turn';

/** Rows: how it stands. Columns: what is reported. Every cell is a decision. */
const MOVES: Readonly<Record<DisputeState, Readonly<Record<DisputeState, Move>>>> = {
  inquiry: row('same', 'move', 'move', 'move', 'move', 'move', 'move', 'move'),
  open: row('stale', 'same', 'move', 'move', 'move', 'move', 'move', 'move'),
  answered: row('stale', 'stale', 'same', 'move', 'move', 'move', 'move', 'move'),
  won: row('stale', 'stale', 'stale', 'same', 'stale', 'stale', 'turn', 'turn'),
  withdrawn: row('stale', 'stale', 'stale', 'stale', 'same', 'stale', 'turn', 'turn'),
  lapsed: row('stale', 'stale', 'stale', 'stale', 'stale', 'same', 'turn', 'turn'),
  lost: row('stale', 'stale', 'stale', 'turn', 'turn', 'turn', 'same', 'stale'),
  accepted: row('stale', 'stale', 'stale', 'turn', 'turn', 'turn', 'stale', 'same'),
};

function row(...moves: readonly [Move, Move, Move, Move, Move, Move, Move, Move]) {
  const cells = DISPUTE_STATES.map((state, i) => [state, moves[i] as Move]);
  return Object.fromEntries(cells) as Readonly<Record<DisputeState, Move>>;
}

/** Nobody can do anything about it any more, unless the provider takes it up again. */
export function isOver({ state }: Pick<Dispute, 'state'>): boolean {
  return state !== 'inquiry' && state !== 'open' && state !== 'answered';
}

/** Whether its merchant may still do something, by `dueAt`. */
export function waitsForMerchant({ state }: Pick<Dispute, 'state'>): boolean {
  return state === 'inquiry' || state === 'open';
}

/** How far a dispute has come: rounds, and in each an inquiry, then what takes no money yet. */
function stageOf({ round, inquiry, taken }: Pick<DisputeReport, 'round' | 'inquiry' | 'taken'>) {
  return round * 3 + (inquiry ? 0 : taken ? 2 : 1);
}

/**
 * What a report is to a dispute that is known. A later stage moves it whatever it was, an earlier
 * one is stale. Within a stage the provider's times decide, where both are reported: of two ends,
 * of two askings, and of one state with two amounts the later one stands, whichever comes first; an
 * end stands against all that was asked. Where no times are reported, the first end stands, and a
 * person is asked (`turn`).
 */
export function moveOf(known: Dispute, report: DisputeReport): Move {
  const further = stageOf(report) - stageOf(known);
  if (further !== 0) return further > 0 ? 'move' : 'stale';
  const move = MOVES[known.state][report.state];
  const isEnd = isOver(report);
  if (report.at === null || known.reportedAt === null || isOver(known) !== isEnd) return move;
  const laterByMs = report.at.getTime() - known.reportedAt.getTime();
  if (laterByMs < 0) return 'stale';
  return laterByMs > 0 && move !== 'same' ? 'move' : move;
}

/** A dispute as its first report has it, before any money. */
export function newDispute(
  report: DisputeReport,
  about: Pick<
    Dispute,
    'id' | 'orderId' | 'merchantId' | 'mode' | 'connector' | 'account' | 'asset'
  >,
  at: Date,
): Dispute {
  const { id, orderId, merchantId, mode, connector, account, asset } = about;
  return {
    ...{ id, orderId, merchantId, mode, connector, account, asset, ref: report.ref },
    ...{ amountMinor: null, heldMinor: 0n, fromPendingMinor: 0n, lostMinor: 0n },
    ...{
      entryCount: 0,
      feeRound: 0,
      chargedMinor: 0n,
      refundedFeeMinor: 0n,
      openedAt: at,
      ...reportedIn(report, asset, null, at),
    },
  };
}

/** A dispute after a report about it; what the report leaves out stays known. */
export function withReport(known: Dispute, report: DisputeReport, at: Date): Dispute {
  return { ...known, ...reportedIn(report, known.asset, known, at) };
}

/** An amount in the order's asset; null: none, in another one, or less than nothing. */
export function minorIn(amount: Money | null, asset: Asset): bigint | null {
  return amount?.asset === asset && amount.minor >= 0n ? amount.minor : null;
}

function reportedIn(report: DisputeReport, asset: Asset, known: Dispute | null, at: Date) {
  const { round, words, state, inquiry, taken } = report;
  const amount = minorIn(report.amount, asset);
  return {
    ...{ round, words, state, inquiry, taken },
    amountMinor: amount ?? known?.amountMinor ?? null,
    fee: report.fee ?? known?.fee ?? null,
    reasonCode: report.reasonCode ?? known?.reasonCode ?? null,
    reason: report.reason ?? known?.reason ?? null,
    network: report.network ?? known?.network ?? null,
    dueAt: isOver(report) ? null : (report.dueAt ?? known?.dueAt ?? null),
    reportedAt: latest(report.at, known?.reportedAt ?? null),
    updatedAt: at,
    closedAt: isOver(report) ? (known?.closedAt ?? at) : null,
  };
}

function latest(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other > one) ? other : one;
}
