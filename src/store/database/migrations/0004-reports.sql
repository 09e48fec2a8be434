-- Reports of a day: asked for by merchants, built in the background, downloaded by a link, and
-- deleted when no link leads to them any more.

create table report (
  shard smallint not null,
  id bigint not null,
  -- Digest of whose report it is, of what, and of the orders as they were: equal asks, equal file.
  key text not null,
  merchant_id bigint not null,
  app_id bigint not null,
  -- Whose orders it tells: the merchant's apps that share its dialect and mode.
  app_ids bigint[] not null,
  reported text not null check (reported in ('payin', 'payout')),
  kinds text[] not null,
  channels text[] not null,
  from_at timestamptz not null,
  to_at timestamptz not null,
  format text not null check (format in ('csv', 'xlsx')),
  packing text not null check (packing in ('plain', 'zip', 'pgp')),
  file_name text not null,
  state text not null check (state in ('due', 'building', 'ready', 'failed')),
  lease_no integer not null default 0,
  tries smallint not null default 0,
  -- due -> built from then on; building -> the lease ends.
  next_at timestamptz not null,
  keep_until timestamptz not null,
  part_count integer not null default 0,
  byte_count bigint not null default 0,
  row_count integer not null default 0,
  -- Why it could not be built, for people.
  note text,
  created_at timestamptz not null default now(),
  primary key (shard, id),
  unique (shard, key)
);
create index report_to_build on report (shard, next_at) where state in ('due', 'building');
create index report_to_delete on report (shard, keep_until);
create index report_of_merchant on report (shard, merchant_id);

-- The file's bytes. A builder that lost its lease wrote under another number: its parts are no one's.
create table report_part (
  shard smallint not null,
  report_id bigint not null,
  lease_no integer not null,
  n integer not null,
  bytes bytea not null,
  primary key (shard, report_id, lease_no, n)
);
-- Files are compressed by their own format.
alter table report_part alter column bytes set storage external;

-- A merchant's day by final time: reports and statements.
create index orders_final on orders (shard, merchant_id, final_at, id) where final_at is not null;
