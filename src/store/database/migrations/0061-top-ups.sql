--! compatible
-- By which reference a merchant's top-ups are known; for ever.
create table topup_reference (
  reference text primary key,
  merchant_id bigint not null references merchant (id),
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  made_at timestamptz not null default now(),
  unique (merchant_id, mode, asset)
);

-- What a bank account of the platform has received, once by the bank's reference.
create table bank_receipt (
  id bigint primary key,
  bank text not null references bank_account (code),
  bank_ref text not null,
  amount_minor bigint not null check (amount_minor > 0),
  value_date date not null,
  text text not null,
  sender text not null,
  state text not null check (state in ('open', 'matched', 'credited', 'returned')),
  -- Whose it is, and the id of the entry that credits it.
  merchant_id bigint references merchant (id),
  topup_id bigint,
  decided_by text,
  evidence text,
  received_at timestamptz not null default now(),
  unique (bank, bank_ref),
  check ((merchant_id is null) = (topup_id is null)),
  check ((state in ('matched', 'credited')) = (merchant_id is not null))
);
create index bank_receipt_open on bank_receipt (state, id) where state in ('open', 'matched');
create index bank_receipt_of_merchant on bank_receipt (merchant_id, id)
  where merchant_id is not null;
