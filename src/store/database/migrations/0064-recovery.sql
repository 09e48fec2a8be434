--! compatible
-- Whether this is still the database that it was, and what is done where it is an older backup.

-- Where the database is, and when a process last said that it works on it. Both are in every
-- backup: restored, the place is another one, or the time is long ago.
create table continuity (
  one boolean primary key default true check (one),
  -- The same in all copies of one database: counts of another one say nothing of this.
  lineage uuid not null default gen_random_uuid(),
  place text not null,
  beat_at timestamptz not null
);

-- How far each data folder, or process without one, has counted. It keeps the count outside of the
-- database, too: a count here that is less than there is of an older backup.
create table continuity_witness (
  id uuid primary key,
  count bigint not null,
  counted_at timestamptz not null
);

create table recovery (
  id bigint generated always as identity primary key,
  reason text not null check (reason in ('other_place', 'set_back', 'silence', 'declared')),
  detail text not null,
  -- The database was only silent, and every count agrees: providers' lists may object, and where
  -- there is none nobody has to compare.
  is_check boolean not null,
  -- One up whenever all has to be read again: what was read for the one before does not count.
  revision integer not null default 1,
  -- What happened from then on may be forgotten.
  forgotten_from timestamptz not null,
  began_at timestamptz not null default now(),
  leased_until timestamptz not null default '-infinity',
  -- All lists that there are have been read.
  listed_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  end_reason text,
  check ((ended_at is null) = (ended_by is null))
);
create unique index recovery_open on recovery ((true)) where ended_at is null;

create table recovery_account (
  recovery_id bigint not null references recovery (id),
  connector text not null,
  account text not null,
  -- `by_hand`: the provider has no list, a person compares; `passed`: of a check, nobody has to.
  state text not null check (state in ('to_list', 'listed', 'by_hand', 'passed', 'confirmed')),
  known integer not null default 0,
  rebuilt integer not null default 0,
  unknown integer not null default 0,
  note text,
  at timestamptz not null default now(),
  primary key (recovery_id, connector, account)
);

-- What a provider has and the database had not.
create table recovery_order (
  recovery_id bigint not null references recovery (id),
  connector text not null,
  account text not null,
  reference text not null,
  -- Null: nothing could be made of it, and there is a case.
  order_id bigint,
  detail text not null,
  primary key (recovery_id, connector, account, reference)
);

-- Whether payouts and refunds may be sent: not while a recovery is open, and not before somebody
-- has looked whether one is due.
create function money_may_leave() returns boolean language sql stable as $$
  select not exists (select from recovery where ended_at is null)
    and not exists (select from continuity where beat_at < now() - interval '60 seconds')
$$;
