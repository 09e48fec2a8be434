/** After a restore of an older backup: what may be forgotten, and what was found of it. */
import type { Id } from '../domain/id.ts';
import type { AccountKey } from '../domain/routing.ts';

/**
 * Why a recovery began: the database is elsewhere than it was, has counted less than a process that
 * works on it, was silent, or a person says so.
 */
export type RecoveryReason = 'other_place' | 'set_back' | 'silence' | 'declared';

export interface Recovery {
  readonly id: bigint;
  readonly reason: RecoveryReason;
  readonly detail: string;
  /** Nothing but a silence: it ends where the lists that there are have nothing unknown. */
  readonly isCheck: boolean;
  /** Which reading of all lists it is: results of an earlier one do not count. */
  readonly revision: number;
  /** What happened from then on may be forgotten. */
  readonly forgottenFrom: Date;
  readonly beganAt: Date;
  /** When all lists that there are had been read; null: not yet. */
  readonly listedAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: string | null;
  readonly endReason: string | null;
}

export interface RecoveryAccount extends AccountKey {
  /** `by_hand`: the provider has no list; `passed`: nor is one needed; `confirmed`: compared. */
  readonly state: 'to_list' | 'listed' | 'by_hand' | 'passed' | 'confirmed';
  /** Orders of its list: that were here, that were made again, and of which nothing could be. */
  readonly known: number;
  readonly rebuilt: number;
  readonly unknown: number;
  readonly note: string | null;
}

/** An order that a provider has and the database had not. */
export interface FoundOrder {
  readonly reference: string;
  /** Null: nothing could be made of it. */
  readonly orderId: Id | null;
  readonly detail: string;
}

/** Why a recovery goes on. */
export interface Unexplained {
  /** Accounts whose list was not read to its end, or that nobody has compared. */
  readonly accounts: readonly AccountKey[];
  /** What was found and could not be made again: only people end a recovery that has any. */
  readonly unknown: number;
  /** Lists of disputes that were not read since it began. */
  readonly disputeLists: number;
  /** Orders that were made again, and whose provider has not said what became of them. */
  readonly asking: number;
}

export interface Recoveries {
  /** The one that is open; null: none is. */
  open(): Promise<Recovery | null>;
  /** The newest, open or not. */
  latest(): Promise<Recovery | null>;
  accounts(id: bigint): Promise<readonly RecoveryAccount[]>;
  found(id: bigint, limit: number): Promise<readonly (FoundOrder & AccountKey)[]>;
  unexplained(id: bigint): Promise<Unexplained>;
}

export interface RecoveryQueue extends Pick<Recoveries, 'open' | 'accounts' | 'unexplained'> {
  /** Takes the open recovery for so long; null: none is open, or another process has it. */
  lease(leaseMs: number): Promise<Recovery | null>;
  release(id: bigint): Promise<void>;
  /**
   * Adds accounts that are not there yet, with a case for each that a person has to compare;
   * `listing`: connectors whose providers have a list.
   */
  addAccounts(recovery: Recovery, listing: readonly string[]): Promise<void>;
  /** Reports that came before the order was made again count when they come again. */
  freeEvents(orderId: Id): Promise<void>;
  /** What the provider has and was not here; a case where nothing could be made of it. */
  keepFound(recovery: Recovery, account: AccountKey, found: FoundOrder): Promise<void>;
  /** A list that was read to its end, and how many of its orders were here. */
  listed(recovery: Recovery, account: AccountKey, known: number): Promise<void>;
  /** A check that found something is none any more: all is read again, further back. */
  objected(recovery: Recovery, detail: string): Promise<void>;
  /** What kept a list from being read. */
  failed(id: bigint, account: AccountKey, note: string): Promise<void>;
  /** All lists have been read: orders are taken again, and lists of disputes are due. */
  allListed(recovery: Recovery): Promise<void>;
  /** Where everything of this very reading is explained. False: it goes on. */
  endExplained(recovery: Recovery): Promise<boolean>;
}

/** What is known of the database without asking it: how far it had counted. */
export interface Mark {
  /** Of the witness. */
  readonly id: string;
  /** Of the database that it counts with: see `continuity`. */
  readonly lineage: string;
  /** The database has at least this; 0: it has not counted yet. */
  readonly count: bigint;
  /** Its first look, by the database's clock; null: it has not looked yet. */
  readonly since: Date | null;
}

export interface Witness {
  /** A new one where it has counted with another database, or with none. */
  of(lineage: string): Mark;
  /** In memory at once; in the folder as soon as it can be written. */
  keep(mark: Mark): Promise<void>;
}
