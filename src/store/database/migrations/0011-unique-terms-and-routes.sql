--! compatible
-- Several first starts at once have written the catalogue several times. Of equal rows the first
-- stays; a route that was closed in one of them is closed, for the others went on carrying.

update route set enabled = false where id in (
  select min(id) from route
  group by channel_code, connector, account, merchant_ids, min_minor, max_minor
  having count(*) > 1 and not bool_and(enabled));

delete from route where id not in (
  select min(id) from route
  group by channel_code, connector, account, merchant_ids, min_minor, max_minor);

-- Terms of one moment: the first row is the one that orders were made by.
delete from terms where id not in (
  select min(id) from terms group by merchant_id, channel_code, effective_from);

alter table route add constraint route_once unique nulls not distinct
  (channel_code, connector, account, merchant_ids, min_minor, max_minor);
alter table terms add constraint terms_once unique nulls not distinct
  (merchant_id, channel_code, effective_from);
