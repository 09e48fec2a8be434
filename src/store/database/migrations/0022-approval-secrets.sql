--! compatible
-- What of a request is secret (a new operator's password) is sealed until it is decided, and then
-- forgotten.
alter table approval add column sealed bytea;
