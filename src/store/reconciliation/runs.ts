/** What a run of reconciliation reads, and how it keeps others out: `ports/reconciliation.ts`. */
import type pg from 'pg';
import type { Id } from '../../domain/id.ts';
import type { Purse } from '../../domain/ledger.ts';
import type { Asset } from '../../domain/money.ts';
import {
  type Expectation,
  paymentOfEntry,
  type ReportLine,
  typeOfEntry,
} from '../../domain/reconciliation/line.ts';
import { isBank } from '../../domain/reconciliation/posting.ts';
import type { ReconRuns, Source } from '../../ports/reconciliation.ts';
import { allowSilence } from '../database/pool.ts';
import { patiently } from './files.ts';
import { type KeptEntry, type KeptLine, keepFindings } from './keep.ts';
import { compareBatches, postLines } from './post.ts';

const ROWS_PER_PAGE = 2_000;
/** The longest that a run holds its lock without a word; its work is on other connections. */
const RUN_SILENCE_MS = 3_600_000;

export function createReconRuns(pool: pg.Pool, shardCount: number): ReconRuns {
  return {
    exclusively: (source, work) => alone(pool, source, work),
    async load(source) {
      if (isBank(source.name)) return 0;
      const { rows } = await pool.query<{ shard: number; day: string }>(DAYS_TO_LOAD, [
        source.name,
        source.map.from,
      ]);
      let count = 0;
      for (const { shard, day } of rows) count += await loadDay(pool, source, shard, day);
      return count;
    },
    async bounds({ name }) {
      const { rows } = await pool.query<{ books: number; report: number }>(BOUNDS, [
        name,
        shardCount,
        isBank(name),
      ]);
      return rows[0] ?? { books: -1, report: -1 };
    },
    lines: ({ name }) => pagesOf<KeptLine>(pool, isBank(name) ? BANK_LINES : LINES, name),
    entries: ({ name }) => pagesOf<KeptEntry>(pool, ENTRIES, name),
    keep: (source, found) => patiently(pool, (client) => keepFindings(client, source, found)),
    batches: (source, reportThrough) =>
      patiently(pool, (client) => compareBatches(client, source, reportThrough)),
    post: (source) => patiently(pool, (client) => postLines(client, source)),
    async stop(name, why) {
      await pool.query(
        'update recon_source set stopped = $2 where source = $1 and stopped is distinct from $2',
        [name, why],
      );
    },
  };
}

/** A lock of the session: it ends with the connection, whatever becomes of this process. */
async function alone<T>(pool: pg.Pool, source: string, work: () => Promise<T>): Promise<T | null> {
  const client = await pool.connect();
  const key = [`reconcile ${source}`];
  try {
    allowSilence(client, RUN_SILENCE_MS);
    const { rows } = await client.query<{ locked: boolean }>(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as locked',
      key,
    );
    if (rows[0]?.locked !== true) return null;
    try {
      return await work();
    } finally {
      await client.query('select pg_advisory_unlock(hashtextextended($1, 0))', key);
    }
  } finally {
    client.release();
  }
}

async function* pagesOf<T extends ReportLine | Expectation>(
  pool: pg.Pool,
  sql: string,
  source: string,
): AsyncGenerator<readonly T[]> {
  let after: readonly [ref: string, id: bigint] = ['', 0n];
  for (;;) {
    const { rows } = await pool.query<T & Record<string, unknown>>(sql, [
      source,
      ...after,
      ROWS_PER_PAGE,
    ]);
    const last = rows.at(-1);
    if (last !== undefined) yield rows;
    if (last === undefined || rows.length < ROWS_PER_PAGE) return;
    after = [last.ref, last.id];
  }
}

const LINES = `
  select id, type, ref, reference, asset, gross_minor as "grossMinor", fee_minor as "feeMinor",
    tax_minor as "taxMinor", day - date '1970-01-01' as day, state, item_id as "itemId"
  from recon_line
  where source = $1 and state <> 'matched' and (ref, id) > ($2, $3)
    and type not in ('settlement', 'to_bank')
  order by ref, id limit $4`;

/** A bank's line names a batch in its text; of two it names none. */
const BANK_LINES = `
  select * from (
    select l.id, l.type, l.reference, l.asset, l.gross_minor as "grossMinor",
      l.fee_minor as "feeMinor", l.tax_minor as "taxMinor", l.day - date '1970-01-01' as day,
      l.state, l.item_id as "itemId", coalesce((
        select min(e.ref) from recon_entry e
        where e.source = l.source and e.state <> 'matched' and length(e.ref) >= 6
          and strpos(l.ref || ' ' || l.reference || ' ' || l.bank_ref, e.ref) > 0
        having count(*) = 1), '') collate "C" as ref
    from recon_line l where l.source = $1 and l.state <> 'matched'
  ) named where (ref, id) > ($2, $3) order by ref, id limit $4`;

const ENTRIES = `
  select id, type, ref, coalesce(order_id::text, '') as "orderId", asset, minor, purse,
    day - date '1970-01-01' as day, state, item_id as "itemId"
  from recon_entry where source = $1 and state <> 'matched' and (ref, id) > ($2, $3)
  order by ref, id limit $4`;

/** A bank's batches are known as soon as they are sent. */
const BOUNDS = `
  select case when $3 then 2147483647 else coalesce((
      select case when count(*) = $2 then min(last.day) end - date '1970-01-01'
      from (select max(day) as day from book_day group by shard) last), -1) end as books,
    coalesce((select max(last_day) - date '1970-01-01' from recon_file
      where source = $1 and state = 'applied'), -1) as report`;

/** From the day before, by the books' days: the provider's begin at another hour. */
const DAYS_TO_LOAD = `
  select d.shard, d.day::text as day from book_day d
  where d.day >= $2::date - 1
    and not exists (select from recon_loaded l
      where l.source = $1 and l.shard = d.shard and l.day = d.day)
  order by d.day, d.shard`;

interface EntryRow extends Record<string, unknown> {
  readonly subject_id: Id;
  readonly name: string;
  readonly asset: Asset;
  readonly upstream: bigint;
  readonly purse: Purse;
  readonly case_key: string | null;
  readonly payment_ref: string | null;
  readonly order_id: Id | null;
  readonly day: string;
}

/** The entries of a closed day never change: all of them in one commit, once. */
async function loadDay(pool: pg.Pool, source: Source, shard: number, day: string): Promise<number> {
  const [connector, account] = source.name.split('/', 2) as [string, string];
  const { zoneMinutes, from } = source.map;
  return await patiently(pool, async (client) => {
    const kept = await client.query(
      'insert into recon_loaded (source, shard, day) values ($1, $2, $3) on conflict do nothing',
      [source.name, shard, day],
    );
    if (kept.rowCount === 0) return 0;
    let count = 0;
    let after: readonly [subject: Id, name: string] = [0n, ''];
    for (;;) {
      const { rows } = await client.query<EntryRow>(ENTRIES_OF_DAY, [
        ...[shard, day, connector, account, source.mode, ...after, ROWS_PER_PAGE],
        ...[zoneMinutes, from],
      ]);
      if (rows.length > 0) await insertEntries(client, source.name, shard, rows);
      count += rows.length;
      const last = rows.at(-1);
      if (last === undefined || rows.length < ROWS_PER_PAGE) return count;
      after = [last.subject_id, last.name];
    }
  });
}

const ENTRIES_OF_DAY = `
  select e.subject_id, e.name, e.asset, e.upstream, e.purse, e.case_key, o.payment_ref,
    o.id as order_id, ((e.at at time zone 'utc') + make_interval(mins => $9))::date::text as day
  from entry e left join orders o on o.shard = e.shard and o.id = e.subject_id
  where e.shard = $1 and e.book_date = $2::date and e.upstream <> 0 and e.connector = $3
    and e.account = $4 and e.mode = $5 and (e.subject_id, e.name) > ($6, $7)
    and ((e.at at time zone 'utc') + make_interval(mins => $9))::date >= $10::date
  order by e.subject_id, e.name limit $8`;

async function insertEntries(
  client: pg.PoolClient,
  source: string,
  shard: number,
  rows: readonly EntryRow[],
): Promise<void> {
  const column = <T>(of: (row: EntryRow) => T) => rows.map(of);
  await client.query(
    `insert into recon_entry (source, key, type, ref, order_id, asset, minor, purse, day)
     select $1, u.* from unnest($2::text[], $3::text[], $4::text[], $5::bigint[], $6::text[],
       $7::bigint[], $8::text[], $9::date[]) u`,
    [
      source,
      column(({ subject_id, name }) => `${shard}:${subject_id}:${name}`),
      column(({ name, upstream }) => typeOfEntry(name, -upstream)),
      column(({ name, case_key, payment_ref }) => paymentOfEntry(name, case_key, payment_ref)),
      column(({ order_id }) => order_id),
      column(({ asset }) => asset),
      column(({ upstream }) => -upstream),
      column(({ purse }) => purse),
      column(({ day }) => day),
    ],
  );
}
