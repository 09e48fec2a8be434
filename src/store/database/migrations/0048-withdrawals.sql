-- A withdrawal is an order that pays a beneficiary of its merchant.

-- What is there already fits: the rows need not be read for it.
alter table orders drop constraint orders_kind_check;
alter table orders add constraint orders_kind_check check (kind in
  ('payin', 'payout', 'refund', 'code', 'mandate', 'verification', 'withdrawal')) not valid;

-- An account of a merchant's own. Nothing of it ever changes but that it is blocked: another account
-- is another beneficiary.
create table beneficiary (
  id bigint primary key,
  merchant_id bigint not null references merchant (id),
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  -- The payout channel that pays it; null: a bank account of the platform does.
  channel text,
  name text not null,
  -- The end of the account, as people may see it.
  account_shown text not null,
  -- Names and accounts as a provider or a bank is sent them: AES-256-GCM under the platform's key,
  -- bound to the id.
  sealed bytea not null,
  added_by text not null,
  added_at timestamptz not null default now(),
  active_from timestamptz not null,
  blocked_at timestamptz,
  blocked_by text,
  check ((blocked_at is null) = (blocked_by is null))
);
create index beneficiary_of_merchant on beneficiary (merchant_id, id);

-- What a merchant's withdrawals in a currency go by.
create table withdrawal_terms (
  merchant_id bigint not null references merchant (id),
  asset text not null,
  fee jsonb not null,
  min_minor bigint not null check (min_minor > 0),
  -- Up to here one person is enough.
  alone_minor bigint not null check (alone_minor >= 0),
  -- All above an amount goes to a beneficiary by itself, each day or on a weekday.
  sweep_beneficiary bigint references beneficiary (id),
  sweep_weekday smallint check (sweep_weekday between 1 and 7),
  sweep_keep_minor bigint check (sweep_keep_minor >= 0),
  primary key (merchant_id, asset),
  check ((sweep_beneficiary is null) = (sweep_keep_minor is null)),
  check (sweep_weekday is null or sweep_beneficiary is not null)
);

-- The platform's own: withdrawals leave from there, and top-ups arrive there.
create table bank_account (
  code text primary key check (code ~ '^[a-z0-9][a-z0-9_-]{0,31}$'),
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  bank_name text not null,
  holder text not null,
  number text not null,
  enabled boolean not null default true
);
