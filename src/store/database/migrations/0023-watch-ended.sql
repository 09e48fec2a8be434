--! compatible
-- Providers are asked about orders that have expired or were closed as well, by when they did, and
-- again and again about what stays open for long.
create index orders_ended_unpaid on orders (shard, final_at, id)
  where state in ('expired', 'closed');

alter table watch_mark
  add column upto_at timestamptz not null default '-infinity',
  add column until_id bigint not null default 9223372036854775807,
  add column begun_at timestamptz not null default '-infinity';
