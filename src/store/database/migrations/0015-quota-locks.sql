-- A row of this table is locked while orders under a limit of a channel (its day's sum, its open
-- orders) are decided: what one transaction has accepted, the next one counts.
create table quota_lock (
  shard smallint not null,
  merchant_id bigint not null,
  channel text not null,
  primary key (shard, merchant_id, channel)
) with (fillfactor = 50);
