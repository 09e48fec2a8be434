/** Reports of providers that could not be booked; each with its case, in one statement. */
import { hot } from './statement.ts';

export const KEEP_PROVIDER_REPORT = hot(
  'keep_provider_report',
  `with kept as (
     insert into provider_report (shard, source, key, id, reason, body)
     values ($1, $2, $3, $4, $5, $6)
     on conflict (shard, source, key) do nothing
     returning shard, id, key
   )
   insert into case_file (shard, order_id, kind, key, merchant_id, detail)
   select $1::smallint, id, 'unattributed', key, $7, $8 from kept`,
);
