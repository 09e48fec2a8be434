/**
 * The notification queue. `$2` is the time to go by, null for the database's own: the timetable is
 * tested by moving it.
 */
import type { Completion, NotificationContent, NotificationKey } from '../../ports/workers.ts';
import { columns, json } from './columns.ts';
import { hot } from './statement.ts';

const NOW = 'coalesce($2::timestamptz, now())';
const BEGUN = 'coalesce(t.resent_at, t.created_at)';

/**
 * Endpoints with their earliest row: a loose scan, one index step per endpoint however many rows
 * it has. Returned are those that are due and the last one looked at (where to go on).
 */
export const DUE_ENDPOINTS = hot(
  'due_endpoints',
  `with recursive e as (
     (select endpoint, next_at, 1 as step from notification
      where shard = $1 and state = 'due' and endpoint > $3
      order by endpoint, next_at limit 1)
     union all
     select s.endpoint, s.next_at, e.step + 1 from e, lateral (
       select endpoint, next_at from notification
       where shard = $1 and state = 'due' and endpoint > e.endpoint
       order by endpoint, next_at limit 1) s
     where e.step < $4
   )
   select endpoint, next_at <= ${NOW} as due, step = $4 as last
   from e where next_at <= ${NOW} or step = $4`,
);

/**
 * Due rows of each endpoint, up to its capacity. The lease is the row's next time, put off. The
 * notifications of an order are sent to an endpoint one after the other, so that an old state never
 * comes after a newer one: a row whose predecessor is still due is not leased
 * but put off to that one's time, or by `$6` ms where that has come already.
 */
export const LEASE_NOTIFICATIONS = hot(
  'lease_notifications',
  `with picked as materialized (
     select p.order_id, p.n, (
       select max(e.next_at) from notification e
       where e.shard = $1 and e.order_id = p.order_id and e.n < p.n and e.state = 'due'
         and e.endpoint = r.endpoint) as predecessor_at
     from unnest($4::text[], $5::int[]) as r (endpoint, free)
     cross join lateral (
       select order_id, n from notification
       where shard = $1 and state = 'due' and endpoint = r.endpoint and next_at <= ${NOW}
       order by next_at, n limit r.free for update skip locked) p
   )
   update notification t
   set lease_no = case when p.predecessor_at is null then t.lease_no + 1 else t.lease_no end,
     next_at = case when p.predecessor_at is null
       then ${NOW} + $3::int * interval '1 millisecond'
       else greatest(p.predecessor_at, ${NOW} + $6::int * interval '1 millisecond') end
   from picked p
   where t.shard = $1 and t.order_id = p.order_id and t.n = p.n
   returning p.predecessor_at is null as leased,
     t.order_id, t.n, t.app_id, t.endpoint, t.event, t.url, t.payload, t.created_at,
     t.method, t.headers, t.body, t.lease_no, t.slot,
     (extract(epoch from ${NOW} - ${BEGUN}) * 1000)::float8 as age_ms`,
);

export type BytesRow = NotificationKey & { leaseNo: number; bytes: NotificationContent };

const BYTES = columns<BytesRow>([
  ['order_id', 'bigint', (r) => r.orderId],
  ['n', 'smallint', (r) => r.n],
  ['lease_no', 'integer', (r) => r.leaseNo],
  ['method', 'text', (r) => r.bytes.method],
  ['headers', 'jsonb', (r) => json(r.bytes.headers)],
  ['body', 'text', (r) => r.bytes.body],
]);

/** Once: bytes that are there stay. Fenced by the lease number. */
export const STORE_BYTES = hot(
  'store_bytes',
  `update notification t set method = u.method, headers = u.headers, body = u.body
   from ${BYTES.rows(2)} u
   where t.shard = $1 and t.order_id = u.order_id and t.n = u.n and t.lease_no = u.lease_no
     and t.state = 'due' and t.body is null
   returning t.order_id, t.n`,
);
export const bytesParameters = BYTES.parameters;

const COMPLETION = columns<Completion>([
  ['order_id', 'bigint', (c) => c.orderId],
  ['n', 'smallint', (c) => c.n],
  ['lease_no', 'integer', (c) => c.leaseNo],
  ['state', 'text', (c) => c.state],
  ['pushed', 'integer', (c) => (c.attempt === null ? 0 : 1)],
  ['took_ms', 'integer', (c) => c.attempt?.tookMs ?? null],
  ['status', 'smallint', (c) => c.attempt?.status ?? null],
  ['error', 'text', (c) => c.attempt?.error ?? null],
  ['reply', 'text', (c) => c.attempt?.reply ?? null],
  ['next_after_ms', 'bigint', (c) => Math.ceil(c.nextAfterMs)],
  ['else_in_ms', 'bigint', (c) => Math.ceil(c.elseInMs)],
  ['note', 'text', (c) => c.note],
]);

/**
 * Moves the rows and records their attempts. A slot that has passed while the attempt was late is
 * made up for after a full step, so that an outage of ours never makes the attempts bunch. What
 * waited for a row that is done is due at once.
 */
export const COMPLETE_NOTIFICATIONS = hot(
  'complete_notifications',
  `with moved as (
     update notification t
     set state = u.state,
         attempt_count = t.attempt_count + u.pushed,
         slot = t.slot + u.pushed,
         note = coalesce(u.note, t.note),
         done_at = case when u.state = 'due' then null else ${NOW} end,
         next_at = case
           when u.state <> 'due' then t.next_at
           when ${BEGUN} + u.next_after_ms * interval '1 millisecond' > ${NOW}
             then ${BEGUN} + u.next_after_ms * interval '1 millisecond'
           else ${NOW} + u.else_in_ms * interval '1 millisecond' end
     from ${COMPLETION.rows(3)} u
     where t.shard = $1 and t.order_id = u.order_id and t.n = u.n and t.lease_no = u.lease_no
       and t.state = 'due'
     returning t.order_id, t.n, t.state, t.endpoint, t.attempt_count, u.pushed, u.took_ms, u.status, u.error, u.reply
   ), noted as (
     insert into notification_attempt
       (shard, order_id, n, attempt, at, took_ms, status, error, reply)
     select $1, order_id, n, attempt_count,
       ${NOW} - took_ms * interval '1 millisecond', took_ms, status, error, reply
     from moved where pushed = 1
   ), next as (
     update notification t set next_at = ${NOW}
     from moved m
     where m.state <> 'due' and t.shard = $1 and t.order_id = m.order_id and t.n = m.n + 1
       and t.endpoint = m.endpoint and t.state = 'due' and t.next_at > ${NOW}
       and t.attempt_count = 0
       and not exists (select 1 from moved o where o.order_id = t.order_id and o.n = t.n)
     returning t.order_id
   )
   select order_id, n, exists (select 1 from next) as next_due from moved`,
);
export const completionParameters = COMPLETION.parameters;

const VIEW = `shard, order_id, n, merchant_id, app_id, event, url, state, attempt_count, next_at,
  created_at, done_at, note`;

/** For people. Null parameters do not filter; newest first; `$8`: created before. */
export const LIST_NOTIFICATIONS = hot(
  'list_notifications',
  `select ${VIEW} from notification
   where shard = $1 and state = $2
     and ($3::bigint is null or merchant_id = $3)
     and ($4::text is null or event = $4)
     and ($5::text is null or endpoint = $5)
     and ($6::timestamptz is null or created_at >= $6)
     and ($7::timestamptz is null or created_at < $7)
   order by created_at desc, order_id desc, n desc limit $8`,
);

export const NOTIFICATIONS_OF_ORDER = hot(
  'notifications_of_order',
  `select ${VIEW} from notification where shard = $1 and order_id = $2 order by n`,
);

export const ATTEMPTS_OF_ORDER = hot(
  'attempts_of_order',
  `select n, attempt, at, took_ms, status, error, reply from notification_attempt
   where shard = $1 and order_id = $2 order by n, attempt`,
);

/** At least as long as a notification is leased: until then one may be under way. */
const UNDER_WAY_S = 90;

/**
 * A newer state of the order has reached the endpoint, or may just reach it: the older one must not
 * come after it. What was never sent, for the merchant's API has no word for it, reached nobody.
 */
const OVERTAKEN = (row: string) => `exists (
       select 1 from notification o
       where o.shard = $1 and o.order_id = ${row}.order_id and o.n > ${row}.n
         and o.endpoint = ${row}.endpoint
         and (o.state = 'delivered' and o.attempt_count > 0
           or o.state = 'due' and o.lease_no > 0 and o.next_at > ${NOW}
             and o.next_at <= ${NOW} + interval '${UNDER_WAY_S} seconds'))`;

/** A fresh timetable, from now on; the attempts go on counting. */
const AFRESH = `state = 'due', slot = 0, resent_at = ${NOW}, next_at = ${NOW}, done_at = null`;

/** One notification, dead-lettered or delivered, unless a newer one has overtaken it. */
export const RESEND_ONE = hot(
  'resend_one',
  `update notification t set ${AFRESH}
   where shard = $1 and order_id = $3 and n = $4 and state in ('parked', 'delivered')
     and not ${OVERTAKEN('t')}
   returning order_id`,
);

/**
 * Dead-lettered ones by filter that nothing newer has overtaken; the same null rule as the list.
 */
export const RESEND_DEAD_LETTERED = hot(
  'resend_dead_lettered',
  `with picked as materialized (
     select order_id, n from notification p
     where shard = $1 and state = 'parked' and not ${OVERTAKEN('p')}
       and ($3::bigint is null or merchant_id = $3)
       and ($4::text is null or event = $4)
       and ($5::text is null or endpoint = $5)
       and ($6::timestamptz is null or created_at >= $6)
       and ($7::timestamptz is null or created_at < $7)
     order by created_at limit $8 for update skip locked
   )
   update notification t set ${AFRESH}
   from picked p where t.shard = $1 and t.order_id = p.order_id and t.n = p.n
   returning t.order_id`,
);
