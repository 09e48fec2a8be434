/** The watch: which orders are asked about next, by marks that move over them. */
import { hot } from './statement.ts';

export const ENSURE_WATCH_MARK = hot(
  'ensure_watch_mark',
  `insert into watch_mark (shard, step, upto_id, until_id, upto_at)
   values ($1, $2, 0, $3, $4)
   on conflict (shard, step) do nothing`,
);

/** A step that comes again begins anew once it has come to its end, and its time has passed. */
export const BEGIN_WATCH_AGAIN = hot(
  'begin_watch_again',
  `update watch_mark set upto_id = 0, until_id = $3, begun_at = $4
   where shard = $1 and step = $2 and upto_id >= until_id and begun_at <= $5`,
);

/**
 * What is asked about of the orders of `picked`: all that a payin was sent by, for each may be
 * paid; else the last one, for those before it did nothing.
 */
const TAKEN = `
   select (select count(*) from picked)::int as taken, d.*
   from picked p
   left join lateral (
     select * from dispatch c
     where c.shard = $1 and c.order_id = p.id and c.operation = p.kind and c.state = 'done'
       and (p.kind = 'payin' or not exists (
         select from dispatch l where l.shard = $1 and l.order_id = p.id
           and l.operation = p.kind and l.n > c.n))
   ) d on true`;

/**
 * The next orders of a step: pending or in use, past the mark, up to the age. The mark moves with
 * them, so each order is met once per step; two processes never take the same ones.
 */
export const TAKE_OPEN_TO_WATCH = hot(
  'take_open_to_watch',
  `with mark as materialized (
     select upto_id, until_id from watch_mark where shard = $1 and step = $2
     for update skip locked
   ), picked as materialized (
     select o.id, o.kind from mark m cross join lateral (
       select id, kind from orders
       where shard = $1 and state in ('pending', 'active') and kind = any($3::text[])
         and id > m.upto_id and id <= least($4::bigint, m.until_id)
       order by id limit $5) o
   ), moved as (
     update watch_mark w
     set upto_id = case when (select count(*) from picked) < $5 then least($4::bigint, w.until_id)
                   else (select max(id) from picked) end
     where w.shard = $1 and w.step = $2 and exists (select from mark)
       and w.upto_id < least($4::bigint, w.until_id)
   )${TAKEN}`,
);

/** The same of orders that have expired or were closed, by when they did. */
export const TAKE_ENDED_TO_WATCH = hot(
  'take_ended_to_watch',
  `with mark as materialized (
     select upto_at, upto_id from watch_mark where shard = $1 and step = $2
     for update skip locked
   ), picked as materialized (
     select o.id, o.kind, o.final_at from mark m cross join lateral (
       select id, kind, final_at from orders
       where shard = $1 and state in ('expired', 'closed') and kind = any($3::text[])
         and (final_at, id) > (m.upto_at, m.upto_id) and final_at <= $4::timestamptz
       order by final_at, id limit $5) o
   ), last as materialized (
     select final_at, id from picked order by final_at desc, id desc limit 1
   ), moved as (
     update watch_mark w
     set upto_at = case when (select count(*) from picked) < $5 then $4::timestamptz
                   else (select final_at from last) end,
         upto_id = case when (select count(*) from picked) < $5 then 9223372036854775807
                   else (select id from last) end
     where w.shard = $1 and w.step = $2 and exists (select from mark)
       and w.upto_at < $4::timestamptz
   )${TAKEN}`,
);
