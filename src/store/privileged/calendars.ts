/** Years of business days, as they are drafted and approved. */
import type { CalendarDays } from '../../domain/settlement-day.ts';
import type { CalendarWrites } from '../../ports/privileged.ts';
import type { Executor } from '../database/pool.ts';

export function calendarWrites(client: Executor): CalendarWrites {
  return {
    async draft(calendar, year, days) {
      // Two that draft at once take turns: the second finds the first one's version.
      await client.query('select pg_advisory_xact_lock(hashtext($1))', [`${calendar}/${year}`]);
      // A number that a draft had is never another one's: somebody may be about to approve it.
      const { rows } = await client.query<{ version: number }>(
        `select coalesce(max(version), 0) + 1 as version from calendar_year
         where calendar = $1 and year = $2`,
        [calendar, year],
      );
      const version = rows[0]?.version ?? 1;
      await client.query(
        `delete from calendar_year where calendar = $1 and year = $2 and state = 'draft'`,
        [calendar, year],
      );
      await client.query(
        `insert into calendar_year (calendar, year, version, state, days)
         values ($1, $2::smallint, $3, 'draft', $4::jsonb)`,
        [calendar, year, version, JSON.stringify(days)],
      );
      return version;
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
