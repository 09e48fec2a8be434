/** The main book for people. See `ports/books.ts`. */
import type pg from 'pg';
import type { MainBalance, MainBook } from '../../ports/books.ts';

/** The last day that all shards have closed; null while one has closed none. */
const CLOSED = `
  select case when count(*) = $1 then min(day)::text end as until
  from (select max(day) as day from book_day group by shard) last`;

const BALANCES = `
  select j.mode, l.asset, l.account, l.of, sum(l.minor)::bigint as minor
  from journal j join journal_leg l on l.key = j.key where j.day <= $1::date
  group by j.mode, l.asset, l.account, l.of having sum(l.minor) <> 0
  order by j.mode, l.asset, l.account, l.of`;

export function createMainBook(pool: pg.Pool, shardCount: number): MainBook {
  return {
    async trialBalance(until) {
      const closed = await pool.query<{ until: string | null }>(CLOSED, [shardCount]);
      const last = closed.rows[0]?.until ?? null;
      if (last === null) return { until: null, rows: [] };
      const day = until !== null && until < last ? until : last;
      const { rows } = await pool.query<MainBalance & Record<string, unknown>>(BALANCES, [day]);
      return { until: day, rows };
    },
  };
}
