-- Money by hand takes two operators: what one asks for waits here for another.

create table approval (
  id bigint generated always as identity primary key,
  action text not null,
  subject text not null,
  params jsonb not null,
  form jsonb not null,
  summary jsonb not null,
  -- Of action, parameters and form: the same request waits once.
  digest text not null,
  maker_id bigint not null references operator (id),
  asked_at timestamptz not null default now(),
  expires_at timestamptz not null,
  state text not null default 'waiting' check (state in
    ('waiting', 'approved', 'done', 'failed', 'rejected', 'withdrawn', 'expired')),
  checker_id bigint references operator (id),
  decided_at timestamptz,
  note text,
  -- The last line: nobody approves, or rejects, what he asked for himself.
  check (checker_id is distinct from maker_id or state = 'withdrawn'),
  check ((checker_id is null) = (state in ('waiting', 'expired')))
);
create unique index approval_waits_once on approval (digest) where state = 'waiting';
create index approval_waiting on approval (expires_at) where state = 'waiting';
