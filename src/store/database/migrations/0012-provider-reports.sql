-- Orders are found by the provider's own ids where a report names no reference of ours.

create index orders_by_upstream_id on orders (shard, upstream_id) where upstream_id is not null;
create index orders_by_payment on orders (shard, payment_ref)
  where payment_ref is distinct from upstream_id and payment_ref is not null;

-- Authentic reports that no order could be found for, or that could not be read: kept as they came,
-- each with a case. `id` has a bucket of the report's key, and is what the case is about.
create table provider_report (
  shard smallint not null,
  source text not null,
  key text not null,
  id bigint not null,
  reason text not null check (reason in ('unreadable', 'unknown_order')),
  body bytea not null,
  at timestamptz not null default now(),
  primary key (shard, source, key)
);
