-- Keys that sign notifications are called so.
alter table app_key drop constraint app_key_purpose_check;
update app_key set purpose = 'notification' where purpose = 'notice';
alter table app_key add constraint app_key_purpose_check
  check (purpose in ('request', 'payout', 'notification', 'callback'));
alter table subscription drop constraint subscription_purpose_check;
update subscription set purpose = 'notification' where purpose = 'notice';
alter table subscription add constraint subscription_purpose_check
  check (purpose in ('request', 'notification'));
