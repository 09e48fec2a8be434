--! compatible
-- Statements that are too long to wait for: built by workers in parts, and kept for a time. Closed
-- days never change, so one that is asked for again is the same file.

create table statement_file (
  id bigint generated always as identity primary key,
  merchant_id bigint not null references merchant (id),
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  from_day date not null,
  to_day date not null,
  format text not null,
  language text not null,
  state text not null default 'due' check (state in ('due', 'building', 'ready', 'failed')),
  lease_no integer not null default 0,
  tries smallint not null default 0,
  -- due: built from then on; building: the lease ends.
  next_at timestamptz not null default now(),
  keep_until timestamptz not null,
  line_count bigint not null,
  -- Lines that are written by now.
  done_count bigint not null default 0,
  part_count integer not null default 0,
  byte_count bigint not null default 0,
  -- Why it could not be built, for people.
  note text,
  created_at timestamptz not null default now(),
  unique (merchant_id, mode, asset, from_day, to_day, format, language)
);
create index statement_file_to_build on statement_file (next_at)
  where state in ('due', 'building');
create index statement_file_old on statement_file (keep_until);

create table statement_file_part (
  file_id bigint not null references statement_file (id) on delete cascade,
  lease_no integer not null,
  n integer not null,
  bytes bytea not null,
  primary key (file_id, lease_no, n)
);
