-- A case holds the money that it is about: what of `suspense` is its own, in one mode and asset. It
-- is open as long as it holds any, and whatever was put aside has a case.
alter table case_file
  add column mode text check (mode in ('test', 'live')),
  add column asset text,
  add column held_minor bigint not null default 0,
  add constraint case_holds_an_asset
    check (held_minor = 0 or (mode is not null and asset is not null));

-- What the books have in suspense, by the case that each entry names.
create temporary table held_found on commit drop as
select shard, subject_id as order_id, split_part(case_key, ':', 1) as kind,
  substr(case_key, strpos(case_key, ':') + 1) as key, min(merchant_id) as merchant_id, mode, asset,
  sum(suspense)::bigint as minor
from entry
where suspense <> 0 and split_part(case_key, ':', 1) in ('contradiction', 'second_payment',
  'late_payment', 'amount_difference', 'wrong_asset')
group by shard, subject_id, case_key, mode, asset having sum(suspense) <> 0;

update case_file c set mode = h.mode, asset = h.asset, held_minor = h.minor, state = 'open',
  detail = case when c.state = 'open' then c.detail
    else c.detail || ' (was closed by ' || c.closed_by || ': ' || c.resolution || ')' end,
  closed_at = null, closed_by = null, resolution = null
from held_found h
where c.shard = h.shard and c.order_id = h.order_id and c.kind = h.kind and c.key = h.key;

-- The rest of a merchant's suspense, whatever it came of, is one case of the merchant's.
insert into case_file (shard, order_id, kind, key, merchant_id, detail, mode, asset, held_minor)
select b.shard, b.merchant_id, 'contradiction', 'suspense:' || b.mode || ':' || b.asset,
  b.merchant_id, 'in suspense since before cases held amounts', b.mode, b.asset,
  b.suspense - coalesce(h.minor, 0)
from balance b
left join (
  select c.shard, c.merchant_id, c.mode, c.asset, sum(c.held_minor)::bigint as minor
  from case_file c group by c.shard, c.merchant_id, c.mode, c.asset
) h using (shard, merchant_id, mode, asset)
where b.suspense <> coalesce(h.minor, 0);

alter table case_file
  add constraint case_closed_holds_nothing check (state = 'open' or held_minor = 0);

-- A payout or refund that a person has called paid has no payment of its provider's yet: the first
-- report of one is about it.
update orders o set payment_ref = null
where o.kind in ('payout', 'refund') and o.state = 'paid' and o.payment_ref = o.bank_ref
  and exists (select from news n where n.shard = o.shard and n.order_id = o.id
    and n.source = 'operator');

create index case_holding on case_file (shard, merchant_id, mode, asset) where held_minor <> 0;
