-- Refunds by the channel's rules, and voids.

-- refunding_minor (payin): what of refunded_minor is under way. fee_back_minor: the payin's fee
-- that its merchant gets back, by a refund or by all of them. voided: a void, or the payin of one.
alter table orders
  add column refunding_minor bigint not null default 0,
  add column fee_back_minor bigint not null default 0,
  add column voided boolean not null default false;

update orders p set refunding_minor = r.sum
from (
  select shard, parent_id, sum(amount_minor)::bigint as sum from orders
  where kind = 'refund' and state in ('created', 'pending') group by shard, parent_id
) r
where p.shard = r.shard and p.id = r.parent_id;

alter table orders
  add check (refunding_minor between 0 and refunded_minor),
  add check (fee_back_minor >= 0),
  add check (kind <> 'payin' or fee_back_minor <= fee_minor);

-- What a refund costs the merchant; null: nothing.
alter table terms
  add column refund_rate_ppm bigint check (refund_rate_ppm between 0 and 1000000),
  add column refund_fixed_minor bigint check (refund_fixed_minor >= 0),
  add column refund_min_minor bigint check (refund_min_minor >= 0),
  add column refund_max_minor bigint check (refund_max_minor >= 0),
  add check ((refund_rate_ppm is null) = (refund_fixed_minor is null));
