--! breaking-change
-- What of a merchant's settlements is held in reserve, of one currency.
create table reserve_rule (
  merchant_id bigint not null references merchant (id),
  asset text not null,
  ppm bigint not null check (ppm between 0 and 1000000),
  days integer not null check (days between 1 and 730),
  cap_minor bigint check (cap_minor > 0),
  basis text not null check (basis in ('gross', 'net')),
  primary key (merchant_id, asset)
);
create trigger reserve_rule_changed after insert or update or delete on reserve_rule
  for each statement execute function config_changed();

-- What one entry put into `rolling`, and what of that is left. No day: until a person releases it.
-- Whoever writes one has locked the balance.
create table reserve_hold (
  shard smallint not null,
  merchant_id bigint not null,
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  subject_id bigint not null,
  name text not null,
  minor bigint not null check (minor > 0),
  left_minor bigint not null check (left_minor between 0 and minor),
  release_on date,
  created_at timestamptz not null default now(),
  primary key (shard, subject_id, name)
);
create index reserve_hold_open on reserve_hold (shard, merchant_id, mode, asset)
  where left_minor > 0;
create index reserve_hold_due on reserve_hold (shard, release_on) where left_minor > 0;

-- What people have frozen until now.
insert into reserve_hold (shard, merchant_id, mode, asset, subject_id, name, minor, left_minor)
select shard, merchant_id, mode, asset, merchant_id, 'balance.before:' || mode || ':' || asset,
  rolling, rolling
from balance where rolling > 0;
