--! compatible
-- The same rules in two constraints of each table instead of seven and nine: a statement reads and
-- plans each of them anew, however many rows it has.
do $$
declare one record;
begin
  for one in
    select conrelid::regclass as of, conname as name from pg_constraint
    where conrelid in ('entry'::regclass, 'balance'::regclass) and contype = 'c'
  loop
    execute format('alter table %s drop constraint %I', one.of, one.name);
  end loop;
end $$;

-- Most entries have none.
alter table entry alter column suspense set default 0;

alter table entry
  add constraint entry_sums_to_zero check (available + pending + reserved + rolling + disputed
    + debt + fees + tax + suspense + upstream + platform = 0),
  add constraint entry_says_where check (seq > 0 and mode in ('test', 'live')
    and (upstream = 0) = (purse is null) and (upstream = 0) = (connector is null)
    and (upstream = 0) = (account is null) and purse in ('collect', 'wallet', 'frozen')
    and (platform = 0) = (platform_code is null) and (suspense = 0) = (case_key is null));

alter table balance
  add constraint balance_sums_to_zero check (available + pending + reserved + rolling + disputed
    + debt + fees + tax + suspense + upstream + platform = 0),
  add constraint balance_is_possible check (available >= 0 and pending >= 0 and reserved >= 0
    and rolling >= 0 and disputed >= 0 and debt <= 0 and (debt = 0 or available = 0)
    and mode in ('test', 'live'));
