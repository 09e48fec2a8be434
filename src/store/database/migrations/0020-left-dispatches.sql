--! compatible
-- What an order had by a dispatch that it has left (`detail -> 'left'`) is found by the provider's
-- id of it as well; and which dispatch an order stands with is written where it is not the first.
create index orders_left on orders using gin ((detail -> 'left') jsonb_path_ops)
  where detail ? 'left';

update orders o set detail = detail || jsonb_build_object('dispatchN', d.n)
from (
  select shard, order_id, max(n) as n from dispatch
  where operation not in ('continue', 'close') group by shard, order_id
) d
where d.shard = o.shard and d.order_id = o.id and d.n > 1;
