/** What was withdrawn from a balance. */
import { hot } from './statement.ts';

/** Since the id of `$5`; what failed or came back was not. Their name space is in an index. */
export const WITHDRAWN = hot(
  'withdrawn',
  `select coalesce(sum(amount_minor), 0)::bigint as minor from orders
   where shard = $1 and merchant_id = $2 and mode = $3 and asset = $4 and id >= $5
     and scope = 'withdrawal' and state not in ('failed', 'reversed')`,
);
