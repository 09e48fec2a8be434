/** Reports: ask, lease, write, read, delete. The lines of a report are read in `REPORT_PAGE`. */
import { hot } from './statement.ts';

/** What an entry changed of what the merchant has; zero: only where among its accounts it is. */
const NET = 'e.available + e.pending + e.reserved + e.rolling + e.disputed + e.debt';

/**
 * `$2`: merchant, `$3`: the beginning of the day, `$4`: kinds, `$5`: apps, `$6`: channels. What
 * goes back to a payer out of a case was never the merchant's. The last condition is that of the
 * index.
 */
const LINES = `from entry e join orders o on o.shard = $1 and o.id = e.subject_id and o.mode = e.mode
  where e.shard = $1 and e.merchant_id = $2
    and e.book_date = (($3::timestamptz at time zone 'utc') + interval '8 hours')::date
    and o.kind = any($4::text[]) and o.app_id = any($5::bigint[]) and o.channel = any($6::text[])
    and not o.detail ? 'caseKey'
    and (${NET} <> 0 or e.fees <> 0 or e.tax <> 0
      or e.name in ('payout.release', 'refund.release'))
    and (${NET} <> 0 or e.fees <> 0 or e.tax <> 0 or e.name like '%.release')`;

/**
 * How many lines there are, and a number that another picture of them does not have: the sum of a
 * digest of each, so that the order in which they are read does not matter. Looks at `$7` of them.
 */
export const REPORT_PICTURE = hot(
  'report_picture',
  `select count(*) as rows,
     coalesce(sum(hashtextextended(concat_ws(' ', subject_id, name), 0)), 0)::text as picture
   from (select e.subject_id, e.name ${LINES} limit $7) l`,
);

/** The next lines after an entry (`$7`, `$8`): one walk along an index. */
export const REPORT_PAGE = hot(
  'report_page',
  `select o.*, e.at as line_at, e.asset as line_asset, e.seq as line_seq,
     ${NET} as line_net, e.fees + e.tax as line_fee
   ${LINES} and (e.asset, e.seq) > ($7::text, $8::bigint)
   order by e.asset, e.seq limit $9`,
);

/** A report that was asked for before is kept longer; one that failed is tried anew. */
export const KEEP_REPORT = hot(
  'keep_report',
  `update report r set keep_until = greatest(keep_until, $3::timestamptz),
     tries = case when state = 'failed' then 0 else tries end,
     next_at = case when state = 'failed' then now() else next_at end,
     state = case when state = 'failed' then 'due' else state end
   where r.shard = $1 and r.key = $2
   returning id, file_name`,
);

/** How many reports a merchant has, and how many of them are not finished. */
export const REPORT_COUNTS = hot(
  'report_counts',
  `select count(*) as kept, count(*) filter (where state in ('due', 'building')) as open
   from report where shard = $1 and merchant_id = $2`,
);

/** Of two that ask at once, the second finds the first one's report. */
export const INSERT_REPORT = hot(
  'insert_report',
  `insert into report as r (shard, id, key, merchant_id, app_id, app_ids, reported, kinds,
     channels, from_at, to_at, format, packing, file_name, keep_until, state, next_at)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 'due', now())
   on conflict (shard, key) do update
     set keep_until = greatest(r.keep_until, excluded.keep_until)
   returning id, file_name`,
);

export const REPORT_FILE = hot(
  'report_file',
  `select id, app_id, file_name, state, lease_no, part_count, byte_count
   from report where shard = $1 and id = $2`,
);

export const REPORT_PART = hot(
  'report_part',
  `select bytes from report_part
   where shard = $1 and report_id = $2 and lease_no = $3 and n = $4`,
);

export const LEASE_REPORT = hot(
  'lease_report',
  `with picked as materialized (
     select id from report
     where shard = $1 and state in ('due', 'building') and next_at <= now()
     order by next_at limit 1 for update skip locked)
   update report r set state = 'building', lease_no = r.lease_no + 1, tries = r.tries + 1,
     next_at = now() + $2::int * interval '1 millisecond'
   from picked p where r.shard = $1 and r.id = p.id
   returning r.*`,
);

const HELD = "r.shard = $1 and r.id = $2 and r.lease_no = $3 and r.state = 'building'";

export const ADD_REPORT_PART = hot(
  'add_report_part',
  `with held as (
     update report r set next_at = now() + $6::int * interval '1 millisecond'
     where ${HELD} returning r.id)
   insert into report_part (shard, report_id, lease_no, n, bytes)
   select $1::smallint, h.id, $3, $4, $5 from held h
   returning n`,
);

/** What an earlier builder had written goes with the same statement. */
export const COMPLETE_REPORT = hot(
  'complete_report',
  `with older as (
     delete from report_part where shard = $1 and report_id = $2 and lease_no < $3)
   update report r set state = 'ready', part_count = $4, byte_count = $5, row_count = $6,
     note = null
   where ${HELD} returning r.id`,
);

/** `$5`: the pause before the next try; null: there is none. */
export const FAIL_REPORT = hot(
  'fail_report',
  `update report r set note = $4, state = case when $5::int is null then 'failed' else 'due' end,
     next_at = now() + coalesce($5::int, 0) * interval '1 millisecond'
   where ${HELD}`,
);

/** Files that no link leads to, some time after the last one's end: downloads may be under way. */
export const DELETE_OLD_REPORTS = hot(
  'delete_old_reports',
  `with old as materialized (
     select id from report
     where shard = $1 and keep_until < now() - interval '15 minutes'
     order by keep_until limit $2 for update skip locked),
   parts as (
     delete from report_part p using old o where p.shard = $1 and p.report_id = o.id)
   delete from report r using old o where r.shard = $1 and r.id = o.id
   returning r.id`,
);
