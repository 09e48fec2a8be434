--! compatible
-- What the watch takes is leased until it has been asked about: a process that ends in between
-- leaves it to the next one. `lease_no` fences whoever lost the lease.
alter table watch_mark
  add column leased_until timestamptz not null default '-infinity',
  add column lease_no integer not null default 0;

-- Per account of a provider that lists disputes: up to which of its times of change the list has
-- been read, and when it is read again (or, while a process reads it, when its lease ends).
create table dispute_list (
  connector text not null,
  account text not null,
  read_upto timestamptz not null,
  next_at timestamptz not null default now(),
  lease_no integer not null default 0,
  primary key (connector, account)
);
