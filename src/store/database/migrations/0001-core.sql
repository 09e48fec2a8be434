-- The core. Hot tables carry `shard` as the first column of every primary key and unique
-- constraint, and every hot statement names its shard: the same SQL runs on one PostgreSQL and
-- distributed by `shard`. Small tables (configuration) are read into memory and have none.

-- Properties of this database, fixed at its creation.
create table meta (
  key text primary key,
  value text not null
);
insert into meta (key, value) values ('shard_count', '4');

-- ---------------------------------------------------------------------------------------------
-- Configuration: a snapshot of these is held in memory by every process.

create table merchant (
  id bigint primary key,
  name text not null,
  bucket smallint not null check (bucket between 0 and 1023),
  status text not null default 'active' check (status in ('active', 'disabled')),
  amount_policy text not null default 'accept'
    check (amount_policy in ('accept', 'excess_to_suspense')),
  late_policy text not null default 'accept' check (late_policy in ('accept', 'suspense')),
  created_at timestamptz not null default now()
);

create table app (
  id bigint primary key,
  merchant_id bigint not null references merchant (id),
  dialect text not null,
  public_id text not null,
  mode text not null check (mode in ('test', 'live')),
  status text not null default 'active' check (status in ('active', 'disabled')),
  notify_url text,
  payout_notify_url text,
  ip_allow text[] not null default '{}',
  settings jsonb not null default '{}',
  created_at timestamptz not null default now(),
  unique (dialect, public_id)
);

-- Key material is sealed (AES-256-GCM) with the platform's key, which is not in the database.
create table app_key (
  id text primary key,
  app_id bigint not null references app (id),
  purpose text not null check (purpose in ('request', 'payout', 'notice', 'callback')),
  sealed bytea not null,
  not_before timestamptz not null default now(),
  not_after timestamptz
);

create table channel (
  code text primary key,
  body jsonb not null,
  updated_at timestamptz not null default now()
);

create table terms (
  id bigint generated always as identity primary key,
  merchant_id bigint references merchant (id),
  channel_code text not null references channel (code),
  rate_ppm bigint not null check (rate_ppm between 0 and 1000000),
  fixed_minor bigint not null check (fixed_minor >= 0),
  min_minor bigint check (min_minor >= 0),
  max_minor bigint check (max_minor >= 0),
  settle_after_days smallint not null check (settle_after_days between 0 and 365),
  effective_from timestamptz not null default now()
);

create table route (
  id bigint generated always as identity primary key,
  channel_code text not null references channel (code),
  connector text not null,
  account text not null,
  priority smallint not null default 0,
  weight smallint not null default 1 check (weight > 0),
  enabled boolean not null default true,
  merchant_ids bigint[],
  min_minor bigint,
  max_minor bigint
);

-- Versions overlap: an old order is queried, and its callback verified, with the old version.
create table connector_account (
  connector text not null,
  account text not null,
  version integer not null,
  base_url text not null,
  sealed bytea not null,
  not_after timestamptz,
  created_at timestamptz not null default now(),
  primary key (connector, account, version)
);

-- Node numbers inside ids: leased, so that no two living processes make the same id.
create table node_lease (
  node smallint primary key check (node between 0 and 31),
  holder text not null,
  until timestamptz not null
);

-- ---------------------------------------------------------------------------------------------
-- Hot tables.

create table orders (
  shard smallint not null,
  id bigint not null,
  merchant_id bigint not null,
  app_id bigint not null,
  kind text not null check (kind in ('payin', 'payout', 'refund')),
  scope text not null,
  merchant_ref text not null,
  digest text not null,
  channel text not null,
  asset text not null,
  amount_minor bigint not null check (amount_minor > 0),
  paid_minor bigint not null check (paid_minor >= 0),
  fee_minor bigint not null check (fee_minor >= 0),
  refunded_minor bigint not null,
  state text not null check (state in
    ('created', 'pending', 'paid', 'failed', 'expired', 'closed', 'reversed')),
  corrected boolean not null,
  notice_count smallint not null,
  connector text,
  account text,
  upstream_id text,
  payment_ref text,
  bank_ref text,
  parent_id bigint,
  -- Terms, fields of payer and beneficiary, the dialect's echo, addresses: written once.
  detail jsonb not null,
  failure jsonb,
  instructions jsonb,
  created_at timestamptz not null,
  expires_at timestamptz,
  final_at timestamptz,
  settle_at timestamptz,
  primary key (shard, id),
  unique (shard, merchant_id, scope, merchant_ref),
  check (refunded_minor between 0 and paid_minor)
);
create index orders_to_expire on orders (shard, expires_at)
  where expires_at is not null and state in ('created', 'pending');
create index orders_to_settle on orders (shard, settle_at) where settle_at is not null;
create index orders_open on orders (shard, id) where state in ('created', 'pending');

-- One recorded intention to call upstream, and one HTTP attempt.
-- next_at: ready -> send from then on; sent -> the lease ends; doubt -> the next query.
create table dispatch (
  shard smallint not null,
  order_id bigint not null,
  n smallint not null,
  operation text not null check (operation in ('payin', 'payout', 'refund')),
  connector text not null,
  account text not null,
  state text not null check (state in ('ready', 'sent', 'doubt', 'done')),
  lease_no integer not null default 0,
  query_count integer not null default 0,
  next_at timestamptz not null,
  sent_at timestamptz,
  note text,
  primary key (shard, order_id, n)
);
create index dispatch_to_send on dispatch (shard, connector, account, next_at)
  where state = 'ready';
create index dispatch_to_resolve on dispatch (shard, connector, account, next_at)
  where state in ('sent', 'doubt');

-- How far the pending orders have been asked about, per step of age: ids grow with time.
create table watch_mark (
  shard smallint not null,
  step text not null,
  upto_id bigint not null,
  primary key (shard, step)
);

-- Verified reports from upstream: the same key counts once.
create table news (
  shard smallint not null,
  source text not null,
  key text not null,
  order_id bigint not null,
  note text,
  at timestamptz not null default now(),
  primary key (shard, source, key)
);

-- One row is one balanced entry: its legs are its columns, and they sum to zero.
create table entry (
  shard smallint not null,
  order_id bigint not null,
  name text not null,
  merchant_id bigint not null,
  asset text not null,
  connector text,
  available bigint not null,
  pending bigint not null,
  reserved bigint not null,
  fees bigint not null,
  upstream bigint not null,
  suspense bigint not null,
  at timestamptz not null default now(),
  primary key (shard, order_id, name),
  check (available + pending + reserved + fees + upstream + suspense = 0)
);
create index entry_by_time on entry using brin (at);

create function entries_are_for_ever() returns trigger language plpgsql as $$
begin
  raise exception 'ledger entries are never changed: reverse with a new entry';
end $$;
create trigger entry_append_only before update or delete on entry
  for each row execute function entries_are_for_ever();
create trigger entry_no_truncate before truncate on entry
  for each statement execute function entries_are_for_ever();

-- Guarded sums of the entries, one row per merchant and asset.
create table balance (
  shard smallint not null,
  merchant_id bigint not null,
  asset text not null,
  available bigint not null check (available >= 0),
  pending bigint not null check (pending >= 0),
  reserved bigint not null check (reserved >= 0),
  fees bigint not null,
  upstream bigint not null,
  suspense bigint not null,
  primary key (shard, merchant_id, asset),
  check (available + pending + reserved + fees + upstream + suspense = 0)
) with (fillfactor = 50);

-- One event for one address. `body` is null until it was encoded and signed, once.
create table notification (
  shard smallint not null,
  order_id bigint not null,
  n smallint not null,
  merchant_id bigint not null,
  app_id bigint not null,
  -- Fairness: one endpoint's trouble delays no other.
  endpoint text not null,
  event text not null,
  url text not null,
  -- The order as it was at the event.
  payload jsonb not null,
  method text,
  headers jsonb,
  body text,
  state text not null check (state in ('due', 'delivered', 'parked')),
  attempt_count integer not null default 0,
  -- Pushes made on the present timetable, which began at `resent_at` or else at `created_at`.
  slot smallint not null default 0,
  resent_at timestamptz,
  lease_no integer not null default 0,
  next_at timestamptz not null,
  created_at timestamptz not null,
  done_at timestamptz,
  -- Why it ended without a push, for people.
  note text,
  primary key (shard, order_id, n)
);
create index notification_due on notification (shard, endpoint, next_at) where state = 'due';
create index notification_parked on notification (shard, created_at) where state = 'parked';

create table notification_attempt (
  shard smallint not null,
  order_id bigint not null,
  n smallint not null,
  attempt integer not null,
  at timestamptz not null default now(),
  took_ms integer not null,
  status smallint,
  error text,
  reply text,
  primary key (shard, order_id, n, attempt)
);

create table case_file (
  shard smallint not null,
  order_id bigint not null,
  kind text not null,
  key text not null,
  merchant_id bigint not null,
  detail text not null,
  state text not null default 'open' check (state in ('open', 'closed')),
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  closed_by text,
  resolution text,
  primary key (shard, order_id, kind, key)
);
create index case_open on case_file (shard, opened_at) where state = 'open';

-- Every write to configuration counts one up and tells the processes that hold a snapshot.
insert into meta (key, value) values ('config_version', '1');
create function config_changed() returns trigger language plpgsql as $$
begin
  update meta set value = (value::bigint + 1)::text where key = 'config_version';
  perform pg_notify('causeway_config', '');
  return null;
end $$;
create trigger merchant_changed after insert or update or delete on merchant
  for each statement execute function config_changed();
create trigger app_changed after insert or update or delete on app
  for each statement execute function config_changed();
create trigger app_key_changed after insert or update or delete on app_key
  for each statement execute function config_changed();
create trigger channel_changed after insert or update or delete on channel
  for each statement execute function config_changed();
create trigger terms_changed after insert or update or delete on terms
  for each statement execute function config_changed();
create trigger route_changed after insert or update or delete on route
  for each statement execute function config_changed();
create trigger connector_account_changed after insert or update or delete on connector_account
  for each statement execute function config_changed();
