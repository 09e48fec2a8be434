--! compatible
-- A report that comes before what it is about waits here, and is offered again; after a week it is
-- a case. `event`: what the report says, as it was read; null: kept before this, or unreadable.
alter table provider_report
  drop constraint provider_report_reason_check,
  add constraint provider_report_reason_check
    check (reason in ('unreadable', 'unknown_order', 'too_early')),
  add column event jsonb,
  -- Whose it is by the word of people, and by which document: a worker books it so.
  add column booking jsonb,
  add column next_at timestamptz,
  add column offered smallint not null default 0;
-- By what its case is about.
create index provider_report_by_id on provider_report (shard, id);
create index provider_report_waiting on provider_report (shard, next_at)
  where next_at is not null;
