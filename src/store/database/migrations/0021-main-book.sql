--! compatible
-- Days that are closed, and the main book that they are rolled up into.

-- No entry of a shard is booked on an earlier day than this one. No row: by the clock alone.
create table book_open (
  shard smallint primary key,
  day date not null
);

-- The closed days of a shard, one after the other without a gap.
create table book_day (
  shard smallint not null,
  day date not null,
  entries bigint not null,
  rolled_at timestamptz not null default now(),
  primary key (shard, day)
);

-- Entries of a time, and of a day.
drop index entry_by_time;
create index entry_by_time on entry using brin (at, book_date) with (autosummarize = on);

-- One event of the main book. Its key says what it came of: once in, it is in for ever.
create table journal (
  key text primary key,
  mode text not null check (mode in ('test', 'live')),
  day date not null,
  -- Of a roll-up: whose day it is.
  shard smallint,
  at timestamptz not null default now()
);
create index journal_by_day on journal (mode, day);

-- As in the merchant book, what is owed is positive and what is there is negative: a leg below zero
-- is a debit. `of` says which part of the account, where it has parts.
create table journal_leg (
  key text not null references journal (key),
  account text not null,
  of text not null,
  asset text not null,
  minor bigint not null check (minor <> 0),
  primary key (key, account, of, asset)
);

create function journal_sums_to_zero() returns trigger language plpgsql as $$
declare unequal text;
begin
  select string_agg(asset || ' ' || total, ', ') into unequal
  from (select asset, sum(minor) as total from journal_leg where key = new.key group by asset) s
  where total <> 0;
  if unequal is not null then
    raise exception 'journal % does not sum to zero: %', new.key, unequal
      using errcode = 'check_violation';
  end if;
  return null;
end $$;
create constraint trigger journal_leg_sums after insert on journal_leg
  deferrable initially deferred for each row execute function journal_sums_to_zero();

create function journals_are_for_ever() returns trigger language plpgsql as $$
begin
  raise exception 'the main book is append-only';
end $$;
create trigger journal_append_only before update or delete on journal
  for each row execute function journals_are_for_ever();
create trigger journal_no_truncate before truncate on journal
  for each statement execute function journals_are_for_ever();
create trigger journal_leg_append_only before update or delete on journal_leg
  for each row execute function journals_are_for_ever();
create trigger journal_leg_no_truncate before truncate on journal_leg
  for each statement execute function journals_are_for_ever();
