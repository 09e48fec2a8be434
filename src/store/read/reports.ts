/** Reports over PostgreSQL: asking, and reading what was built. See `app/report-ports.ts`. */
import { createHash } from 'node:crypto';
import { type Id, shardOf } from '../../domain/id.ts';
import type { ReportFile, ReportQueries, ReportRequest, WantedReport } from '../../ports/report.ts';
import { type Queryable, run } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import * as statements from '../statements/reports.ts';

/** One file: half of what a sheet may hold, and what a statement can look through in its time. */
const LINES_MAX = 500_000n;
/** Unfinished ones of a merchant: the builders are there for all. */
const OPEN_MAX = 8n;
/** Pictures of a merchant that are being taken: each looks at all lines of a day. */
const ASKING_MAX = 4;
/** Files of a merchant that are kept for their links. */
const KEPT_MAX = 1_000n;

type Row = Record<string, unknown>;
interface NamedRow extends Row {
  readonly id: bigint;
  readonly file_name: string;
}

export function createReportQueries(pool: Queryable, shardCount: number): ReportQueries {
  const asking = new Map<Id, number>();
  return {
    async ask(wanted) {
      const { merchantId } = wanted.scope;
      const others = asking.get(merchantId) ?? 0;
      if (others >= ASKING_MAX) return { kind: 'too_many' };
      asking.set(merchantId, others + 1);
      try {
        return await ask(pool, shardOf(merchantId, shardCount), wanted);
      } finally {
        const left = (asking.get(merchantId) ?? 1) - 1;
        if (left === 0) asking.delete(merchantId);
        else asking.set(merchantId, left);
      }
    },
    async file(id: Id) {
      const shard = shardOf(id, shardCount);
      const { rows } = await run<FileRow>(pool, statements.REPORT_FILE, shard, [id]);
      return rows[0] === undefined ? null : fileOf(rows[0]);
    },
    async *bytes({ id, leaseNo, partCount }: ReportFile) {
      const shard = shardOf(id, shardCount);
      for (let n = 0; n < partCount; n += 1) {
        const parameters = [id, leaseNo, n];
        const { rows } = await run<PartRow>(pool, statements.REPORT_PART, shard, parameters);
        if (rows[0] === undefined) throw new Error('the file was deleted while it was read');
        yield rows[0].bytes;
      }
    },
  };
}

async function ask(pool: Queryable, shard: number, wanted: WantedReport): Promise<ReportRequest> {
  const { scope } = wanted;
  const picture = await run<{ rows: bigint; picture: string }>(
    pool,
    statements.REPORT_PICTURE,
    shard,
    [
      ...[scope.merchantId, time(scope.from)],
      ...[scope.kinds, scope.appIds, scope.channels, LINES_MAX + 1n],
    ],
  );
  const seen = picture.rows[0];
  if (seen === undefined || seen.rows === 0n) return { kind: 'empty' };
  if (seen.rows > LINES_MAX) return { kind: 'too_large' };
  const key = keyOf(wanted, `${seen.rows} ${seen.picture}`);
  const keep = [key, time(wanted.keepUntil)];
  const known = (await run<NamedRow>(pool, statements.KEEP_REPORT, shard, keep)).rows[0];
  if (known !== undefined) return asked(known);
  const counts = await run<{ kept: bigint; open: bigint }>(pool, statements.REPORT_COUNTS, shard, [
    scope.merchantId,
  ]);
  const { kept, open } = counts.rows[0] ?? { kept: 0n, open: 0n };
  if (open >= OPEN_MAX || kept >= KEPT_MAX) return { kind: 'too_many' };
  const made = await run<NamedRow>(pool, statements.INSERT_REPORT, shard, [
    wanted.id,
    key,
    scope.merchantId,
    wanted.appId,
    scope.appIds,
    wanted.of,
    scope.kinds,
    scope.channels,
    time(scope.from),
    time(scope.to),
    wanted.format,
    wanted.packing,
    nameOf(wanted, key),
    time(wanted.keepUntil),
  ]);
  return asked(made.rows[0] as NamedRow);
}

function asked({ id, file_name: fileName }: NamedRow): ReportRequest {
  return { kind: 'asked', id, fileName };
}

/** As JSON, so that no two lists of texts have one key. */
function keyOf(wanted: WantedReport, picture: string): string {
  const { scope, appId, of, format, packing, stem, alike } = wanted;
  const parts = [
    ...[appId, scope.merchantId, of, format, packing, stem, picture].map(String),
    ...[scope.from.toISOString(), scope.to.toISOString()],
    ...[scope.appIds.map(String), scope.kinds, scope.channels, alike],
  ];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

const ENDINGS = { plain: '', zip: '.zip', pgp: '.zip.gpg' } as const;

/** `payment_PH_20250106_7f3a.xlsx`; inside a zip the format stands in the names of its files. */
function nameOf({ stem, format, packing }: WantedReport, key: string): string {
  return `${stem}_${key.slice(0, 4)}${packing === 'plain' ? `.${format}` : ENDINGS[packing]}`;
}

interface PartRow extends Row {
  readonly bytes: Buffer;
}

interface FileRow extends NamedRow {
  readonly app_id: bigint;
  readonly state: ReportFile['state'];
  readonly lease_no: number;
  readonly part_count: number;
  readonly byte_count: bigint;
}

function fileOf(row: FileRow): ReportFile {
  return {
    id: row.id,
    appId: row.app_id,
    fileName: row.file_name,
    state: row.state,
    leaseNo: row.lease_no,
    partCount: row.part_count,
    byteCount: row.byte_count,
  };
}
