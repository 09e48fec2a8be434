--! compatible
-- How much may be asked of a provider's account at once, where an operator has said so. Null: as it
-- is without a row.
create table account_limit (
  connector text not null,
  account text not null,
  least integer check (least > 0),
  most integer check (most > 0),
  per_second integer check (per_second > 0),
  primary key (connector, account),
  check (least <= most)
);
create trigger account_limit_changed after insert or update or delete on account_limit
  for each statement execute function config_changed();
