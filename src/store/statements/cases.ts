/** Cases: what a person must look at. They are written with the batch, see `outbox.ts`. */
import { hot } from './statement.ts';

/** Open ones, the longest waiting first. `$2`: the merchant, null for all. */
export const OPEN_CASES = hot(
  'open_cases',
  `select * from case_file
   where shard = $1 and state = 'open' and ($2::bigint is null or merchant_id = $2)
   order by opened_at limit $3`,
);

/** All, of the newest orders first: the key's order, which needs no sort. */
export const ALL_CASES = hot(
  'all_cases',
  `select * from case_file
   where shard = $1 and ($2::bigint is null or merchant_id = $2)
   order by order_id desc, kind, key limit $3`,
);

export const CASES_OF_ORDER = hot(
  'cases_of_order',
  'select * from case_file where shard = $1 and order_id = $2 order by opened_at, kind, key',
);

/** Once: who closed a case first has closed it. */
export const CLOSE_CASE = hot(
  'close_case',
  `update case_file
   set state = 'closed', closed_at = now(), closed_by = $5, resolution = $6
   where shard = $1 and order_id = $2 and kind = $3 and key = $4 and state = 'open'
   returning order_id`,
);
