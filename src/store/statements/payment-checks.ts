/** Questions before money is taken: one row an inquiry, and the first answer stands. */
import { hot } from './statement.ts';

/** Asked once more, the inquiry is the same: what it was answered comes back. */
export const BEGIN_CHECK = hot(
  'begin_check',
  `insert into payment_check as c (shard, order_id, source, key, amount_minor, asset)
   values ($1, $2, $3, $4, $5, $6)
   on conflict (shard, order_id, source, key) do update set asked_count = c.asked_count + 1
   returning collect, reason, detail`,
);

export const FINISH_CHECK = hot(
  'finish_check',
  `update payment_check c set
     collect = coalesce(c.collect, $5::boolean),
     reason = coalesce(c.reason, $6::text),
     detail = coalesce(c.detail, $7::text),
     took_ms = coalesce(c.took_ms, $8::integer),
     status = case when c.collect is null then $9::smallint else c.status end
   where c.shard = $1 and c.order_id = $2 and c.source = $3 and c.key = $4
   returning collect, reason, detail`,
);

export const CHECKS_OF_ORDER = hot(
  'checks_of_order',
  `select * from payment_check where shard = $1 and order_id = $2
   order by asked_at desc, key limit 100`,
);
