-- A create in two calls: the second one is a dispatch of its own.
alter table dispatch drop constraint dispatch_operation_check;
alter table dispatch add constraint dispatch_operation_check
  check (operation in ('payin', 'payout', 'refund', 'code', 'mandate', 'continue', 'close'));

-- Callbacks that prove nothing: the order that one names is to be asked about. One row an order,
-- however often it is named; `upstream_id` is what the last one called it.
-- next_at: null: nothing is to be asked; else from then on, or the lease ends.
create table provider_question (
  shard smallint not null,
  order_id bigint not null,
  connector text not null,
  account text not null,
  upstream_id text,
  raised_count integer not null default 1,
  -- Questions in a row that brought nothing new: each makes the next one wait longer.
  fruitless integer not null default 0,
  lease_no integer not null default 0,
  asked_at timestamptz,
  next_at timestamptz,
  primary key (shard, order_id)
);
create index question_to_ask on provider_question (shard, connector, account, next_at)
  where next_at is not null;
