/** Reports of providers that could not be booked, or not yet. */
import { hot } from './statement.ts';

/** With its case, in one statement. */
export const KEEP_PROVIDER_REPORT = hot(
  'keep_provider_report',
  `with kept as (
     insert into provider_report (shard, source, key, id, reason, body, event)
     values ($1, $2, $3, $4, $5, $6, $7)
     on conflict (shard, source, key) do nothing
     returning shard, id, key
   )
   insert into case_file (shard, order_id, kind, key, merchant_id, detail)
   select $1::smallint, id, 'unattributed', key, $8, $9 from kept`,
);

/** Seconds until it is offered again, by how often it was. */
const WAITS_S = '{2,5,15,60,300,900}';

export const WAIT_WITH_REPORT = hot(
  'wait_with_report',
  `insert into provider_report (shard, source, key, id, reason, body, event, next_at)
   values ($1, $2, $3, $4, 'too_early', $5, $6, now())
   on conflict (shard, source, key) do nothing`,
);

export const WAITING_REPORTS = hot(
  'waiting_reports',
  `with due as materialized (
     select source, key from provider_report
     where shard = $1 and next_at is not null and next_at <= now()
     order by next_at limit $2 for update skip locked
   )
   update provider_report r
   set offered = least(r.offered + 1, 100),
       next_at = now() + ('${WAITS_S}'::int[])[least(r.offered, 5) + 1] * interval '1 second'
   from due
   where r.shard = $1 and r.source = due.source and r.key = due.key
   returning r.id, r.source, r.key, r.event, r.booking, r.at`,
);

/** `$4`: it is a case now, of `$5` and with the words `$6`. */
export const END_WAITING = hot(
  'end_waiting',
  `with over as (
     update provider_report set next_at = null
     where shard = $1 and source = $2 and key = $3 and next_at is not null
     returning id, key
   )
   insert into case_file (shard, order_id, kind, key, merchant_id, detail)
   select $1::smallint, id, 'unattributed', key, $5, $6 from over where $4::boolean
   on conflict (shard, order_id, kind, key) do nothing`,
);

export const PROVIDER_REPORT_BY_ID = hot(
  'provider_report_by_id',
  'select id, source, key, event, booking, at from provider_report where shard = $1 and id = $2',
);

/** Once: it is one merchant's. */
export const BOOK_PROVIDER_REPORT = hot(
  'book_provider_report',
  `update provider_report set booking = $3, next_at = now()
   where shard = $1 and id = $2 and booking is null returning id`,
);
