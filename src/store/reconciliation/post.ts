/** Posts what lines add to the books, and compares batches with their lines. */
import type pg from 'pg';
import type { LineType } from '../../domain/reconciliation/line.ts';
import {
  isBank,
  type LineSums,
  lineLegs,
  partOf,
  transitOf,
} from '../../domain/reconciliation/posting.ts';
import type { Source } from '../../ports/reconciliation.ts';
import { addJournal } from './journals.ts';
import { closeItems, openItem } from './keep.ts';

interface BatchRow extends Record<string, unknown> {
  readonly id: bigint;
  readonly type: LineType;
  readonly asset: string;
  readonly settled: bigint;
  readonly lines: bigint;
  readonly total: bigint;
  readonly day: string;
  readonly day_number: number;
  readonly item_id: bigint | null;
}

/** What is settled of a batch, or paid to our bank, is what its lines come to. */
export async function compareBatches(
  client: pg.PoolClient,
  source: Source,
  reportThrough: number,
): Promise<void> {
  await knownReceipts(client, source);
  const { rows } = await client.query<BatchRow>(BATCHES, [source.name]);
  for (const row of rows) {
    const { id, type, asset, settled, total, lines, day, item_id: itemId } = row;
    const before = itemId === null ? [] : [itemId];
    if (lines > 0n && settled === total) {
      await client.query(`update recon_line set state = 'matched', match_id = id where id = $1`, [
        id,
      ]);
      await closeItems(client, source, before);
    } else if (row.day_number + source.map.dayTolerance <= reportThrough) {
      const minor = type === 'settlement' ? settled - total : total - settled;
      await openItem(client, source, {
        ...{ kind: lines > 0n ? 'amount_differs' : 'missing_here', type, day, before },
        ...{ differences: [{ asset, minor }], orderId: null, suggestedId: null, agrees: false },
        ...{ lineIds: [id], entryIds: [] },
      });
    }
  }
}

/**
 * What our bank received and was taken in as a receipt is in the books by that receipt; what was
 * decided of its line before is turned.
 */
async function knownReceipts(client: pg.PoolClient, source: Source): Promise<void> {
  if (!isBank(source.name)) return;
  const { rows } = await client.query<{ item_id: bigint | null }>(KNOWN_RECEIPTS, [
    ...[source.name, partOf(source.name)],
  ]);
  const items = rows.flatMap(({ item_id: id }) => id ?? []);
  await closeItems(client, source, items);
}

/** A receipt is one line: another one of the same text is the bank's, or its mistake. */
const KNOWN_RECEIPTS = `
  with first as (
    select distinct on (r.id) l.id
    from bank_receipt r join recon_line l on l.source = $1 and l.type = 'bank'
      and l.gross_minor = r.amount_minor and r.bank_ref in (l.bank_ref, l.ref)
    where r.bank = $2 and l.state <> 'matched' and l.fee_minor = 0 and l.tax_minor = 0
      and not exists (select from recon_line k
        where k.source = $1 and k.type = 'bank' and k.state = 'matched'
          and k.gross_minor = r.amount_minor and r.bank_ref in (k.bank_ref, k.ref))
    order by r.id, l.id
  )
  update recon_line l set state = 'matched', posted = true, match_id = l.id
  from first where l.id = first.id returning l.item_id`;

const BATCHES = `
  select l.id, l.type, l.asset, l.day::text as day, l.day - date '1970-01-01' as day_number,
    case when l.type = 'settlement' then l.gross_minor else -l.gross_minor end as settled,
    b.lines, b.total, l.item_id
  from recon_line l, lateral (
    select count(*)::bigint as lines,
      coalesce(sum(o.gross_minor + o.fee_minor + o.tax_minor), 0)::bigint as total
    from recon_line o
    where o.source = l.source and o.batch = l.batch and o.asset = l.asset and l.batch <> ''
      and o.type not in ('settlement', 'to_bank')
  ) b
  where l.source = $1 and l.state in ('new', 'open') and l.type in ('settlement', 'to_bank')
  order by l.id`;

/** A journal for each day of the provider's that has something new; answers how many lines. */
export async function postLines(client: pg.PoolClient, source: Source): Promise<number> {
  const { rows } = await client.query<{ day: string; nth: number }>(DAYS_TO_POST, [source.name]);
  let count = 0;
  for (const { day, nth } of rows) {
    const key = `recon:${source.name}:${day}:${nth}`;
    const taken = await client.query<LineSums & { lines: number } & Record<string, unknown>>(
      TAKE_LINES,
      [source.name, day, key],
    );
    count += taken.rows.reduce((sum, { lines }) => sum + lines, 0);
    const { bank } = source.map;
    const legs = lineLegs(source.name, taken.rows, bank);
    const { name, mode } = source;
    if (legs.length > 0) {
      await addJournal(client, { key, source: name, mode, legs, day, decided: false });
    } else {
      await client.query(
        'update recon_line set journal_key = null where source = $1 and journal_key = $2',
        [name, key],
      );
    }
    if (bank !== '') {
      await client.query(EXPECT_AT_BANK, [
        ...[name, day, `bank:${bank}`, transitOf(partOf(name), bank), key],
      ]);
    }
  }
  return count;
}

const DAYS_TO_POST = `
  select l.day::text as day, 1 + (select count(*)::int from recon_posting p
    where p.source = l.source and p.day = l.day and not p.decided) as nth
  from recon_line l where l.source = $1 and l.state = 'matched' and not l.posted
  group by l.source, l.day order by l.day`;

/** Of a bank's line what was on its way is posted; what differs was decided. */
const TAKE_LINES = `
  with taken as (
    update recon_line set posted = true, journal_key = $3
    where source = $1 and day = $2::date and state = 'matched' and not posted
    returning id, match_id, source, type, purse, asset, gross_minor, fee_minor, tax_minor
  )
  select t.type, t.purse, t.asset, e.transit, count(*)::int as lines,
    coalesce(sum(case when e.transit is null then t.gross_minor
      when t.id = t.match_id then e.minor else 0 end), 0)::bigint as "grossMinor",
    sum(t.fee_minor)::bigint as "feeMinor", sum(t.tax_minor)::bigint as "taxMinor"
  from taken t left join lateral (
    select min(b.transit) as transit, sum(b.minor)::bigint as minor from recon_entry b
    where t.type = 'bank' and b.source = t.source and b.match_id = t.match_id
  ) e on true
  group by t.type, t.purse, t.asset, e.transit`;

/** A batch that was paid to our bank is looked for on its statements. */
const EXPECT_AT_BANK = `
  insert into recon_entry (source, key, type, ref, asset, minor, transit, day)
  select $3, 'transit:' || id, 'payment', batch, asset, -gross_minor, $4, day
  from recon_line
  where source = $1 and day = $2::date and type = 'to_bank' and posted
    and journal_key = $5
  on conflict do nothing`;
