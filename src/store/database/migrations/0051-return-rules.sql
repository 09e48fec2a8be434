--! breaking-change
-- What is more than ordered, comes late or comes once more goes back to its payer, where the
-- merchant agreed to that. Older code would book what is more as the merchant's.
alter table amount_rule
  drop constraint amount_rule_over_check,
  drop constraint amount_rule_late_check,
  add constraint amount_rule_over_check check (over in ('accept', 'excess_to_suspense', 'return')),
  add constraint amount_rule_late_check check (late in ('accept', 'suspense', 'return')),
  add column second text check (second in ('suspense', 'return'));
