/** What lies too long, and the cases that say so. */
import { hot } from './statement.ts';

/** The open cases that hold live money, and the day on which each was opened. */
export const HELD_SINCE = hot(
  'held_since',
  `select mode, asset, order_id || ':' || kind || ':' || key as of, held_minor as minor,
     ((opened_at at time zone 'utc') + interval '8 hours')::date::text as since
   from case_file where shard = $1 and held_minor <> 0 and mode = 'live'`,
);

/** One that people closed while it lasts is shown again. */
export const SHOW_WATCHED_CASE = hot(
  'show_watched_case',
  `insert into case_file (shard, order_id, kind, key, merchant_id, detail)
   values ($1, $2, $3, $4, $2, $5)
   on conflict (shard, order_id, kind, key) do update
   set detail = excluded.detail, state = 'open', closed_at = null, closed_by = null,
     resolution = null,
     opened_at = case when case_file.state = 'open' then case_file.opened_at else now() end
   where case_file.detail <> excluded.detail or case_file.state = 'closed'`,
);

export const CLOSE_WATCHED_CASES = hot(
  'close_watched_cases',
  `update case_file set state = 'closed', closed_at = now(), closed_by = 'platform',
     resolution = 'it is over'
   where shard = $1 and order_id = $2 and kind = $3 and state = 'open'
     and key <> all($4::text[])`,
);
