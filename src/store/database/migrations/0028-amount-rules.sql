--! compatible
-- What a merchant agreed to of payments that are not what was ordered or that come late: for all
-- channels, or for one. Null: as the merchant was made, and as its API can tell it.
create table amount_rule (
  merchant_id bigint not null references merchant (id),
  channel_code text references channel (code),
  short text check (short in ('hold', 'accept')),
  tolerance_ppm bigint not null default 0 check (tolerance_ppm between 0 and 1000000),
  tolerance_minor bigint not null default 0 check (tolerance_minor >= 0),
  over text check (over in ('accept', 'excess_to_suspense')),
  late text check (late in ('accept', 'suspense')),
  late_hours integer check (late_hours > 0),
  unique nulls not distinct (merchant_id, channel_code)
);
create trigger amount_rule_changed after insert or update or delete on amount_rule
  for each statement execute function config_changed();

-- A payment at a code in another currency is held, and its payin has ended: it waited for ever.
update orders set state = 'closed', final_at = now(),
  failure = '{"code": "closed", "text": "paid in another currency"}'
where kind = 'payin' and state = 'pending' and parent_id is not null and expires_at is null
  and detail -> 'parent' ->> 'kind' = 'code';
