--! breaking-change
-- A test order and a live order of a merchant may have one reference: neither meets the other.
-- Older code claims by the constraint that goes.
alter table orders
  drop constraint orders_shard_merchant_id_scope_merchant_ref_key,
  add constraint orders_reference unique (shard, merchant_id, mode, scope, merchant_ref);

-- Second names of payouts are claimed per mode as well: what test apps have used is renamed. Those
-- of live apps keep the name that they have.
update news n set source = 'test ' || n.source
from orders o
where n.source like 'payout of %' and o.shard = n.shard and o.id = n.order_id and o.mode = 'test';
