-- Counts the changes of a channel, its terms and its routes, whoever makes them: who edits by an
-- older count is told so, instead of overwriting what somebody else has written.
alter table channel add column revision bigint not null default 1;

create function channel_counted() returns trigger language plpgsql as $$
begin
  new.revision := old.revision + 1;
  return new;
end $$;
create trigger channel_revision before update on channel
  for each row execute function channel_counted();

create function channel_part_counted() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then
    update channel set updated_at = now() where code = old.channel_code;
  end if;
  if tg_op = 'INSERT' or (tg_op = 'UPDATE' and new.channel_code <> old.channel_code) then
    update channel set updated_at = now() where code = new.channel_code;
  end if;
  return null;
end $$;
create trigger terms_counted after insert or update or delete on terms
  for each row execute function channel_part_counted();
create trigger route_counted after insert or update or delete on route
  for each row execute function channel_part_counted();
