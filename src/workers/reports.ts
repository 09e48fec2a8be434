/**
 * Builds the reports that merchants asked for. A page of lines and a piece of the file are all
 * that is in memory; each piece is committed as it comes, under the lease's number, so that a
 * builder that died or lost its lease leaves nothing that anybody reads.
 */

import type { Reports, ReportTable } from '../dialects/contract.ts';
import type { Asset } from '../domain/money.ts';
import { countIn, type ReportLine, type ReportTotal, reportSettingsOf } from '../domain/report.ts';
import { inPieces, reportFile } from '../files/report-file.ts';
import type { FileTable } from '../files/table.ts';
import type { SnapshotSource } from '../ports/core.ts';
import type { LeasedReport, ReportCursor, ReportPage, ReportQueue } from '../ports/report.ts';
import type { Log, Registries, WorkerEvents } from '../ports/workers.ts';

/** A builder gives a sign of life at every piece; after this silence another one takes over. */
const LEASE_MS = 60_000;
/** So many are put into words before others have their turn. */
const LINES_PER_PAGE = 500;
const PIECE_BYTES = 512 * 1024;
/** What is stored of one file: it lies in the database until its links have ended. */
const FILE_BYTES_MAX = 256n * 1024n * 1024n;
/** A file that brings its builder down does so but a few times. */
const TRIES_MAX = 5;
const FIRST_PAUSE_MS = 1_000;
const DELETED_PER_ROUND = 20;

export interface ReportBuilderDeps extends Pick<Registries, 'dialects'> {
  readonly queue: ReportQueue;
  readonly snapshot: SnapshotSource;
  readonly log: Log;
  readonly events: WorkerEvents;
}

export class ReportBuilder {
  readonly #deps: ReportBuilderDeps;
  #stopping = false;

  constructor(deps: ReportBuilderDeps) {
    this.#deps = deps;
  }

  /** Builds one report of the shard, if there is one. True: there may be more. */
  async round(shard: number): Promise<boolean> {
    const { queue, events } = this.#deps;
    const report = await queue.lease(shard, LEASE_MS);
    if (report === null) return false;
    try {
      if (report.tries > TRIES_MAX) throw new Error('its builder died every time');
      const built = await this.#build(shard, report);
      events.reported?.(built ? 'built' : 'lost');
    } catch (error) {
      await this.#failed(shard, report, error as Error);
    }
    return true;
  }

  /** Deletes files whose links have ended. True: there are more. */
  async deleteRound(shard: number): Promise<boolean> {
    return (await this.#deps.queue.deleteOld(shard, DELETED_PER_ROUND)) === DELETED_PER_ROUND;
  }

  /** What is being built is given up at its next page, and begun anew by the next process. */
  stop(): void {
    this.#stopping = true;
  }

  /** False: the lease is another's now, and the file with it. */
  async #build(shard: number, report: LeasedReport): Promise<boolean> {
    const { queue } = this.#deps;
    let parts = 0;
    let bytes = 0n;
    const content = new Content(this.#table(report), this.#pages(shard, report));
    const file = reportFile({
      ...report,
      pgpKey: this.#pgpKey(report),
      at: report.askedAt,
      detail: content.detail(),
      summary: content.summary(),
    });
    for await (const piece of inPieces(file, PIECE_BYTES)) {
      bytes += BigInt(piece.length);
      if (bytes > FILE_BYTES_MAX) throw new Error(`it has more than ${FILE_BYTES_MAX} bytes`);
      if (!(await queue.addPart(shard, report, parts, piece, LEASE_MS))) return false;
      parts += 1;
    }
    return await queue.complete(shard, report, { parts, bytes, rows: content.rows });
  }

  async *#pages(shard: number, report: LeasedReport): AsyncGenerator<readonly ReportLine[]> {
    const { queue } = this.#deps;
    let after: ReportCursor | null = null;
    do {
      if (this.#stopping) throw new Error('the process was stopped');
      const page: ReportPage = await queue.page(shard, report.scope, after, LINES_PER_PAGE);
      if (page.lines.length > 0) yield page.lines;
      after = page.next;
    } while (after !== null);
  }

  #table({ appId, of }: LeasedReport): ReportTable {
    const { snapshot, dialects } = this.#deps;
    const dialect = snapshot.current().app(appId)?.dialect ?? '';
    const reports: Reports | undefined = dialects.get(dialect)?.reports;
    if (reports === undefined) throw new Error('the dialect of the app has no reports');
    return reports[of];
  }

  #pgpKey({ appId }: LeasedReport): string | null {
    return reportSettingsOf(this.#deps.snapshot.current().app(appId)?.settings ?? {}).pgpKey;
  }

  async #failed(shard: number, report: LeasedReport, error: Error): Promise<void> {
    const { queue, log, events } = this.#deps;
    const again = report.tries < TRIES_MAX;
    const pauseMs = this.#stopping ? 0 : FIRST_PAUSE_MS * 2 ** report.tries;
    log.error({ worker: 'reports', report: report.id, err: error }, 'a report was not built');
    events.reported?.('failed');
    await queue.fail(shard, report, error.message.slice(0, 500), again ? pauseMs : null);
  }
}

/** The rows in the words of the dialect, counted as they pass; the closing lines come last. */
class Content {
  readonly #table: ReportTable;
  readonly #pages: AsyncIterable<readonly ReportLine[]>;
  readonly #totals = new Map<Asset, ReportTotal>();
  rows = 0;

  constructor(table: ReportTable, pages: AsyncIterable<readonly ReportLine[]>) {
    this.#table = table;
    this.#pages = pages;
  }

  detail(): FileTable {
    return { ...this.#table, pages: this.#detailPages() };
  }

  summary(): FileTable {
    return { ...this.#table, pages: this.#closing() };
  }

  async *#detailPages() {
    for await (const lines of this.#pages) {
      for (const line of lines) this.#count(line);
      yield lines.map((line) => this.#table.row(line));
    }
    yield* this.#closing();
  }

  async *#closing() {
    yield [...this.#totals.values()].map((total) => this.#table.summary(total));
  }

  #count(line: ReportLine): void {
    const { asset } = line;
    const none = { asset, count: 0, amountMinor: 0n, feeMinor: 0n };
    this.#totals.set(asset, countIn(this.#totals.get(asset) ?? none, line));
    this.rows += 1;
  }
}
