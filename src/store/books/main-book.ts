/** The main book for people. See `ports/books.ts`. */
import type pg from 'pg';
import type { BookDay, MainBalance, MainBook } from '../../ports/books.ts';

const CLOSED = `
  select case when count(*) = $1 then min(day)::text end as until
  from (select max(day) as day from book_day group by shard) last`;

/**
 * Each account that is not zero, and the day of its oldest part: counted from the last day back,
 * what came until all of it is met.
 */
const BALANCES = `
  with daily as (
    select j.mode, l.asset, l.account, l.of, j.day, sum(l.minor) as minor
    from journal j join journal_leg l on l.key = j.key where j.day <= $1::date
    group by j.mode, l.asset, l.account, l.of, j.day
  ), whole as (
    select *, sum(minor) over (partition by mode, asset, account, of) as total from daily
  ), back as (
    select *, sum(greatest(minor * sign(total), 0))
      over (partition by mode, asset, account, of order by day desc) as met
    from whole where total <> 0
  )
  select mode, asset, account, of, total::bigint as minor,
    min(day) filter (where minor * sign(total) > 0
      and met - minor * sign(total) < abs(total))::text as since
  from back group by mode, asset, account, of, total order by mode, asset, account, of`;

const DAYS = `
  select day::text as day, count(*)::int as shards, sum(entries)::bigint as entries,
    max(rolled_at) as "closedAt"
  from book_day group by 1 order by 1 desc limit $1`;

/** The last day that all shards have closed, `2026-11-30`; null while one has closed none. */
export async function closedByAll(
  pool: Pick<pg.Pool, 'query'>,
  shardCount: number,
): Promise<string | null> {
  const { rows } = await pool.query<{ until: string | null }>(CLOSED, [shardCount]);
  return rows[0]?.until ?? null;
}

export function createMainBook(pool: pg.Pool, shardCount: number): MainBook {
  return {
    async closedDays(limit) {
      const { rows } = await pool.query<BookDay & Record<string, unknown>>(DAYS, [limit]);
      return rows;
    },
    async trialBalance(until) {
      const last = await closedByAll(pool, shardCount);
      if (last === null) return { until: null, rows: [] };
      const day = until !== null && until < last ? until : last;
      const { rows } = await pool.query<MainBalance & Record<string, unknown>>(BALANCES, [day]);
      return { until: day, rows };
    },
  };
}
