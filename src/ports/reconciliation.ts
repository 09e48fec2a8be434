/** Reconciliation of provider accounts and banks, as commands, workers and people ask for it. */
import type { Id } from '../domain/id.ts';
import type { Mode } from '../domain/merchant.ts';
import type { Asset } from '../domain/money.ts';
import type { ColumnMap } from '../domain/reconciliation/column-map.ts';
import type { Equation } from '../domain/reconciliation/equation.ts';
import type { Finding, MatchState } from '../domain/reconciliation/finding.ts';
import type { Expectation, LineType, ReportLine } from '../domain/reconciliation/line.ts';
import type { OpenItem, Resolution, SourceName } from '../domain/reconciliation/posting.ts';

/** A version of how a source's reports are read. */
export interface MapView {
  readonly source: SourceName;
  readonly version: number;
  readonly state: 'draft' | 'approved' | 'replaced';
  /** As people wrote it. */
  readonly json: unknown;
  readonly approvedAt: Date | null;
}

/** A source whose map is approved. */
export interface Source {
  readonly name: SourceName;
  readonly mode: Mode;
  readonly mapVersion: number;
  readonly map: ColumnMap;
}

/** A line as a report has it, before it is known here. */
export interface NewLine extends Omit<ReportLine, 'id' | 'day'> {
  readonly row: number;
  /** Names it among all lines of its source; the same again is a repeat. */
  readonly key: string;
  readonly bankRef: string;
  readonly batch: string;
  readonly at: Date;
  /** `2026-11-30`, in the provider's zone. */
  readonly day: string;
  readonly balanceMinor: bigint | null;
}

export interface NewFile {
  readonly source: SourceName;
  readonly mapVersion: number;
  /** SHA-256 of its bytes. */
  readonly digest: Uint8Array;
  readonly name: string;
  readonly by: string;
}

export interface FileView {
  readonly id: bigint;
  readonly source: SourceName;
  readonly name: string;
  readonly by: string;
  readonly state: 'reading' | 'applied' | 'refused';
  readonly lineCount: number;
  readonly repeatCount: number;
  readonly firstDay: string | null;
  readonly lastDay: string | null;
  readonly note: string | null;
  readonly receivedAt: Date;
}

/** What applying a file would bring. */
export interface FilePreview {
  readonly file: FileView;
  readonly lineCount: number;
  /** Lines that another file has had. */
  readonly repeatCount: number;
  /** Lines whose payment an entry is expected of. */
  readonly expectedCount: number;
  readonly totals: readonly {
    readonly type: LineType;
    readonly asset: Asset;
    readonly count: number;
    readonly grossMinor: bigint;
    readonly feeMinor: bigint;
    readonly taxMinor: bigint;
  }[];
  readonly first: readonly LineView[];
}

export interface ItemView extends OpenItem {
  readonly id: bigint;
  readonly source: SourceName;
  readonly asset: Asset;
  /** The most that is in question. */
  readonly minor: bigint;
  readonly orderId: Id | null;
  /** The day of its oldest line or entry. */
  readonly day: string;
  readonly status: 'open' | 'decided' | 'matched';
  readonly resolution: Resolution | null;
  readonly reason: string | null;
  readonly closedBy: string | null;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly journalKey: string | null;
}

/** With what it is of. */
export interface ItemDetail extends ItemView {
  readonly lines: readonly LineView[];
  readonly entries: readonly EntryView[];
  /** What it could be, by amount and day alone. */
  readonly suggested: EntryView | null;
}

export interface LineView {
  readonly id: bigint;
  readonly type: LineType;
  readonly ref: string;
  readonly reference: string;
  readonly bankRef: string;
  readonly asset: Asset;
  readonly grossMinor: bigint;
  readonly feeMinor: bigint;
  readonly taxMinor: bigint;
  readonly batch: string;
  readonly at: Date;
  readonly file: string;
  readonly row: number;
}

export interface EntryView {
  readonly id: bigint;
  readonly type: LineType;
  readonly ref: string;
  readonly orderId: Id | null;
  readonly asset: Asset;
  readonly minor: bigint;
  readonly day: string;
}

export interface ItemFilter {
  readonly source: SourceName | null;
  readonly state: MatchState | null;
  readonly onlyOpen: boolean;
}

/** A day and asset of which the provider has said what it holds. */
export interface BalanceDay extends Equation {
  readonly source: SourceName;
  readonly asset: Asset;
  readonly day: string;
  readonly openingMinor: bigint | null;
  readonly closingMinor: bigint;
  readonly linesMinor: bigint;
  readonly booksMinor: bigint;
  readonly openMinor: bigint;
}

export interface SourceView {
  readonly name: SourceName;
  readonly mode: Mode;
  /** Why nothing is posted by itself; null: it is. */
  readonly stopped: string | null;
  /** The last day that a report covers; null: there is none yet. */
  readonly reportThrough: string | null;
  readonly lineCount: bigint;
  readonly matchedCount: bigint;
  readonly openCount: bigint;
  /** Of its oldest open item. */
  readonly oldestDay: string | null;
}

/** For people. */
export interface ReconQueries {
  maps(): Promise<readonly MapView[]>;
  /** Those whose map is approved. */
  sources(): Promise<readonly Source[]>;
  overview(): Promise<readonly SourceView[]>;
  files(source: SourceName | null, limit: number): Promise<readonly FileView[]>;
  /** The oldest first. */
  items(filter: ItemFilter, limit: number): Promise<readonly ItemView[]>;
  item(id: bigint): Promise<ItemDetail | null>;
  /** Newest first. */
  balances(source: Source, limit: number): Promise<readonly BalanceDay[]>;
  /** A file that is read and not applied yet; null: there is none. */
  preview(fileId: bigint): Promise<FilePreview | null>;
}

/** Takes reports in. Nothing of a file counts before all of it is there. */
export interface ReportFiles {
  /** Null: these very bytes have been applied already, or are being read. */
  begin(file: NewFile): Promise<bigint | null>;
  /** Lines that another file of the source had are counted, and not kept again. */
  add(fileId: bigint, source: SourceName, lines: readonly NewLine[]): Promise<void>;
  /** From then on its lines count. Null: it is no file that is being read. */
  apply(fileId: bigint): Promise<FileView | null>;
  /** Takes back what was added. */
  refuse(fileId: bigint, note: string): Promise<void>;
}

/** What a run works with; one run of a source at a time. */
export interface ReconRuns {
  /** Null: another process runs this source now. */
  exclusively<T>(source: SourceName, work: () => Promise<T>): Promise<T | null>;
  /** Expects the entries of all days that are closed since; answers how many. */
  load(source: Source): Promise<number>;
  /** The last days that are known whole, as days since 1970: of our books, and of its reports. */
  bounds(source: Source): Promise<{ readonly books: number; readonly report: number }>;
  lines(source: Source): AsyncIterable<readonly ReportLine[]>;
  entries(source: Source): AsyncIterable<readonly Expectation[]>;
  keep(source: Source, found: readonly Finding[]): Promise<void>;
  /** Compares each batch that is settled or paid with its lines. */
  batches(source: Source, reportThrough: number): Promise<void>;
  /** Posts what lines that agree add to the books; answers how many lines. */
  post(source: Source): Promise<number>;
  /** Sets, or (null) lifts, why nothing is posted by itself. */
  stop(source: SourceName, why: string | null): Promise<void>;
}
