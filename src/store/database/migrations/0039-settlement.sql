--! compatible
-- Business days. A year of a calendar has versions: one is proposed and corrected, two people approve
-- it, and it is replaced by the next that is approved. What an approved version says never changes.
create table calendar_year (
  calendar text not null check (calendar ~ '^[A-Z][A-Z0-9_]{1,19}$'),
  year smallint not null check (year between 2000 and 2200),
  version integer not null check (version > 0),
  state text not null check (state in ('proposed', 'approved', 'replaced')),
  -- By date, `closed` or `open`, with the name of the day.
  days jsonb not null,
  approved_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (calendar, year, version)
);
create unique index calendar_year_approved on calendar_year (calendar, year)
  where state = 'approved';
create unique index calendar_year_proposed on calendar_year (calendar, year)
  where state = 'proposed';
create trigger calendar_year_changed after insert or update or delete on calendar_year
  for each statement execute function config_changed();

-- The rule by a calendar; null: settle_after_days times 24 hours after the payment, as before.
-- Beside a rule the number is the most that it can come to, for code that knows no calendars.
alter table terms add column settle jsonb;

-- Of a payin: its due day by a calendar, and by which versions. Null: as before, the day of
-- settle_at in UTC+8. The batch that made it available, and how much.
alter table orders
  add column settle_date date,
  add column settle_calendar text,
  add column batch_id bigint,
  add column settled_minor bigint,
  add check ((settle_date is null) = (settle_calendar is null)),
  add check ((batch_id is null) = (settled_minor is null));
create index orders_of_batch on orders (shard, batch_id, id) where batch_id is not null;

-- All that is due to a merchant in a mode and asset on a day.
create table settlement_batch (
  shard smallint not null,
  id bigint not null,
  merchant_id bigint not null,
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  due_date date not null,
  state text not null default 'open' check (state in ('open', 'complete')),
  -- Has orders that are due by the hour of their payment: more can come until the day is over.
  by_hour boolean not null default false,
  order_count bigint not null default 0,
  paid_minor bigint not null default 0,
  fee_minor bigint not null default 0,
  taken_minor bigint not null default 0,
  net_minor bigint not null default 0,
  debt_minor bigint not null default 0,
  reserve_minor bigint not null default 0,
  credited_minor bigint not null default 0,
  created_at timestamptz not null default now(),
  completed_at timestamptz,
  primary key (shard, id),
  unique (shard, merchant_id, mode, asset, due_date),
  check (paid_minor - fee_minor - taken_minor = net_minor),
  check (debt_minor + reserve_minor + credited_minor = net_minor)
);
create index settlement_batch_open on settlement_batch (shard, due_date) where state = 'open';
create index settlement_batch_by_date on settlement_batch (shard, due_date, id);
