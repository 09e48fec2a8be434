--! compatible
-- A last look that lies ahead is of a clock that was wrong: nobody knows how long ago it was.
create or replace function money_may_leave() returns boolean language sql stable as $$
  select not exists (select from recovery where ended_at is null)
    and not exists (select from continuity where
      beat_at not between now() - interval '60 seconds' and now() + interval '60 seconds')
$$;
