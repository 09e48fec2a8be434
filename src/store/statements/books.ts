/** Days of the books: which one is open, which are closed, and what a day's entries sum to. */
import { ACCOUNTS } from '../../domain/ledger.ts';
import { hot } from './statement.ts';

/** The day by the database's clock, in the platform's zone (UTC+8). */
const BY_THE_CLOCK = "((now() at time zone 'utc') + interval '8 hours')::date";

/**
 * The day that an entry is booked on, as a value of its INSERT: that of the clock, and never one
 * that is closed. It is read in the very statement, from the snapshot that the entries are written
 * with, so closing needs to wait only for transactions that were there before it.
 */
export const BOOK_DATE = `(select greatest(${BY_THE_CLOCK},
  (select o.day from book_open o where o.shard = $1)))`;

/** Opens the day of the clock, or `$2` if that is later; days before it are closed. */
export const OPEN_DAY = hot(
  'open_day',
  `insert into book_open as o (shard, day)
   select $1::smallint, greatest(${BY_THE_CLOCK}, $2::date)
   on conflict (shard) do update set day = excluded.day where o.day < excluded.day`,
);

/** The closed days that are not rolled up yet, the oldest first. */
export const DAYS_TO_ROLL = hot(
  'days_to_roll',
  `select days.day::date::text as day
   from book_open o, generate_series(
     coalesce(
       (select max(d.day) + 1 from book_day d where d.shard = $1),
       (select min(e.book_date) from entry e where e.shard = $1),
       o.day - 1)::timestamp,
     (o.day - 1)::timestamp, interval '1 day') as days (day)
   where o.shard = $1 order by days.day`,
);

/** None: another process has rolled this day up. */
export const KEEP_DAY = hot(
  'keep_day',
  `insert into book_day (shard, day, entries) select $1::smallint, $2::date, $3::bigint
   on conflict (shard, day) do nothing returning day`,
);

const sums = ACCOUNTS.map((account) => `sum(${account})::bigint as ${account}`).join(', ');

/** A day's entries, added up by all that the main book keeps apart. */
export const SUMS_OF_DAY = hot(
  'sums_of_day',
  `select mode, asset, connector, account as provider_account, purse, platform_code,
     nullif(split_part(case_key, ':', 1), '') as case_kind, split_part(name, '.', 1) as subject,
     count(*)::bigint as entries, ${sums}
   from entry where shard = $1 and book_date = $2::date
   group by mode, asset, connector, account, purse, platform_code, case_kind, subject`,
);

/** What the balances would be without the entries of days that are not rolled up yet. */
export const BALANCES_AT_CLOSE = hot(
  'balances_at_close',
  `select mode, asset, ${sums} from (
     select mode, asset, ${ACCOUNTS.join(', ')} from balance where shard = $1
     union all
     select mode, asset, ${ACCOUNTS.map((account) => `-${account}`).join(', ')} from entry
     where shard = $1 and book_date > (select max(d.day) from book_day d where d.shard = $1)
   ) kept group by mode, asset`,
);

/** What entries of days that are not rolled up yet have taken of what banks have received. */
export const UNALLOCATED_SINCE = hot(
  'unallocated_since',
  `select mode, asset, split_part(platform_code, ':', 2) as of, sum(platform)::bigint as minor
   from entry
   where shard = $1 and platform_code like 'unallocated:%' and book_date > coalesce(
     (select max(d.day) from book_day d where d.shard = $1), '-infinity')
   group by mode, asset, of`,
);

/** Closed days that have not the entries any more that they had when they were rolled up. */
export const DAYS_THAT_CHANGED = hot(
  'days_that_changed',
  `select coalesce(d.day, e.day)::text as day, coalesce(d.entries, 0) as kept,
     coalesce(e.count, 0) as there
   from (select * from book_day where shard = $1) d
   full join (
     select book_date as day, count(*)::bigint as count from entry
     where shard = $1
       and book_date <= (select max(c.day) from book_day c where c.shard = $1)
     group by book_date
   ) e on e.day = d.day
   where coalesce(d.entries, 0) <> coalesce(e.count, 0) order by 1`,
);

/** What each purse of each provider account owes us by the entries of closed days. */
export const RECEIVABLES_OF_DAYS = hot(
  'receivables_of_days',
  `select mode, asset, 'provider_' || purse as account, connector || '/' || account as of,
     -sum(upstream)::bigint as minor
   from entry where shard = $1 and upstream <> 0 and book_date between $2::date and $3::date
     and book_date <= (select max(d.day) from book_day d where d.shard = $1)
   group by mode, asset, purse, connector, account`,
);
