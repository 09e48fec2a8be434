--! compatible
-- What a dispute costs the merchant; null: nothing. `dispute_fee_refunded`: that fee comes back with a
-- dispute that is won; `payment_fee_refunded`: the payment's fee comes back with what is lost.
alter table terms
  add column dispute_rate_ppm bigint check (dispute_rate_ppm between 0 and 1000000),
  add column dispute_fixed_minor bigint check (dispute_fixed_minor >= 0),
  add column dispute_min_minor bigint check (dispute_min_minor >= 0),
  add column dispute_max_minor bigint check (dispute_max_minor >= 0),
  add column dispute_fee_refunded boolean not null default false,
  add column payment_fee_refunded boolean not null default false,
  add check ((dispute_rate_ppm is null) = (dispute_fixed_minor is null));

-- What its merchant was charged for it, less what came back.
alter table dispute add column charged_minor bigint not null default 0 check (charged_minor >= 0);
