/** Years of business days, as they are drafted and approved. */
import type { CalendarDays } from '../../domain/settlement-day.ts';
import type { CalendarWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';

export function calendarWrites(client: Executor): CalendarWrites {
  return {
    async draft(calendar, year, days) {
      // Two that draft at once take turns: the second finds the first one's version.
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`${calendar}/${year}`]);
      await client.query(
        `delete from calendar_year where calendar = $1 and year = $2 and state = 'draft'`,
        [calendar, year],
      );
      const { rows } = await client.query<{ version: number }>(
        `insert into calendar_year (calendar, year, version, state, days)
         select $1, $2::smallint, coalesce(max(version), 0) + 1, 'draft', $3::jsonb
         from calendar_year where calendar = $1 and year = $2
         returning version`,
        [calendar, year, JSON.stringify(days)],
      );
      return rows[0]?.version ?? 0;
    },
    async approve(calendar, year, version) {
      const key = [calendar, year, version];
      const found = await client.query<{ days: CalendarDays }>(
        `select days from calendar_year
         where calendar = $1 and year = $2 and version = $3 and state = 'draft' for update`,
        key,
      );
      const [drafted] = found.rows;
      if (drafted === undefined) return null;
      await client.query(
        `update calendar_year set state = 'replaced'
         where calendar = $1 and year = $2 and state = 'approved'`,
        [calendar, year],
      );
      await client.query(
        `update calendar_year set state = 'approved', approved_at = now()
         where calendar = $1 and year = $2 and version = $3`,
        key,
      );
      return drafted.days;
    },
  };
}
