--! compatible
-- Which operation a signed text has served, until its window is over. Not logged: it costs no flush,
-- and what a crash forgets is a window of minutes.
create unlogged table signed_text (
  shard smallint not null,
  app_id bigint not null,
  digest bytea not null,
  operation text not null,
  is_read boolean not null,
  until timestamptz not null,
  primary key (shard, app_id, digest)
);
create index signed_text_until on signed_text (shard, until);
