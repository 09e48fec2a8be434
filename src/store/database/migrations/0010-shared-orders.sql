-- Whether the apps of a merchant that speak one dialect in one mode see and touch each other's
-- orders. Each has its own unless an operator says otherwise.
alter table merchant add column share_orders boolean not null default false;
