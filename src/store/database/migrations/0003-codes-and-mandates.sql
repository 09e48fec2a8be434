-- Payment codes and mandates are orders; payments that come through them are payins of their own.

alter table orders drop constraint orders_kind_check;
alter table orders add constraint orders_kind_check
  check (kind in ('payin', 'payout', 'refund', 'code', 'mandate'));
alter table orders drop constraint orders_state_check;
alter table orders add constraint orders_state_check check (state in
  ('created', 'pending', 'active', 'paid', 'failed', 'expired', 'closed', 'reversed'));
-- A code for any amount has none, a mandate never has.
alter table orders drop constraint orders_amount_minor_check;
alter table orders add constraint orders_amount_minor_check
  check (amount_minor > 0 or (kind in ('code', 'mandate') and amount_minor = 0));

alter table dispatch drop constraint dispatch_operation_check;
alter table dispatch add constraint dispatch_operation_check
  check (operation in ('payin', 'payout', 'refund', 'code', 'mandate', 'close'));

-- Codes and mandates in use expire and are asked about like what is waited for.
drop index orders_to_expire;
create index orders_to_expire on orders (shard, expires_at)
  where expires_at is not null and state in ('created', 'pending', 'active');
drop index orders_open;
create index orders_open on orders (shard, id) where state in ('created', 'pending', 'active');

create index orders_mandates on orders
  (shard, merchant_id, (detail -> 'fields' ->> 'payer.userId')) where kind = 'mandate';
