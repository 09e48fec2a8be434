--! compatible
-- A provider may give two orders' disputes one id: each is a dispute of its own order.
drop index dispute_of_order;
alter table dispute
  drop constraint dispute_shard_connector_account_ref_key,
  add constraint dispute_of_order unique (shard, order_id, connector, account, ref);
