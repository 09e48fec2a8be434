--! compatible
-- Members of merchants, who sign in to the portal. No operator is one, nor the other way round.

create table member (
  id bigint generated always as identity primary key,
  merchant_id bigint not null references merchant (id),
  login text not null unique check (login ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
  name text not null,
  -- argon2id in PHC form; null until the invitation is taken.
  password_hash text,
  role text not null check (role in ('owner', 'developer', 'finance', 'viewer')),
  -- Of the link by which a password is set, once: a digest, and until when it counts.
  invite_hash bytea unique,
  invite_until timestamptz,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  second_factor_at timestamptz,
  check ((invite_hash is null) = (invite_until is null))
);
create index member_of_merchant on member (merchant_id);

create table member_session (
  token_hash bytea primary key,
  member_id bigint not null references member (id),
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  ip text not null
);
create index member_session_of_member on member_session (member_id);

create table member_totp (
  member_id bigint primary key references member (id),
  sealed bytea not null,
  last_step integer not null default 0,
  made_at timestamptz not null default now()
);

create table member_recovery_code (
  member_id bigint not null references member (id),
  digest bytea not null,
  primary key (member_id, digest)
);

-- Who has made, reset or changed a member's account, and when: as for operators.
create table member_touch (
  member_id bigint not null references member (id),
  by_whom text not null,
  at timestamptz not null,
  primary key (member_id, by_whom)
);
