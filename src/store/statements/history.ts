/** What people look up about orders that are done with. By key order, which needs no sort. */
import { hot } from './statement.ts';

/** A merchant's reference in every name space that its dialects have. */
export const ORDERS_BY_REFERENCE = hot(
  'orders_by_reference',
  `select * from orders
   where shard = $1 and merchant_id = $2 and merchant_ref = $3 order by id`,
);

/** Delivered notifications of the newest orders; null parameters do not filter. */
export const DELIVERED_NOTIFICATIONS = hot(
  'delivered_notifications',
  `select order_id, n, merchant_id, event, url, attempt_count, created_at, done_at from notification
   where shard = $1 and state = 'delivered'
     and ($2::bigint is null or merchant_id = $2)
     and ($3::text is null or event = $3)
     and ($4::timestamptz is null or created_at >= $4)
   order by order_id desc, n desc limit $5`,
);
