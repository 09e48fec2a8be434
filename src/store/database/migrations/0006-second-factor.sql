-- A second factor for operators: one-time codes of RFC 6238, and codes for the day a phone is lost.

alter table operator add column second_factor_at timestamptz;

-- Written when an operator begins to set it up; it asks for nothing until `second_factor_at` is
-- set. The secret is sealed with the platform's key. A step's code is taken once.
create table operator_totp (
  operator_id bigint primary key references operator (id),
  sealed bytea not null,
  last_step integer not null default 0,
  made_at timestamptz not null default now()
);

-- Keyed digests: a copy of this table opens nothing. A used code is gone.
create table operator_recovery_code (
  operator_id bigint not null references operator (id),
  digest bytea not null,
  primary key (operator_id, digest)
);
