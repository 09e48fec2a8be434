/** Reads for people: bounded, one shard each, newest first. */
import { ACCOUNTS } from '../../domain/ledger.ts';
import type { NotificationState } from '../../domain/order-event.ts';
import { hot } from './statement.ts';

/**
 * Looks at `$7` orders below the id `$2`, returns at most `$8` that fit, and says where it stopped
 * looking. A rare state never makes one question read the whole table.
 */
export const SEARCH_ORDERS = hot(
  'search_orders',
  `with looked as materialized (
     select * from orders
     where shard = $1 and id < $2 and id >= $6
       and ($5::bigint is null or merchant_id = $5)
     order by id desc limit $7
   )
   select o.*, s.stopped_at from (select case when count(*) = $7 then min(id) end as stopped_at
     from looked) s
   left join lateral (
     select * from looked
     where ($3::text is null or kind = $3) and ($4::text is null or state = $4)
       and ($9::text is null or mode = $9)
     order by id desc limit $8) o on true`,
);

export const ORDERS_BY_REF = hot(
  'orders_by_ref',
  `select * from orders
   where shard = $1 and merchant_id = any($2::bigint[]) and merchant_ref = $3
   order by id desc limit $4`,
);

/** What came of an order: refunds of a payin, or the latest of the payments of a code. */
export const CHILDREN_OF_ORDER = hot(
  'children_of_order',
  `select * from orders where shard = $1 and parent_id = $2 and parent_id is not null
   order by id desc limit 100`,
);

/**
 * What providers have said names their account as its source; the other rows of the table are
 * idempotency ids of payouts, which are claimed in the same way.
 */
export const PROVIDER_EVENTS_OF_ORDER = hot(
  'news_of_order',
  `select source, key, note, at from news
   where shard = $1 and order_id = $2 and source like '%/%' order by at, key`,
);

/** Orders made at or after the id `$2`. */
export const COUNTS_SINCE = hot(
  'counts_since',
  `select kind, mode, asset, state, count(*)::bigint as count,
     sum(amount_minor)::bigint as amount_minor, sum(paid_minor)::bigint as paid_minor
   from orders where shard = $1 and id >= $2 group by kind, mode, asset, state`,
);

// The state is part of the text: only so can its partial index be used.
const notificationList = (state: NotificationState) =>
  hot(
    `notifications_${state}`,
    `select shard, order_id, n, merchant_id, app_id, event, url, state, attempt_count, next_at,
       created_at, done_at, note
     from notification
     where shard = $1 and state = '${state}' and ($2::bigint is null or merchant_id = $2)
       and ($3::bigint is null or (order_id, n) < ($3, $4::int))
       and ($6::bigint[] is null or app_id = any($6))
     order by order_id desc, n desc limit $5`,
  );

export const NOTIFICATIONS: Readonly<Record<NotificationState, ReturnType<typeof hot>>> = {
  due: notificationList('due'),
  delivered: notificationList('delivered'),
  parked: notificationList('parked'),
};

export const BYTES_OF_NOTIFICATION = hot(
  'bytes_of_notification',
  `select method, headers, body from notification
   where shard = $1 and order_id = $2 and n = $3 and body is not null`,
);

/** The version that each open order was last sent with, summed up. */
export const OPEN_BY_VERSION = hot(
  'open_by_version',
  `select d.connector, d.account, d.version, count(*) as count
   from orders o
   cross join lateral (
     select connector, account, version from dispatch
     where shard = $1 and order_id = o.id and operation not in ('close', 'update') order by n desc limit 1) d
   where o.shard = $1 and o.state in ('created', 'pending', 'active')
   group by d.connector, d.account, d.version`,
);

export const ALL_BALANCES = hot(
  'all_balances',
  `select merchant_id, mode, asset, ${ACCOUNTS.join(', ')} from balance
   where shard = $1 order by merchant_id, mode, asset limit $2`,
);
