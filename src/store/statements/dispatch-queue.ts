/** The dispatch queue: who takes which row, for how long. One autocommitted statement each. */
import { hot } from './statement.ts';

const COLUMNS = `d.*, (extract(epoch from now() - d.sent_at) * 1000)::float8 as sent_ago_ms`;

/** Accounts that have rows in these states: a loose scan, one index step per account. */
function accountsWith(name: string, states: string) {
  return hot(
    name,
    `with recursive a as (
       (select connector, account from dispatch where shard = $1 and state in (${states})
        order by connector, account limit 1)
       union all
       select s.connector, s.account from a, lateral (
         select connector, account from dispatch
         where shard = $1 and state in (${states})
           and (connector, account) > (a.connector, a.account)
         order by connector, account limit 1) s
     )
     select connector, account from a`,
  );
}

/** Due rows of each account, up to its capacity: one account's backlog delays no other. */
function leaseByAccount(name: string, states: string, change: string, which = 'true') {
  return hot(
    name,
    `with picked as materialized (
       select p.order_id, p.n, r.lease_ms, r.version
       from unnest($2::text[], $3::text[], $4::int[], $5::int[], $6::int[])
         as r (connector, account, free, lease_ms, version)
       cross join lateral (
         select order_id, n from dispatch
         where shard = $1 and state in (${states})
           and connector = r.connector and account = r.account and next_at <= now()
           and ${which}
         order by next_at limit r.free for update skip locked) p
     )
     update dispatch d
     set ${change}, lease_no = d.lease_no + 1,
         next_at = now() + p.lease_ms * interval '1 millisecond'
     from picked p
     where d.shard = $1 and d.order_id = p.order_id and d.n = p.n
     returning ${COLUMNS}`,
  );
}

/** Money leaves only while nothing may be forgotten: see `money_may_leave` in migration 0065. */
const MAY_BE_SENT = "(operation not in ('payout', 'refund') or (select money_may_leave()))";

export const ACCOUNTS_TO_SEND = accountsWith('accounts_to_send', `'ready'`);
export const LEASE_TO_SEND = leaseByAccount(
  'lease_to_send',
  `'ready'`,
  `state = 'sent', sent_at = now(), version = p.version`,
  MAY_BE_SENT,
);

/** A `sent` row whose lease ran out may or may not have been executed: that is doubt. */
export const ACCOUNTS_TO_RESOLVE = accountsWith('accounts_to_resolve', `'sent', 'doubt'`);
export const LEASE_TO_RESOLVE = leaseByAccount(
  'lease_to_resolve',
  `'sent', 'doubt'`,
  `state = 'doubt'`,
);

/** Exactly these rows, if nobody took them before. */
export const LEASE_THESE = hot(
  'lease_these',
  `with picked as materialized (
     select d.order_id, d.n, w.lease_ms, w.version
     from dispatch d
     join unnest($2::bigint[], $3::smallint[], $4::int[], $5::int[])
       as w (order_id, n, lease_ms, version)
       on d.order_id = w.order_id and d.n = w.n
     where d.shard = $1 and d.state = 'ready' and ${MAY_BE_SENT}
     for update of d skip locked
   )
   update dispatch d
   set state = 'sent', lease_no = d.lease_no + 1, sent_at = now(), version = p.version,
       next_at = now() + p.lease_ms * interval '1 millisecond'
   from picked p
   where d.shard = $1 and d.order_id = p.order_id and d.n = p.n
   returning ${COLUMNS}`,
);
