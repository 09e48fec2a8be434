--! compatible
-- What the auditor has added up already: the balance as it was, and was its entries' sum. The next
-- audit adds only what came after. A row that is lost or wrong costs one longer audit.
create table balance_checkpoint (
  shard smallint not null,
  merchant_id bigint not null,
  mode text not null,
  asset text not null,
  -- Of the last entry in it.
  seq bigint not null,
  available bigint not null,
  pending bigint not null,
  reserved bigint not null,
  rolling bigint not null,
  disputed bigint not null,
  debt bigint not null,
  fees bigint not null,
  tax bigint not null,
  upstream bigint not null,
  platform bigint not null,
  suspense bigint not null,
  primary key (shard, merchant_id, mode, asset)
) with (fillfactor = 50);

-- Entries made before are in checkpoints. Whoever audits a shard holds its row.
create table audit_mark (
  shard smallint primary key,
  at timestamptz not null
);
