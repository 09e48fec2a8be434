/** What the auditor asks besides the sums of the ledger (`ledger.ts`). */
import { hot } from './statement.ts';

/**
 * `reserved` must be what the open payouts and refunds hold, to the unit. The fee that a void gives
 * back is not held: it is with us until the void is paid.
 */
export const RESERVES_THAT_DIFFER = hot(
  'reserves_that_differ',
  `select coalesce(b.merchant_id, h.merchant_id) as merchant_id,
          coalesce(b.mode, h.mode) as mode, coalesce(b.asset, h.asset) as asset,
          coalesce(b.reserved, 0) as reserved, coalesce(h.held, 0)::bigint as held
   from (select merchant_id, mode, asset, reserved from balance where shard = $1) b
   full join (
     select merchant_id, mode, asset, sum(amount_minor + fee_minor
       - case when voided then fee_back_minor else 0 end) as held
     from orders
     where shard = $1 and state in ('created', 'pending') and kind in ('payout', 'refund')
     group by merchant_id, mode, asset
   ) h on h.merchant_id = b.merchant_id and h.mode = b.mode and h.asset = b.asset
   where coalesce(b.reserved, 0) <> coalesce(h.held, 0)`,
);

/** Rows that lie: `$2`, `$3` are limits in ms for leases and for doubt. */
export const QUEUE_AGES = hot(
  'queue_ages',
  `select
     (select count(*) from dispatch where shard = $1 and state <> 'done'
        and next_at < now() - $2::bigint * interval '1 millisecond')::int as overdue_dispatches,
     (select count(*) from dispatch where shard = $1 and state = 'doubt'
        and sent_at < now() - $3::bigint * interval '1 millisecond')::int as long_doubts,
     (select coalesce(extract(epoch from now() - min(sent_at)) * 1000, 0) from dispatch
        where shard = $1 and state = 'doubt')::float8 as oldest_doubt_ms,
     (select count(*) from notification where shard = $1 and state = 'due')::int
        as due_notifications,
     (select coalesce(extract(epoch from now() - min(next_at)) * 1000, 0) from notification
        where shard = $1 and state = 'due' and next_at <= now())::float8 as oldest_due_ms,
     (select count(*) from notification where shard = $1 and state = 'parked')::int
        as parked_notifications,
     (select count(*) from case_file where shard = $1 and state = 'open')::int as open_cases`,
);
