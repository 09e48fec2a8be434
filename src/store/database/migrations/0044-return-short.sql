--! compatible
-- What never became whole goes back to its payer, where the merchant agreed to that. Older code holds
-- it, and what it holds stays for a person.
alter table amount_rule
  drop constraint amount_rule_short_check,
  add constraint amount_rule_short_check check (short in ('hold', 'return', 'accept'));

-- When a worker looks at what a case of this kind holds; null: nothing is to be done of itself.
alter table case_file add column return_at timestamptz;
update case_file set return_at = now()
where kind = 'short_payment' and state = 'open' and held_minor > 0;
create index case_to_return on case_file (shard, return_at) where return_at is not null;
