--! breaking-change
-- Disputes about payins. What one holds or has taken stands in the books of its order, which is
-- locked before its disputes are read or written.

create table dispute (
  shard smallint not null,
  id bigint not null,
  order_id bigint not null,
  merchant_id bigint not null,
  mode text not null check (mode in ('test', 'live')),
  connector text not null,
  account text not null,
  -- The provider's id.
  ref text not null,
  -- How often the provider has taken it up.
  round smallint not null check (round > 0),
  state text not null check (state in
    ('inquiry', 'open', 'answered', 'won', 'withdrawn', 'lapsed', 'lost', 'accepted')),
  -- The provider's own words for it.
  words text not null,
  inquiry boolean not null,
  taken boolean not null,
  asset text not null,
  -- Null: the provider has not told it in the order's asset.
  amount_minor bigint check (amount_minor >= 0),
  held_minor bigint not null check (held_minor >= 0),
  from_pending_minor bigint not null check (from_pending_minor between 0 and held_minor),
  lost_minor bigint not null check (lost_minor >= 0),
  entry_count smallint not null,
  fee_round smallint not null,
  -- What the provider charges for it.
  fee_minor bigint,
  fee_asset text,
  reason_code text,
  reason text,
  network text,
  due_at timestamptz,
  reported_at timestamptz,
  opened_at timestamptz not null,
  updated_at timestamptz not null,
  closed_at timestamptz,
  -- When the provider is asked how an open one stands.
  ask_at timestamptz not null default now() + interval '1 day',
  primary key (shard, id),
  unique (shard, connector, account, ref),
  check ((fee_minor is null) = (fee_asset is null)),
  check ((closed_at is null) = (state in ('inquiry', 'open', 'answered')))
);
create index dispute_of_order on dispute (shard, order_id);
create index dispute_open on dispute (shard, due_at, id) where closed_at is null;
create index dispute_holds on dispute (shard, merchant_id) where held_minor > 0;
create index dispute_to_ask on dispute (shard, ask_at) where closed_at is null;
