/** Questions that callbacks without proof have raised: one row an order. */
import { hot } from './statement.ts';

/**
 * Seconds to wait before an order is asked about once more, by the number of questions in a row
 * that brought nothing new. Whoever makes callbacks up is soon at the last one.
 */
const WAITS_S = '{0,5,15,60,300,1800}';
const WAIT = `('${WAITS_S}'::int[])[least(q.fruitless, 5) + 1] * interval '1 second'`;

/** Raised again while it waits, it waits no longer and no shorter. */
export const RAISE_QUESTION = hot(
  'raise_question',
  `insert into provider_question as q
     (shard, order_id, connector, account, upstream_id, next_at)
   values ($1, $2, $3, $4, $5, now())
   on conflict (shard, order_id) do update
   set connector = excluded.connector, account = excluded.account,
       upstream_id = coalesce(excluded.upstream_id, q.upstream_id),
       raised_count = q.raised_count + 1,
       next_at = coalesce(q.next_at, greatest(now(), q.asked_at + ${WAIT}))
   where q.shard = $1`,
);

/** A loose scan, one index step per account. */
export const ACCOUNTS_TO_ASK = hot(
  'accounts_to_ask',
  `with recursive a as (
     (select connector, account from provider_question
      where shard = $1 and next_at is not null
      order by connector, account limit 1)
     union all
     select s.connector, s.account from a, lateral (
       select connector, account from provider_question
       where shard = $1 and next_at is not null
         and (connector, account) > (a.connector, a.account)
       order by connector, account limit 1) s
   )
   select connector, account from a`,
);

/** The longest due of each account. A worker that dies leaves them due at the lease's end. */
export const LEASE_QUESTIONS = hot(
  'lease_questions',
  `with picked as materialized (
     select p.order_id, r.lease_ms
     from unnest($2::text[], $3::text[], $4::int[], $5::int[])
       as r (connector, account, free, lease_ms)
     cross join lateral (
       select order_id from provider_question
       where shard = $1 and connector = r.connector and account = r.account
         and next_at is not null and next_at <= now()
       order by next_at limit r.free for update skip locked) p
   )
   update provider_question q
   set lease_no = q.lease_no + 1, asked_at = now(),
       next_at = now() + p.lease_ms * interval '1 millisecond'
   from picked p
   where q.shard = $1 and q.order_id = p.order_id
   returning q.order_id, q.connector, q.account, q.upstream_id, q.raised_count, q.lease_no`,
);

/** `$4`: how often it had been raised; `$5`: it brought an event; `$6`: it is asked once more. */
export const END_QUESTION = hot(
  'end_question',
  `update provider_question q
   set fruitless = case when $5::boolean then 0 else q.fruitless + 1 end,
       next_at = case
         when $5::boolean and q.raised_count > $4 then now()
         when $6::boolean then now() + ${WAIT}
         when q.raised_count > $4 then now() + ${WAIT}
       end
   where q.shard = $1 and q.order_id = $2 and q.lease_no = $3`,
);
