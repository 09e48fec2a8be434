/**
 * The statement of one balance over closed days: what it was, every entry that changed it, and what
 * it was then. Opening and lines come to the closing, account by account: `summing` refuses else.
 */
import type { Id } from './id.ts';
import type { Account } from './ledger.ts';
import type { Mode } from './merchant.ts';
import type { Asset } from './money.ts';
import type { StatementKind } from './statement-kind.ts';

/** The merchant's own accounts; what is owed is below zero. */
export const STATEMENT_ACCOUNTS = [
  'pending',
  'available',
  'reserved',
  'rolling',
  'disputed',
  'debt',
] as const satisfies readonly Account[];

export type StatementSums = Readonly<Record<(typeof STATEMENT_ACCOUNTS)[number], bigint>>;

export interface StatementScope {
  readonly merchantId: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  /** Days of the books, both included: `2026-11-30`. */
  readonly from: string;
  readonly to: string;
}

/** One entry of the ledger. */
export interface AccountLine {
  readonly day: string;
  readonly at: Date;
  /** Counts the entries of the balance; lines stand in its order, day by day. */
  readonly seq: bigint;
  readonly kind: StatementKind;
  /** The order, batch or merchant that it is of. */
  readonly subjectId: Id;
  /** Of the order; null: it is of none. */
  readonly merchantRef: string | null;
  readonly channel: string | null;
  /** The settlement that made it available. */
  readonly batchId: Id | null;
  readonly changes: StatementSums;
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
}

export interface AccountStatement extends StatementScope {
  readonly opening: StatementSums;
  readonly closing: StatementSums;
  readonly lineCount: number;
  /** In pages: no statement is held in memory as a whole. */
  readonly pages: AsyncIterable<readonly AccountLine[]>;
}

export const NOTHING: StatementSums = {
  pending: 0n,
  available: 0n,
  reserved: 0n,
  rolling: 0n,
  disputed: 0n,
  debt: 0n,
};

export function plus(a: StatementSums, b: StatementSums): StatementSums {
  return {
    pending: a.pending + b.pending,
    available: a.available + b.available,
    reserved: a.reserved + b.reserved,
    rolling: a.rolling + b.rolling,
    disputed: a.disputed + b.disputed,
    debt: a.debt + b.debt,
  };
}

/** All that the merchant has, less what it owes. */
export function totalOf(sums: StatementSums): bigint {
  return STATEMENT_ACCOUNTS.reduce((total, account) => total + sums[account], 0n);
}

/** What moved before the fee and the tax on it: paid, paid out, taken back. */
export function grossOf({ changes, feeMinor, taxMinor }: AccountLine): bigint {
  return totalOf(changes) + feeMinor + taxMinor;
}

/** A file that does not add up, or lacks a line, is none. */
export function assertCloses(
  { closing, lineCount }: Pick<AccountStatement, 'closing' | 'lineCount'>,
  after: StatementSums,
  lines: number,
): void {
  if (lines !== lineCount) throw new Error(`${lines} lines were read of ${lineCount}`);
  const differs = STATEMENT_ACCOUNTS.find((account) => after[account] !== closing[account]);
  if (differs === undefined) return;
  throw new Error(`${differs} comes to ${after[differs]}, and the balance was ${closing[differs]}`);
}
