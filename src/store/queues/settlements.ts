/** What is due, and the batches that it goes into. */
import type pg from 'pg';
import { daysAfter, dayText } from '../../domain/day.ts';
import type { Id } from '../../domain/id.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import type { CalendarView, SettlementQueue } from '../../ports/settlement.ts';
import { run } from '../database/pool.ts';
import { namedCalendars } from '../read/settlements.ts';
import { RESERVES_DUE } from '../statements/reserve.ts';
import * as statements from '../statements/settlements.ts';

interface DueRow extends Record<string, unknown> {
  readonly id: Id;
  readonly merchant_id: Id;
  readonly mode: Mode;
  readonly asset: Asset;
  readonly due_date: string;
}

type CalendarState = Pick<CalendarView, 'calendar' | 'year' | 'state'>;

function dayAfter(day: string): string {
  return dayText(daysAfter(new Date(`${day}T00:00:00Z`), 1), 0);
}

export function createSettlementQueue(pool: pg.Pool): SettlementQueue {
  return {
    async due(shard, limit) {
      const { rows } = await run<DueRow>(pool, statements.ORDERS_TO_SETTLE, shard, [limit]);
      return rows.map(({ id, merchant_id: merchantId, mode, asset, due_date: date }) => ({
        id,
        batch: { merchantId, mode, asset, date },
      }));
    },
    async openBatch(shard, { merchantId, mode, asset, date }, newId, today) {
      const id = newId();
      const open = async (day: string, isLate: boolean) => {
        const key = [merchantId, mode, asset, day];
        const known = await run<{ id: Id }>(pool, statements.BATCH_OF, shard, [...key, isLate]);
        if (known.rows[0] !== undefined) return known.rows[0].id;
        const parameters = [id, ...key, isLate];
        const made = await run<{ id: Id }>(pool, statements.OPEN_BATCH, shard, parameters);
        return made.rows[0]?.id ?? null;
      };
      const own = await open(date, false);
      if (own !== null) return own;
      // Its batch is complete: the first one from today on that is not.
      for (let day = today; ; day = dayAfter(day)) {
        const next = day === date ? null : await open(day, true);
        if (next !== null) return next;
      }
    },
    async reservesDue(shard, today, limit) {
      const { rows } = await run<
        Pick<DueRow, 'merchant_id' | 'mode' | 'asset'> & Record<string, unknown>
      >(pool, RESERVES_DUE, shard, [today, limit]);
      return rows.map(({ merchant_id: merchantId, mode, asset }) => ({ merchantId, mode, asset }));
    },
    async calendarYears() {
      const { rows } = await pool.query<CalendarState & Record<string, unknown>>(
        "select calendar, year, state from calendar_year where state <> 'replaced'",
      );
      return rows;
    },
    namedCalendars: () => namedCalendars(pool),
    async complete(shard, today) {
      const done = await run(pool, statements.COMPLETE_BATCHES, shard, [today]);
      return done.rowCount ?? 0;
    },
  };
}
