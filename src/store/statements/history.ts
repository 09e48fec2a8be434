/** What people look up about orders that are done with. */
import { hot } from './statement.ts';

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
