--! compatible
-- Reconciliation: reports of provider accounts and banks, beside what the merchant book expects in
-- them. A source is `connector/account` or `bank:<id>`. What a report says, what was expected and
-- what was decided is kept as it was; amounts are signed as the account at the provider sees them.

-- How a source's reports are read. A year-old map still says how its files were read.
create table recon_map (
  source text not null check (source ~ '^([a-z0-9-]+/.{1,64}|bank:[a-z0-9_-]{1,32})$'),
  version integer not null check (version > 0),
  state text not null check (state in ('draft', 'approved', 'replaced')),
  map jsonb not null,
  created_at timestamptz not null default now(),
  approved_at timestamptz,
  primary key (source, version)
);
create unique index recon_map_draft on recon_map (source) where state = 'draft';
create unique index recon_map_approved on recon_map (source) where state = 'approved';

create table recon_source (
  source text primary key,
  mode text not null check (mode in ('test', 'live')),
  -- Why nothing is posted by itself; null: it is.
  stopped text
);

create table recon_file (
  id bigint generated always as identity primary key,
  source text not null references recon_source (source),
  map_version integer not null,
  -- SHA-256 of its bytes.
  digest bytea not null,
  name text not null,
  by text not null,
  state text not null check (state in ('reading', 'applied', 'refused')),
  line_count integer not null default 0,
  -- Lines that another file had already.
  repeat_count integer not null default 0,
  first_day date,
  last_day date,
  note text,
  received_at timestamptz not null default now()
);
create unique index recon_file_once on recon_file (source, digest) where state <> 'refused';
create index recon_file_recent on recon_file (source, id);

-- An item: lines or entries that do not agree, until somebody decides, or they do.
create table recon_item (
  id bigint generated always as identity primary key,
  source text not null references recon_source (source),
  -- `line:5`, `entry:7`: what it is of.
  key text not null,
  kind text not null check (kind in ('late', 'fee_differs', 'amount_differs', 'currency_differs',
    'twice', 'missing_there', 'missing_here')),
  type text not null,
  asset text not null,
  -- The most that is in question, in that asset; `differences` has it by asset.
  minor bigint not null,
  differences jsonb not null,
  order_id bigint,
  -- The entry that it could be of, by amount and day.
  suggested_id bigint,
  -- The day of the oldest line or entry.
  day date not null,
  state text not null default 'open' check (state in ('open', 'decided', 'matched')),
  resolution text,
  reason text,
  closed_by text,
  opened_at timestamptz not null default now(),
  closed_at timestamptz,
  journal_key text references journal (key),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'decided') = (resolution is not null))
);
create unique index recon_item_open on recon_item (source, key) where state = 'open';
create index recon_item_by_age on recon_item (source, day, id) where state = 'open';
create index recon_item_recent on recon_item (source, id);

create table recon_line (
  id bigint generated always as identity primary key,
  source text not null,
  file_id bigint not null references recon_file (id),
  row_number integer not null,
  -- The provider's name for the line, and how often its file has it.
  key text not null,
  nth smallint not null,
  digest bytea not null,
  type text not null,
  ref text collate "C" not null,
  reference text not null,
  bank_ref text not null,
  asset text not null,
  gross_minor bigint not null,
  fee_minor bigint not null,
  tax_minor bigint not null,
  batch text not null,
  at timestamptz not null,
  day date not null,
  balance_minor bigint,
  state text not null default 'new' check (state in ('new', 'open', 'matched', 'decided')),
  match_id bigint,
  item_id bigint references recon_item (id),
  -- Where the merchant book has the money of the entry that it matched.
  purse text,
  -- What it adds to the books is in them: a journal, or nothing that is to be posted.
  posted boolean not null default false,
  journal_key text references journal (key) deferrable initially deferred,
  unique (source, key, nth)
);
create index recon_line_to_match on recon_line (source, ref, id) where state <> 'matched';
create index recon_line_to_post on recon_line (source, day) where state = 'matched'
  and not posted;
create index recon_line_by_day on recon_line (source, asset, day);
create index recon_line_of_ref on recon_line (source, ref);
create index recon_line_of_journal on recon_line (journal_key) where journal_key is not null;
create index recon_line_of_file on recon_line (file_id);
create index recon_line_of_item on recon_line (item_id) where item_id is not null;
create index recon_line_of_batch on recon_line (source, batch) where batch <> '';

-- Lines of a file that is being read. They count when all of it is there.
create table recon_incoming (
  file_id bigint not null references recon_file (id),
  source text not null,
  row_number integer not null,
  key text not null,
  digest bytea not null,
  type text not null,
  ref text not null,
  reference text not null,
  bank_ref text not null,
  asset text not null,
  gross_minor bigint not null,
  fee_minor bigint not null,
  tax_minor bigint not null,
  batch text not null,
  at timestamptz not null,
  day date not null,
  balance_minor bigint
);
create index recon_incoming_of_file on recon_incoming (file_id);

-- What is expected: an entry of the merchant book that moves money at the provider, or (of a bank) a
-- batch that is on its way.
create table recon_entry (
  id bigint generated always as identity primary key,
  source text not null,
  -- `shard:subject:name`; `transit:<line>`.
  key text not null,
  type text not null,
  ref text collate "C" not null,
  order_id bigint,
  asset text not null,
  minor bigint not null,
  purse text,
  -- Of a batch on its way: which part of `in_transit` it is.
  transit text,
  day date not null,
  state text not null default 'new' check (state in ('new', 'open', 'matched', 'decided')),
  match_id bigint,
  item_id bigint references recon_item (id),
  unique (source, key)
);
create index recon_entry_to_match on recon_entry (source, ref, id) where state <> 'matched';
create index recon_entry_by_day on recon_entry (source, asset, day);
create index recon_entry_of_match on recon_entry (source, match_id) where match_id is not null;
create index recon_entry_of_item on recon_entry (item_id) where item_id is not null;

-- Closed days of a shard whose entries are expected already.
create table recon_loaded (
  source text not null,
  shard smallint not null,
  day date not null,
  primary key (source, shard, day)
);

-- Which journals are of a source, and of which day at the provider: they are booked on the open one.
create table recon_posting (
  journal_key text primary key references journal (key),
  source text not null,
  day date not null,
  -- Of lines that agree, or of what was decided.
  decided boolean not null
);
create index recon_posting_by_day on recon_posting (source, day);

-- What the provider says it holds at the end of a day; what was said last counts.
create table recon_balance (
  source text not null references recon_source (source),
  asset text not null,
  day date not null,
  n integer not null,
  closing_minor bigint not null,
  by text not null,
  at timestamptz not null default now(),
  primary key (source, asset, day, n)
);
