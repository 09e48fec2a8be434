--! compatible
-- Where the money of a case is: the account that moved it last. Null: none did, or before this.
alter table case_file
  add column connector text,
  add column account text,
  add check ((connector is null) = (account is null));

-- Of those that hold money now; whatever moves them next says it again.
update case_file c set connector = e.connector, account = e.account
from (
  select distinct on (shard, subject_id, case_key) shard, subject_id, case_key, connector, account
  from entry where suspense <> 0 and upstream <> 0
  order by shard, subject_id, case_key, seq desc
) e
where c.held_minor <> 0 and e.shard = c.shard and e.subject_id = c.order_id
  and e.case_key = c.kind || ':' || c.key;
