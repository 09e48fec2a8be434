--! compatible
-- A provider that asks before it takes money for an order: one row an inquiry. `collect` is null
-- until there is an answer, and the first one stands.
create table payment_check (
  shard smallint not null,
  order_id bigint not null,
  -- The provider's account, and its own name for the inquiry.
  source text not null,
  key text not null,
  amount_minor bigint not null,
  asset text not null,
  asked_at timestamptz not null default now(),
  asked_count integer not null default 1,
  collect boolean,
  reason text,
  detail text,
  took_ms integer,
  -- Of the merchant's reply; null: none came, or nobody was asked.
  status smallint,
  primary key (shard, order_id, source, key),
  check ((collect is null) = (reason is null))
);
