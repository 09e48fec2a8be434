-- Further addresses for an app's events. A slot is never given to another: the numbers of
-- notifications name it. `sealed`: the key that signs what is sent there. No events: all of them.
create table subscription (
  app_id bigint not null references app (id),
  slot smallint not null check (slot between 1 and 31),
  url text not null,
  events text[] not null,
  enabled boolean not null,
  sealed bytea not null,
  purpose text not null check (purpose in ('request', 'notice')),
  keyed_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (app_id, slot)
);
create trigger subscription_changed after insert or update or delete on subscription
  for each statement execute function config_changed();
