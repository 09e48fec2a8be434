/** Batches and calendars, for people: see `ports/settlement.ts`. */

import type pg from 'pg';
import { type Id, shardOf } from '../../domain/id.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { BatchView, CalendarView, Settlements } from '../../ports/settlement.ts';
import { type Queryable, run } from '../database/pool.ts';
import { type OrderRow, orderOf } from '../statements/order-row.ts';
import * as statements from '../statements/settlements.ts';

interface BatchRow extends Record<string, unknown> {
  readonly id: Id;
  readonly merchant_id: Id;
  readonly mode: Mode;
  readonly asset: string;
  readonly due_date: string;
  readonly state: BatchView['state'];
  readonly order_count: bigint;
  readonly paid_minor: bigint;
  readonly fee_minor: bigint;
  readonly taken_minor: bigint;
  readonly net_minor: bigint;
  readonly debt_minor: bigint;
  readonly reserve_minor: bigint;
  readonly credited_minor: bigint;
  readonly created_at: Date;
  readonly completed_at: Date | null;
}

interface LineRow extends Record<string, unknown> {
  readonly id: Id;
  readonly merchant_ref: string;
  readonly channel: string;
  readonly paid_minor: bigint;
  readonly fee_minor: bigint;
  readonly settled_minor: bigint;
}

/** Whole orders, which are looked at in memory. */
const PLANNED_AT_ONCE = 1_000;

/** For people: batches and calendars. */
export function createSettlements(pool: pg.Pool, shardCount: number): Settlements {
  return {
    ...createBatches(pool, shardCount),
    async calendars() {
      const { rows } = await pool.query<CalendarView & Record<string, unknown>>(
        `select calendar, year, version, state, days, approved_at as "approvedAt"
         from calendar_year where state <> 'replaced' order by calendar, year, version`,
      );
      return rows;
    },
    namedCalendars: () => namedCalendars(pool),
  };
}

/** Calendars that terms name which are in force, or will be. */
export async function namedCalendars(pool: Pick<pg.Pool, 'query'>): Promise<readonly string[]> {
  const { rows } = await pool.query<{ calendar: string }>(
    `select distinct c.calendar from terms t
       cross join jsonb_array_elements_text(t.settle -> 'calendars') as c (calendar)
     where t.effective_from > now() or not exists (
       select from terms later
       where later.channel_code = t.channel_code
         and later.merchant_id is not distinct from t.merchant_id
         and later.effective_from > t.effective_from and later.effective_from <= now())
     order by calendar`,
  );
  return rows.map(({ calendar }) => calendar);
}

export function createBatches(
  pool: Queryable,
  shardCount: number,
): Omit<Settlements, 'calendars' | 'namedCalendars'> {
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  return {
    async batches({ merchantId, mode, from, to }, limit) {
      const parameters = [merchantId, mode, from, to, limit];
      const asked = merchantId === null ? shards : [shardOf(merchantId, shardCount)];
      const found = await Promise.all(
        asked.map((shard) => run<BatchRow>(pool, statements.BATCHES, shard, parameters)),
      );
      return found
        .flatMap(({ rows }) => rows.map(batchOf))
        .sort((a, b) => (a.date === b.date ? later(a.id, b.id) : later(a.date, b.date)))
        .slice(0, limit);
    },
    async *plannedBy(calendar, year) {
      const waiting = `${calendar}/${year}:`;
      for (const shard of shards) {
        let after: readonly [settleAt: Date | '-infinity', id: Id] = ['-infinity', 0n];
        for (;;) {
          const parameters = [waiting, ...after, PLANNED_AT_ONCE];
          const { rows } = await run<OrderRow>(pool, statements.PLANNED_BY, shard, parameters);
          const orders = rows.map(orderOf);
          yield orders;
          const last = orders.at(-1);
          if (last?.settleAt == null || orders.length < PLANNED_AT_ONCE) break;
          after = [last.settleAt, last.id];
        }
      }
    },
    async batch(id) {
      const shard = shardOf(id, shardCount);
      const { rows } = await run<BatchRow>(pool, statements.BATCH_BY_ID, shard, [id]);
      return rows[0] === undefined ? null : batchOf(rows[0]);
    },
    async lines(batchId, after, limit) {
      const shard = shardOf(batchId, shardCount);
      const parameters = [batchId, after ?? 0n, limit];
      const { rows } = await run<LineRow>(pool, statements.BATCH_LINES, shard, parameters);
      return rows.map((row) => ({
        orderId: row.id,
        merchantRef: row.merchant_ref,
        channel: row.channel,
        paidMinor: row.paid_minor,
        feeMinor: row.fee_minor,
        settledMinor: row.settled_minor,
      }));
    },
  };
}

const later = <T>(a: T, b: T) => (a < b ? 1 : -1);

function batchOf(row: BatchRow): BatchView {
  return {
    id: row.id,
    merchantId: row.merchant_id,
    mode: row.mode,
    asset: row.asset,
    date: row.due_date,
    state: row.state,
    orders: row.order_count,
    paidMinor: row.paid_minor,
    feeMinor: row.fee_minor,
    takenMinor: row.taken_minor,
    netMinor: row.net_minor,
    debtMinor: row.debt_minor,
    reserveMinor: row.reserve_minor,
    creditedMinor: row.credited_minor,
    createdAt: row.created_at,
    completedAt: row.completed_at,
  };
}
