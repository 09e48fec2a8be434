--! breaking-change
-- Books per mode, with accounts for debts, disputes, reserves, tax and the platform. The journal is
-- written anew once, with the same legs: what it had no column for gets one.

alter table orders add column mode text not null default 'live' check (mode in ('test', 'live'));
update orders o set mode = 'test' from app a where a.id = o.app_id and a.mode = 'test';
-- A refund moves what its payin brought.
update orders r set mode = p.mode from orders p
where r.kind = 'refund' and p.shard = r.shard and p.id = r.parent_id and p.mode <> r.mode;
alter table orders alter column mode drop default;

-- A ledger that does not add up is looked at first: this would hide it.
do $$
declare wrong text;
begin
  select string_agg(distinct b.merchant_id::text, ', ') into wrong
  from balance b
  left join (
    select shard, merchant_id, asset, sum(available) as available, sum(pending) as pending,
      sum(reserved) as reserved, sum(fees) as fees, sum(upstream) as upstream,
      sum(suspense) as suspense
    from entry group by shard, merchant_id, asset
  ) e using (shard, merchant_id, asset)
  where b.available <> coalesce(e.available, 0) or b.pending <> coalesce(e.pending, 0)
     or b.reserved <> coalesce(e.reserved, 0) or b.fees <> coalesce(e.fees, 0)
     or b.upstream <> coalesce(e.upstream, 0) or b.suspense <> coalesce(e.suspense, 0);
  if wrong is not null then
    raise exception 'balances of these merchants are not the sum of their entries: %', wrong
      using hint = 'Run "causeway ledger verify" with the version that wrote them.';
  end if;
end $$;

alter table entry rename to entry_before;
alter table entry_before rename constraint entry_pkey to entry_before_pkey;
drop index entry_by_time;

-- One row is one balanced entry: its legs are its columns, and they sum to zero. `subject_id` is
-- what it is about: an order, or the merchant itself. `seq` counts the entries of one balance
-- without gaps. Days are those of the platform's zone, UTC+8.
create table entry (
  shard smallint not null,
  subject_id bigint not null,
  name text not null,
  merchant_id bigint not null,
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  seq bigint not null check (seq > 0),
  available bigint not null,
  pending bigint not null,
  reserved bigint not null,
  fees bigint not null,
  upstream bigint not null,
  suspense bigint not null,
  rolling bigint not null default 0,
  disputed bigint not null default 0,
  debt bigint not null default 0,
  tax bigint not null default 0,
  platform bigint not null default 0,
  -- Where the provider's side of it is; who in the platform; which case.
  connector text,
  account text,
  purse text check (purse in ('collect', 'wallet', 'frozen')),
  platform_code text,
  case_key text,
  at timestamptz not null default now(),
  -- When it happened, where that is known to be another time.
  occurred_at timestamptz,
  book_date date not null default ((now() at time zone 'utc') + interval '8 hours')::date,
  primary key (shard, subject_id, name),
  check (available + pending + reserved + rolling + disputed + debt + fees + tax + suspense
    + upstream + platform = 0),
  check ((upstream = 0) = (purse is null) and (upstream = 0) = (connector is null)
    and (upstream = 0) = (account is null)),
  check ((platform = 0) = (platform_code is null)),
  check ((suspense = 0) = (case_key is null))
);

insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
  reserved, fees, upstream, suspense, connector, account, purse, case_key, at, book_date)
select e.shard, e.order_id, e.name, e.merchant_id, coalesce(o.mode, 'live'), e.asset,
  row_number() over (
    partition by e.shard, e.merchant_id, coalesce(o.mode, 'live'), e.asset
    order by e.at, e.order_id, e.name),
  e.available, e.pending, e.reserved, e.fees, e.upstream, e.suspense,
  case when e.upstream <> 0 then coalesce(e.connector, o.connector, 'unknown') end,
  case when e.upstream <> 0 then coalesce(o.account, 'unknown') end,
  case when e.upstream <> 0 then case when o.kind = 'payout' then 'wallet' else 'collect' end end,
  case when e.suspense <> 0 then coalesce((
    select c.kind || ':' || c.key from case_file c
    where c.shard = e.shard and c.order_id = e.order_id
      and c.key = substr(e.name, strpos(e.name, ':') + 1)
    limit 1), e.name) end,
  e.at, ((e.at at time zone 'utc') + interval '8 hours')::date
from entry_before e
left join orders o on o.shard = e.shard and o.id = e.order_id;

-- Debts leave suspense. A reversal left there what the merchant did not have (beside what more
-- went back than had been paid); a void that ended after it gave some of that back, or owes its fee.
create temporary table debt_found on commit drop as
select shard, merchant_id, mode, asset, sum(minor)::bigint as minor from (
  select e.shard, e.merchant_id, e.mode, e.asset, -(e.suspense + e.upstream - p.paid_minor) as minor
  from entry e join orders p on p.shard = e.shard and p.id = e.subject_id
  where e.name = 'payin.reversed' and e.suspense <> 0
  union all
  select e.shard, e.merchant_id, e.mode, e.asset, case e.name
    when 'refund.release' then -e.suspense
    when 'refund.reversed' then -r.amount_minor
    else r.amount_minor - e.upstream - e.suspense end
  from entry e
  join orders r on r.shard = e.shard and r.id = e.subject_id and r.kind = 'refund' and r.voided
  join entry back on back.shard = r.shard and back.subject_id = r.parent_id
    and back.name = 'payin.reversed'
  where e.name in ('refund.release', 'refund.paid', 'refund.reversed') and e.suspense <> 0
    and e.at >= back.at
) found group by shard, merchant_id, mode, asset having sum(minor) > 0;

create temporary table book_sum on commit drop as
select shard, merchant_id, mode, asset, max(seq) as seq, sum(available)::bigint as available,
  coalesce(max(d.minor), 0)::bigint as debt
from entry left join debt_found d using (shard, merchant_id, mode, asset)
group by shard, merchant_id, mode, asset;

-- Then what a merchant has goes to what it owes. What an app of one mode has spent of the other
-- mode's money is a debt in its own: there, available is below zero until now.
insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
  reserved, fees, upstream, suspense, debt, case_key)
select shard, merchant_id, 'debt.' || moves.name || ':' || mode || ':' || asset, merchant_id, mode,
  asset, seq + row_number() over (partition by shard, merchant_id, mode, asset order by nth),
  moves.available, 0, 0, 0, 0, moves.suspense, moves.debt,
  case when moves.suspense <> 0 then 'debt' end
from book_sum, lateral (values
  ('moved', 1, 0::bigint, debt, -debt),
  ('of_mode', 2, -least(available, 0), 0, least(available, 0)),
  ('recovered', 3, -least(greatest(available, 0), debt), 0, least(greatest(available, 0), debt))
) as moves (name, nth, available, suspense, debt)
where moves.debt <> 0;

drop table entry_before;
create index entry_by_time on entry using brin (at);
create trigger entry_append_only before update or delete on entry
  for each row execute function entries_are_for_ever();
create trigger entry_no_truncate before truncate on entry
  for each statement execute function entries_are_for_ever();

-- Guarded sums of the entries, one row per merchant, mode and asset. Whoever owes has nothing.
drop table balance;
create table balance (
  shard smallint not null,
  merchant_id bigint not null,
  mode text not null check (mode in ('test', 'live')),
  asset text not null,
  -- Of its last entry.
  seq bigint not null default 0,
  available bigint not null check (available >= 0),
  pending bigint not null check (pending >= 0),
  reserved bigint not null check (reserved >= 0),
  fees bigint not null,
  upstream bigint not null,
  suspense bigint not null,
  rolling bigint not null default 0 check (rolling >= 0),
  disputed bigint not null default 0 check (disputed >= 0),
  debt bigint not null default 0 check (debt <= 0),
  tax bigint not null default 0,
  platform bigint not null default 0,
  primary key (shard, merchant_id, mode, asset),
  check (debt = 0 or available = 0),
  check (available + pending + reserved + rolling + disputed + debt + fees + tax + suspense
    + upstream + platform = 0)
) with (fillfactor = 50);

insert into balance (shard, merchant_id, mode, asset, seq, available, pending, reserved, fees,
  upstream, suspense, debt)
select shard, merchant_id, mode, asset, max(seq), sum(available), sum(pending), sum(reserved),
  sum(fees), sum(upstream), sum(suspense), sum(debt)
from entry group by shard, merchant_id, mode, asset;
