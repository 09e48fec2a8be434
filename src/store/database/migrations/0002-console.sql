-- The operators' console: accounts, sessions, guesses, and the log of what was done by hand.

create table operator (
  id bigint generated always as identity primary key,
  login text not null unique check (login ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
  name text not null,
  -- argon2id in PHC form: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
  password_hash text not null,
  role text not null check (role in ('owner', 'finance', 'support', 'viewer')),
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

-- The token is the browser's alone: a copy of this table opens nothing.
create table session (
  token_hash bytea primary key,
  operator_id bigint not null references operator (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ip text not null
);
create index session_of_operator on session (operator_id);

-- A window of tries, per account and per address; the key is a digest of either.
create table login_attempt (
  kind text not null check (kind in ('account', 'ip')),
  key text not null,
  count integer not null,
  until timestamptz not null,
  primary key (kind, key)
);
create index login_attempt_over on login_attempt (until);

-- Each row holds the hash of the one before it, keyed with a key that is not in the database.
create table audit_log (
  seq bigint primary key,
  at timestamptz not null,
  operator_id bigint,
  login text not null,
  ip text not null,
  action text not null,
  phase text not null check (phase in ('asked', 'done', 'refused')),
  subject text not null,
  detail text not null,
  before_digest text,
  after_digest text,
  previous_hash text not null,
  hash text not null
);

-- The last row's number and hash: rows that are missing at the end are missed.
create table audit_head (
  one boolean primary key default true check (one),
  seq bigint not null,
  hash text not null
);
insert into audit_head (seq, hash) values (0, repeat('0', 64));

create function audit_is_for_ever() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is only added to';
end $$;
create trigger audit_append_only before update or delete on audit_log
  for each row execute function audit_is_for_ever();
create trigger audit_no_truncate before truncate on audit_log
  for each statement execute function audit_is_for_ever();

-- What people look up: an order's refunds, and what upstream told about it.
create index orders_of_parent on orders (shard, parent_id) where parent_id is not null;
create index news_of_order on news (shard, order_id);
