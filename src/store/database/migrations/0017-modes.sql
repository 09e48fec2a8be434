--! breaking-change
-- A provider's account moves test money or real money, as long as it lives. The simulator, what
-- answers on this machine and the providers' own sandboxes have test money; an account that was
-- moved is where its newest version is.
alter table connector_account add column mode text check (mode in ('test', 'live'));
update connector_account a set mode = newest.mode
from (
  select distinct on (connector, account) connector, account,
    case when connector = 'simulator'
      or base_url ~ '^https?://(127[.]|localhost[:/]|\[::1\]|api-demo[.]|pay-gate-uat[.])'
      then 'test' else 'live' end as mode
  from connector_account order by connector, account, version desc
) newest
where newest.connector = a.connector and newest.account = a.account;
alter table connector_account alter column mode set not null;

-- Demo or production is said at a database's first start. One that has been started before is what
-- it was used for.
insert into meta (key, value)
select 'installation', case
    when exists (select from merchant where name = 'Causeway Demo Shop') then 'demo'
    else 'production' end
where exists (select from merchant) or exists (select from operator);
