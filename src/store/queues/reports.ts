/** The queue of reports to build. See `app/report-ports.ts`. */

import type { OrderKind } from '../../domain/order.ts';
import { lineOf, type Movement } from '../../domain/report.ts';
import type { LeasedReport, ReportCursor, ReportQueue, ReportScope } from '../../ports/report.ts';
import { type Queryable, run } from '../database/pool.ts';
import { time } from '../statements/columns.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import * as statements from '../statements/reports.ts';

interface ReportRow extends Record<string, unknown> {
  readonly id: bigint;
  readonly lease_no: number;
  readonly tries: number;
  readonly merchant_id: bigint;
  readonly app_id: bigint;
  readonly app_ids: readonly bigint[];
  readonly reported: LeasedReport['of'];
  readonly kinds: readonly OrderKind[];
  readonly channels: readonly string[];
  readonly from_at: Date;
  readonly to_at: Date;
  readonly format: LeasedReport['format'];
  readonly packing: LeasedReport['packing'];
  readonly file_name: string;
  readonly created_at: Date;
}

export function createReportQueue(pool: Queryable): ReportQueue {
  const held = (report: LeasedReport) => [report.id, report.leaseNo];
  return {
    async lease(shard, leaseMs) {
      const { rows } = await run<ReportRow>(pool, statements.LEASE_REPORT, shard, [leaseMs]);
      return rows[0] === undefined ? null : reportOf(rows[0]);
    },
    async page(shard, scope, after, limit) {
      const parameters = [...scopeOf(scope), ...cursorOf(after), limit];
      const { rows } = await run<LineRow>(pool, statements.REPORT_PAGE, shard, parameters);
      const last = rows.length < limit ? undefined : rows.at(-1);
      const next = last === undefined ? null : { asset: last.line_asset, seq: last.line_seq };
      return { lines: rows.map((row) => lineOf(orderOf(row), movementOf(row))), next };
    },
    async addPart(shard, report, n, bytes, leaseMs) {
      const parameters = [...held(report), n, bytes, leaseMs];
      return (await run(pool, statements.ADD_REPORT_PART, shard, parameters)).rows.length === 1;
    },
    async complete(shard, report, { parts, bytes, rows }) {
      const parameters = [...held(report), parts, bytes, rows];
      return (await run(pool, statements.COMPLETE_REPORT, shard, parameters)).rows.length === 1;
    },
    async fail(shard, report, note, againInMs) {
      await run(pool, statements.FAIL_REPORT, shard, [...held(report), note, againInMs]);
    },
    async deleteOld(shard, limit) {
      return (await run(pool, statements.DELETE_OLD_REPORTS, shard, [limit])).rows.length;
    },
  };
}

function scopeOf(scope: ReportScope): readonly unknown[] {
  const { merchantId, from, kinds, appIds, channels } = scope;
  return [merchantId, time(from), kinds, appIds, channels];
}

/** Before the first entry: no asset's name comes before nothing. */
function cursorOf(after: ReportCursor | null): readonly unknown[] {
  return after === null ? ['', 0n] : [after.asset, after.seq];
}

interface LineRow extends OrderRow, Record<string, unknown> {
  readonly line_at: Date;
  readonly line_asset: string;
  readonly line_seq: bigint;
  readonly line_net: bigint;
  readonly line_fee: bigint;
}

function movementOf(row: LineRow): Movement {
  return {
    at: row.line_at,
    asset: row.line_asset,
    netMinor: row.line_net,
    feeMinor: row.line_fee,
  };
}

function reportOf(row: ReportRow): LeasedReport {
  return {
    id: row.id,
    leaseNo: row.lease_no,
    tries: row.tries,
    appId: row.app_id,
    of: row.reported,
    scope: {
      merchantId: row.merchant_id,
      appIds: row.app_ids,
      kinds: row.kinds,
      channels: row.channels,
      from: row.from_at,
      to: row.to_at,
    },
    format: row.format,
    packing: row.packing,
    fileName: row.file_name,
    askedAt: row.created_at,
  };
}
