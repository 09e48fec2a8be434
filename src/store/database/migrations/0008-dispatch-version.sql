-- Which version of its account's credentials a dispatch was sent with: it is asked about with the
-- same one, and an operator sees when nobody needs an old version any more. Null: sent before this
-- was recorded, or not sent yet.
alter table dispatch add column version integer;
