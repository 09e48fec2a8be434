--! compatible
-- What a merchant may withdraw in a currency on a day of the books; null: no limit.
alter table withdrawal_terms add column day_max_minor bigint check (day_max_minor > 0);
