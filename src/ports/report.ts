/** What reports need of the database and of the wiring. Implemented in `store/`. */
import type { Reports } from '../dialects/contract.ts';
import type { Id } from '../domain/id.ts';
import type { Order, OrderKind } from '../domain/order.ts';
import type { Packing, ReportFormat, ReportOf } from '../domain/report.ts';

/** Which orders a report tells: final ones of some time, by kind and channel. */
export interface ReportScope {
  readonly merchantId: Id;
  /** The apps whose orders it tells. */
  readonly appIds: readonly Id[];
  readonly kinds: readonly OrderKind[];
  readonly channels: readonly string[];
  readonly from: Date;
  /** Not part of it. */
  readonly to: Date;
}

export interface WantedReport {
  /** The id that it gets if it is a new one. */
  readonly id: Id;
  readonly appId: Id;
  readonly of: ReportOf;
  readonly scope: ReportScope;
  readonly format: ReportFormat;
  readonly packing: Packing;
  /** Whatever else two reports must have in common to be one. */
  readonly alike: readonly string[];
  /** The file's name up to what tells its content from another's. */
  readonly stem: string;
  /** The file is kept at least until then. */
  readonly keepUntil: Date;
}

export type ReportRequest =
  | { readonly kind: 'asked'; readonly id: Id; readonly fileName: string }
  /** The day has no final order. */
  | { readonly kind: 'empty' }
  /** More orders than one file may hold. */
  | { readonly kind: 'too_large' }
  /** The merchant has too many that are not built yet, or too many altogether. */
  | { readonly kind: 'too_many' };

/** A report as its download needs it. */
export interface ReportFile {
  readonly id: Id;
  readonly appId: Id;
  readonly fileName: string;
  readonly state: 'due' | 'building' | 'ready' | 'failed';
  /** The parts that belong together. */
  readonly leaseNo: number;
  readonly partCount: number;
  readonly byteCount: bigint;
}

export interface ReportQueries {
  /**
   * The report of these orders as they are now: the one that exists when nothing has changed since
   * it was asked for, else a new one, which the workers build.
   */
  ask(wanted: WantedReport): Promise<ReportRequest>;
  /** Null: there is none, or no more. */
  file(id: Id): Promise<ReportFile | null>;
  /** The bytes of a ready file, part by part; rejects when they were deleted meanwhile. */
  bytes(file: ReportFile): AsyncIterable<Uint8Array>;
}

/** The download's address; nobody can make one up, and it says itself when it ends. */
export interface ReportLinks {
  urlOf(id: Id, fileName: string, expiresAt: Date): string;
  /** Null when the link was not made by us. */
  read(fileName: string, query: string): { readonly id: Id; readonly expiresAt: Date } | null;
}

/** What the use case needs, in one piece. */
export interface ReportDeps {
  readonly queries: ReportQueries;
  readonly links: ReportLinks;
  /** The reports of a dialect; null: it has none. */
  tablesOf(dialect: string): Reports | null;
}

// ---------------------------------------------------------------------------------------------
// Building.

/** A report taken to be built: its `leaseNo` is the fence of everything written about it. */
export interface LeasedReport {
  readonly id: Id;
  readonly leaseNo: number;
  /** How often it has been taken, this time included. */
  readonly tries: number;
  readonly appId: Id;
  readonly of: ReportOf;
  readonly scope: ReportScope;
  readonly format: ReportFormat;
  readonly packing: Packing;
  readonly fileName: string;
  readonly askedAt: Date;
}

/** Where a page ended: the next one begins after it. */
export interface ReportCursor {
  readonly finalAt: Date;
  readonly id: Id;
}

export interface ReportQueue {
  /** One that is due, or whose builder has been silent for too long; null: none. */
  lease(shard: number, leaseMs: number): Promise<LeasedReport | null>;
  /** Orders of a scope by final time and id; null: from the beginning. */
  page(
    shard: number,
    scope: ReportScope,
    after: ReportCursor | null,
    limit: number,
  ): Promise<readonly Order[]>;
  /** Stores one part and lengthens the lease; false: the lease is another's now. */
  addPart(
    shard: number,
    report: LeasedReport,
    n: number,
    bytes: Uint8Array,
    leaseMs: number,
  ): Promise<boolean>;
  /** The file is whole; false: the lease is another's now. */
  complete(
    shard: number,
    report: LeasedReport,
    size: { readonly parts: number; readonly bytes: bigint; readonly rows: number },
  ): Promise<boolean>;
  /** Tried again in so many ms, or never (null), with the reason for people. */
  fail(shard: number, report: LeasedReport, note: string, againInMs: number | null): Promise<void>;
  /** Deletes files that no link leads to any more; how many. */
  deleteOld(shard: number, limit: number): Promise<number>;
}
