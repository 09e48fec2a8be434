/** Rules of the books, closing days of the merchant book, and what the main book makes of them. */
import type { BookRule } from '../domain/audit-rule.ts';
import type { ClearingAccount, ClearingDays } from '../domain/clearing.ts';
import type { Id } from '../domain/id.ts';
import type { MainAccount } from '../domain/main-book.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';

/** A rule of the books that does not hold, in one mode and asset. */
export interface Breach {
  readonly rule: BookRule;
  /** Null: it is of a whole shard. */
  readonly merchantId: Id | null;
  readonly mode: Mode;
  readonly asset: Asset;
  /** Both sides, for people: `reserved is 100, its open orders hold 0`; in minor units. */
  readonly detail: string;
}

/** A day of one shard that is closed, and rolled up into the main book. */
export interface ClosedDay {
  readonly shard: number;
  /** `yyyy-MM-dd`, of the platform's zone. */
  readonly day: string;
  readonly entryCount: bigint;
}

export interface Closing {
  /** What was rolled up now; empty when nothing was left to do. */
  readonly closed: readonly ClosedDay[];
  /** Transactions from before the closing that are still under way: the days wait for them. */
  readonly waitsFor: number;
  /** Shards whose main book is not their merchant book. */
  readonly breaches: readonly Breach[];
}

export interface BookCloser {
  /**
   * Closes all days that are over, and rolls them up. Nothing that is written waits for it. Done
   * again, or by several processes at once, it is the same; broken off, it goes on from there.
   */
  close(): Promise<Closing>;
}

/** An account of the main book, over all closed days. */
export interface MainBalance {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly account: MainAccount;
  readonly of: string;
  /** Credit above zero, debit below. */
  readonly minor: bigint;
  /** The day of its oldest part, where what comes first goes first; `yyyy-MM-dd`. */
  readonly since: string;
}

export interface TrialBalance {
  /** The last day that is in, of all shards, `yyyy-MM-dd`; null: none is closed yet. */
  readonly until: string | null;
  readonly rows: readonly MainBalance[];
}

/** A day of the books, by how far it is closed. */
export interface BookDay {
  readonly day: string;
  /** How many shards have closed it; it counts once all have. */
  readonly shards: number;
  readonly entries: bigint;
  /** When the last of them was closed. */
  readonly closedAt: Date;
}

export interface MainBook {
  /** The newest first. */
  closedDays(limit: number): Promise<readonly BookDay[]>;
  /** All accounts that are not zero. `until`: the last day to count; null: all that are closed. */
  trialBalance(until: string | null): Promise<TrialBalance>;
}

/** What lies in a clearing account, or in a case, for longer than it may. */
export interface Overdue {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly account: ClearingAccount;
  /** A part of the account; of a case, its name. */
  readonly of: string;
  /** On the side where the account stands; below zero: on the other. */
  readonly minor: bigint;
  readonly since: string;
  readonly days: number;
  readonly limitDays: number;
}

/** What the books are watched for, beside their rules: nothing lies too long, all is covered. */
export interface BookWatch {
  /**
   * The clearing accounts of closed days, and the open cases that hold money, beside their limits;
   * `today`: `yyyy-MM-dd`.
   */
  overdue(limits: ClearingDays, today: string): Promise<readonly Overdue[]>;
  /**
   * Shows what is wrong to people: a case for each, once; those that were shown before and are no
   * more are closed.
   */
  show(kind: WatchedKind, found: readonly Found[]): Promise<void>;
}

/** Kinds of cases that close by themselves. */
export type WatchedKind = 'clearing' | 'coverage';

export interface Found {
  /** What it is of; the same again is the same case. */
  readonly key: string;
  readonly detail: string;
}
