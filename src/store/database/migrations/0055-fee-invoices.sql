--! compatible
-- The fees of a merchant's closed month, of one currency, and beside them the fees that came back. A
-- document never changes, and the numbers of a year have no gap.
create table fee_invoice (
  kind text not null check (kind in ('invoice', 'credit_note')),
  year smallint not null,
  number integer not null check (number > 0),
  merchant_id bigint not null references merchant (id),
  asset text not null,
  -- Its first day.
  month date not null check (extract(day from month) = 1),
  lines jsonb not null,
  fee_minor bigint not null check (fee_minor >= 0),
  tax_minor bigint not null,
  issued_at timestamptz not null default now(),
  primary key (kind, year, number),
  unique (merchant_id, asset, month, kind)
);

create function invoices_are_for_ever() returns trigger language plpgsql as $$
begin
  raise exception 'a document that was issued is never changed: what comes back is a credit note';
end $$;
create trigger fee_invoice_append_only before update or delete on fee_invoice
  for each row execute function invoices_are_for_ever();
create trigger fee_invoice_no_truncate before truncate on fee_invoice
  for each statement execute function invoices_are_for_ever();

-- Months of which all merchants have theirs.
create table fee_invoice_month (
  month date primary key,
  issued_at timestamptz not null default now()
);
