/** The watch: which orders are asked about next, by marks that move over them. */
import { hot } from './statement.ts';

export const ENSURE_WATCH_MARK = hot(
  'ensure_watch_mark',
  `insert into watch_mark (shard, step, upto_id, until_id, upto_at)
   values ($1, $2, $3, $4, $5)
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
 * paid; else the last one, for those before it did nothing. One row at least, with where the mark
 * moves to once they have been asked about; none while another process has the step.
 */
const TAKEN = `
   select t.*, d.*
   from (
     select n.taken, n.next_id as mark_id, n.next_at::text as mark_at, n.more,
       moved.lease_no as mark_lease
     from next n left join moved on true
   ) t
   left join picked p on true
   left join lateral (
     select * from dispatch c
     where c.shard = $1 and c.order_id = p.id and c.operation = p.kind and c.state = 'done'
       and (p.kind = 'payin' or not exists (
         select from dispatch l where l.shard = $1 and l.order_id = p.id
           and l.operation = p.kind and l.n > c.n))
   ) d on true`;

/**
 * The next orders of a step by their ids: past the mark, up to the age. `picked` and `reached` say
 * which, and up to where was looked. What was taken is leased for $6 ms; a step that found none
 * moves on at once.
 */
const takeById = (target: string, look: string) => `
   with mark as materialized (
     select upto_id, ${target} as target
     from watch_mark where shard = $1 and step = $2 and leased_until <= now()
     for update skip locked
   ), ${look}, next as materialized (
     select (select count(*) from picked)::int as taken, null::timestamptz as next_at,
       case when (select count(*) from picked) < $5 then greatest(r.id, m.upto_id)
         else (select max(id) from picked) end as next_id,
       (select count(*) from picked) = $5 or r.id < m.target as more
     from mark m cross join reached r
   ), moved as (
     update watch_mark w
     set upto_id = case when n.taken = 0 then n.next_id else w.upto_id end,
         leased_until = case when n.taken = 0 then w.leased_until
                        else now() + $6 * interval '1 ms' end,
         lease_no = w.lease_no + 1
     from next n
     where w.shard = $1 and w.step = $2 and w.upto_id < n.next_id
     returning w.lease_no
   )${TAKEN}`;

/** Pending or in use: the index has these alone. */
export const TAKE_OPEN_TO_WATCH = hot(
  'take_open_to_watch',
  takeById(
    'least($4::bigint, until_id)',
    `picked as materialized (
     select o.id, o.kind from mark m cross join lateral (
       select id, kind from orders
       where shard = $1 and state in ('pending', 'active') and kind = any($3::text[])
         and id > m.upto_id and id <= m.target
       order by id limit $5) o
   ), reached as (
     select target as id from mark
   )`,
  ),
);

/**
 * Paid in or out by providers whose answers report a reversal: $3 holds `<kind> <connector>`. Most
 * orders end as paid, so these have no index: one look goes over $7 orders of any kind.
 */
export const TAKE_PAID_TO_WATCH = hot(
  'take_paid_to_watch',
  takeById(
    '$4::bigint',
    `looked as materialized (
     select o.* from mark m cross join lateral (
       select id, kind, state = 'paid' and kind || ' ' || connector = any($3::text[]) as is_asked
       from orders where shard = $1 and id > m.upto_id and id <= m.target
       order by id limit $7) o
   ), picked as materialized (
     select id, kind from looked where is_asked order by id limit $5
   ), reached as (
     select case when (select count(*) from looked) < $7 then m.target
       else (select max(id) from looked) end as id
     from mark m
   )`,
  ),
);

/** Orders that have expired or were closed, by when they did. */
export const TAKE_ENDED_TO_WATCH = hot(
  'take_ended_to_watch',
  `with mark as materialized (
     select upto_at, upto_id from watch_mark
     where shard = $1 and step = $2 and leased_until <= now()
     for update skip locked
   ), picked as materialized (
     select o.id, o.kind, o.final_at from mark m cross join lateral (
       select id, kind, final_at from orders
       where shard = $1 and state in ('expired', 'closed') and kind = any($3::text[])
         and (final_at, id) > (m.upto_at, m.upto_id) and final_at <= $4::timestamptz
       order by final_at, id limit $5) o
   ), last as materialized (
     select final_at, id from picked order by final_at desc, id desc limit 1
   ), next as materialized (
     select (select count(*) from picked)::int as taken,
       case when (select count(*) from picked) < $5 then greatest($4::timestamptz, m.upto_at)
         else (select final_at from last) end as next_at,
       case when (select count(*) from picked) = $5 then (select id from last)
         when $4::timestamptz > m.upto_at then 9223372036854775807
         else m.upto_id end as next_id,
       (select count(*) from picked) = $5 as more
     from mark m
   ), moved as (
     update watch_mark w
     set upto_at = case when n.taken = 0 then n.next_at else w.upto_at end,
         upto_id = case when n.taken = 0 then n.next_id else w.upto_id end,
         leased_until = case when n.taken = 0 then w.leased_until
                        else now() + $6 * interval '1 ms' end,
         lease_no = w.lease_no + 1
     from next n
     where w.shard = $1 and w.step = $2
       and (w.upto_at, w.upto_id) < (n.next_at, n.next_id)
     returning w.lease_no
   )${TAKEN}`,
);

/** What was taken has been asked about, unless the lease was lost meanwhile. */
export const MOVE_WATCH_MARK = hot(
  'move_watch_mark',
  `update watch_mark
   set upto_id = $4, upto_at = coalesce($5::timestamptz, upto_at), leased_until = '-infinity'
   where shard = $1 and step = $2 and lease_no = $3`,
);
