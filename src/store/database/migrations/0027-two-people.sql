--! compatible
-- The command line asks for approvals too. It has no account: its name stands here.
alter table approval alter column maker_id drop not null;
alter table approval add column maker text;
alter table approval add constraint approval_has_maker
  check ((maker_id is null) <> (maker is null));
-- As before: nobody approves, or rejects, what he asked for himself.
alter table approval drop constraint approval_check;
alter table approval add constraint approval_other_person check
  (checker_id is null or checker_id is distinct from maker_id or state = 'withdrawn');

-- Who has made, reset or changed an account, and when: such accounts approve nothing of theirs.
create table operator_touch (
  operator_id bigint not null references operator (id),
  -- operator:17, or cli:ann
  by_whom text not null,
  at timestamptz not null,
  primary key (operator_id, by_whom)
);
