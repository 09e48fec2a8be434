--! breaking-change
-- Of a payin: what of it is still pending, what is held for disputes, and what its provider has
-- taken back. Only the first was there before, as all or nothing.

alter table orders
  add column pending_minor bigint not null default 0,
  add column disputed_minor bigint not null default 0,
  add column lost_minor bigint not null default 0;

update orders set pending_minor = paid_minor - fee_minor
where kind = 'payin' and state = 'paid' and settle_at is not null;

-- A reversal whose payment was never told has its amount in paid_minor and moved nothing.
update orders set lost_minor = paid_minor
where kind = 'payin' and state = 'reversed' and corrected;

-- Parts of a payment that were taken back while that left the order as it was: their money is in
-- suspense, with a case each, but it can be refunded no more.
update orders o set lost_minor = least(t.minor, o.paid_minor)
from (
  select e.shard, e.subject_id, sum(e.upstream)::bigint as minor
  from entry e join orders p on p.shard = e.shard and p.id = e.subject_id
  where starts_with(e.name, 'payin.held_reversed:' || p.payment_ref || ':')
  group by e.shard, e.subject_id
) t
where o.shard = t.shard and o.id = t.subject_id and o.kind = 'payin' and o.state = 'paid';

alter table orders add check (pending_minor >= 0 and disputed_minor >= 0 and lost_minor >= 0);
