--! compatible
-- All entries of a merchant's day, in their order: an account statement has lines for what moves
-- between the merchant's own accounts, too.
drop index entry_lines;
create index entry_lines on entry (shard, merchant_id, book_date, asset, seq);

-- A year that is not approved yet is a draft.
drop index calendar_year_proposed;
alter table calendar_year drop constraint calendar_year_state_check;
update calendar_year set state = 'draft' where state = 'proposed';
alter table calendar_year add check (state in ('draft', 'approved', 'replaced'));
create unique index calendar_year_draft on calendar_year (calendar, year) where state = 'draft';
