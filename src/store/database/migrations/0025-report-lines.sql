--! compatible
-- Lines of a merchant's day: what changed what it has, or gave back the hold of what failed. The
-- condition is that of the reports' statements.
create index entry_lines on entry (shard, merchant_id, book_date, asset, seq)
  where available + pending + reserved + rolling + disputed + debt <> 0 or fees <> 0 or tax <> 0
    or name like '%.release';
