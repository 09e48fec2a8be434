/** What reports need of the database and of the wiring. Implemented in `store/`. */
import type { Reports } from '../dialects/contract.ts';
import type { Id } from '../domain/id.ts';
import type { Asset } from '../domain/money.ts';
import type { OrderKind } from '../domain/order.ts';
import type { Packing, ReportFormat, ReportLine, ReportOf } from '../domain/report.ts';

/** Which movements a report lists: those booked on a day about orders of some kind and channel. */
export interface ReportScope {
  readonly merchantId: Id;
  /** The apps whose orders it lists. */
  readonly appIds: readonly Id[];
  readonly kinds: readonly OrderKind[];
  readonly channels: readonly string[];
  /** The beginning of a day of the books. */
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
  /** The file's name up to what distinguishes its content from another's. */
  readonly stem: string;
  /** The file is kept at least until then. */
  readonly keepUntil: Date;
}

export type ReportRequest =
  | { readonly kind: 'asked'; readonly id: Id; readonly fileName: string }
  /** Nothing was booked on the day. */
  | { readonly kind: 'empty' }
  /** More lines than one file may hold. */
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
   * The report of these movements: the one that exists when nothing was booked since it was asked
   * for, else a new one, which the workers build.
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

/** Where a page ended: the next one begins after it. Entries of an asset are numbered. */
export interface ReportCursor {
  readonly asset: Asset;
  readonly seq: bigint;
}

/** Some lines, and where the next ones begin; null: there are none. */
export interface ReportPage {
  readonly lines: readonly ReportLine[];
  readonly next: ReportCursor | null;
}

export interface ReportQueue {
  /** One that is due, or whose builder has been silent for too long; null: none. */
  lease(shard: number, leaseMs: number): Promise<LeasedReport | null>;
  /** Lines of a scope in the order in which they were booked; null: from the beginning. */
  page(
    shard: number,
    scope: ReportScope,
    after: ReportCursor | null,
    limit: number,
  ): Promise<ReportPage>;
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
