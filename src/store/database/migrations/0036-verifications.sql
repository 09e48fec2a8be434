-- A verification of a payer is an order that moves no money; what it shows lies beside it, sealed.

-- What is there already fits: the rows need not be read for it.
alter table orders drop constraint orders_kind_check;
alter table orders add constraint orders_kind_check
  check (kind in ('payin', 'payout', 'refund', 'code', 'mandate', 'verification')) not valid;
alter table orders drop constraint orders_amount_minor_check;
alter table orders add constraint orders_amount_minor_check check (amount_minor > 0
  or (kind in ('code', 'mandate', 'verification') and amount_minor = 0)) not valid;
alter table dispatch drop constraint dispatch_operation_check;
alter table dispatch add constraint dispatch_operation_check check (operation in
  ('payin', 'payout', 'refund', 'code', 'mandate', 'verification', 'continue', 'close')) not valid;

-- Pictures, at most one of each part. They are replaced while they are taken, and erased.
create table verification_photo (
  shard smallint not null,
  order_id bigint not null,
  part text not null check (part in ('front', 'back', 'portrait', 'selfie')),
  type text not null check (type in ('image/jpeg', 'image/png')),
  width integer not null,
  height integer not null,
  -- AES-256-GCM under the platform's key, bound to order and part.
  sealed bytea not null,
  taken_at timestamptz not null default now(),
  primary key (shard, order_id, part)
);
-- Compression finds nothing in what is sealed.
alter table verification_photo alter column sealed set storage external;

-- What a provider read from them, sealed likewise; and that all of it was erased, by whom.
create table verification_file (
  shard smallint not null,
  order_id bigint not null,
  sealed_reading bytea,
  erased_at timestamptz,
  erased_by text,
  erased_photos smallint,
  primary key (shard, order_id),
  check ((erased_at is null) = (erased_by is null))
);

-- What people look at, and what is to be erased: few rows of many.
create index orders_verifications on orders (shard, id) where kind = 'verification';
create index orders_to_erase on orders (shard, final_at)
  where kind = 'verification' and detail -> 'verification' ->> 'isErased' = 'false';
