--! compatible
-- What of its payment's fee came back with what a dispute has lost: won after that, it is due again.
alter table dispute
  add column refunded_fee_minor bigint not null default 0 check (refunded_fee_minor >= 0);
