/** A reconciled account over a database: entries of closed days, reports, and what a run makes. */
import assert from 'node:assert/strict';
import type pg from 'pg';
import { type Reconciled, reconcile } from '../../src/app/reconcile.ts';
import { type Staged, stageReport } from '../../src/files/incoming/stage-report.ts';
import type { FileView, ItemDetail, Source } from '../../src/ports/reconciliation.ts';
import { inTransaction } from '../../src/store/database/transaction.ts';
import { reconWrites } from '../../src/store/privileged/reconciliation.ts';
import { createReportFiles } from '../../src/store/reconciliation/files.ts';
import { createReconQueries } from '../../src/store/reconciliation/queries.ts';
import { createReconRuns } from '../../src/store/reconciliation/runs.ts';

export const MAP = {
  columns: {
    ...{ key: 'key', type: 'type', ref: 'ref', reference: 'reference', asset: 'asset' },
    ...{ amount: 'amount', fee: 'fee', tax: 'tax', batch: 'batch', at: 'at' },
  },
  amounts: 'minor',
  types: Object.fromEntries(
    [
      ...['payment', 'refund', 'payout', 'reversal', 'dispute', 'fee', 'reserve', 'settlement'],
      ...['to_bank', 'adjustment', 'bank'],
    ].map((type) => [type, type]),
  ),
  from: '2026-06-01',
  bank: 'main',
};
const HEAD = 'key,type,ref,reference,asset,amount,fee,tax,batch,at';

/** A line of a report, as its file has it. */
export interface TestLine {
  readonly key: string;
  readonly type?: string;
  readonly ref?: string;
  readonly reference?: string;
  readonly asset?: string;
  readonly amount: bigint;
  readonly fee?: bigint;
  readonly tax?: bigint;
  readonly batch?: string;
  readonly day: string;
}

export interface Account {
  readonly source: Source;
  readonly queries: ReturnType<typeof createReconQueries>;
  readonly files: ReturnType<typeof createReportFiles>;
  /** Null: these bytes were there before. */
  take(lines: readonly TestLine[]): Promise<FileView | null>;
  run(): Promise<Reconciled>;
  /** Open items as `state type minor`, in order of their text. */
  open(): Promise<readonly string[]>;
  decide(state: string, resolution: Parameters<Writes['decide']>[0]['resolution']): Promise<void>;
  declare(day: string, closingMinor: bigint): Promise<void>;
  /** Of the main book, what is not zero: `account[of]` with the sum, credit above zero. */
  book(): Promise<Readonly<Record<string, bigint>>>;
}

type Writes = ReturnType<typeof reconWrites>;

/** What a run of reconciliation works with. */
export function reconOf(pool: pg.Pool, shardCount: number) {
  return { queries: createReconQueries(pool), runs: createReconRuns(pool, shardCount) };
}

export async function openAccount(
  pool: pg.Pool,
  name: string,
  shardCount: number,
  map: object = {},
): Promise<Account> {
  const { queries, runs } = reconOf(pool, shardCount);
  const files = createReportFiles(pool);
  const write = <T>(work: (writes: Writes) => Promise<T>) =>
    inTransaction(pool, (client) => work(reconWrites(client)));
  const version = await write((writes) => writes.draftMap(name, { ...MAP, ...map }));
  await write((writes) => writes.approveMap(name, version, 'live'));
  const source = (await queries.sources()).find((one) => one.name === name) as Source;
  const items = async () => {
    const open = await queries.items({ source: name, state: null, onlyOpen: true }, 1_000);
    return await Promise.all(open.map(async ({ id }) => (await queries.item(id)) as ItemDetail));
  };
  return {
    source,
    queries,
    files,
    async take(lines) {
      const staged = await takeLines(files, source, lines);
      if (!staged.ok && staged.known) return null;
      return await files.apply(staged.ok ? staged.id : assert.fail(staged.why));
    },
    async run() {
      const done = await reconcile({ runs, queries }, source);
      if (done === null) throw new Error('another run is under way');
      return done;
    },
    open: async () =>
      (await items())
        .map(
          ({ state, type, differences }) =>
            `${state} ${type} ${differences.map(({ minor }) => minor)}`,
        )
        .toSorted(),
    async decide(state, resolution) {
      const item = (await items()).find((one) => one.state === state) as ItemDetail;
      const by = { reason: 'as the provider wrote', by: 'finn' };
      await write((w) => w.decide({ id: item.id, mode: 'live', resolution, ...by }));
    },
    declare: (day, closingMinor) =>
      write((w) =>
        w.declareBalance({ source: name, asset: 'PHP/2', day, closingMinor, by: 'finn' }),
      ),
    book: () => mainBook(pool),
  };
}

/** Reads lines as a file has them; they count once it is applied. */
export async function takeLines(
  files: Account['files'],
  source: Source,
  lines: readonly TestLine[],
): Promise<Staged> {
  const bytes = Buffer.from(fileOf(lines));
  return await stageReport(files, source, { name: 'report.csv', by: 'finn', bytes });
}

/** The text of a report file. */
export function fileOf(lines: readonly TestLine[]): string {
  return [HEAD, ...lines.map(textOf)].join('\r\n');
}

function textOf(line: TestLine): string {
  const { key, type = 'payment', ref = '', reference = '', asset = 'PHP/2', amount } = line;
  const { fee = 0n, tax = 0n, batch = '', day } = line;
  return [key, type, ref, reference, asset, amount, fee, tax, batch, `${day}T12:00:00Z`].join(',');
}

async function mainBook(pool: pg.Pool): Promise<Readonly<Record<string, bigint>>> {
  const { rows } = await pool.query<{ name: string; minor: bigint }>(
    `select account || '[' || of || ']' as name, sum(minor)::bigint as minor
     from journal_leg group by 1 having sum(minor) <> 0 order by 1`,
  );
  return Object.fromEntries(rows.map(({ name, minor }) => [name, minor]));
}

/** An entry of a payment, with what it brought its account at the provider, and its closed day. */
export async function bookEntry(
  pool: pg.Pool,
  of: {
    readonly id: bigint;
    readonly ref: string | null;
    readonly minor: bigint;
    readonly day: string;
    readonly name?: string;
    readonly purse?: string;
    readonly account?: string;
  },
): Promise<void> {
  const { id, ref, minor, day, name = 'payin.paid', purse = 'collect', account = 'main' } = of;
  await pool.query(
    `insert into entry (shard, subject_id, name, merchant_id, mode, asset, seq, available, pending,
       reserved, fees, upstream, suspense, connector, account, purse, book_date, at)
     values (0, $1, $2, 4096, 'live', 'PHP/2', $1, 0, $3, 0, 0, -$3::bigint, 0, 'simulator', $6, $5,
       $4::date, $4::date + interval '10 hours')`,
    [id, name, minor, day, purse, account],
  );
  await pool.query(
    `insert into orders (shard, id, merchant_id, app_id, kind, scope, merchant_ref, digest, channel,
       asset, amount_minor, paid_minor, fee_minor, refunded_minor, state, corrected, notice_count,
       detail, created_at, mode, payment_ref)
     values (0, $1, 4096, 1, 'payin', 's', 'm' || $1::bigint, 'd', 'C', 'PHP/2', abs($2::bigint),
       abs($2::bigint), 0, 0, 'paid', false, 0, '{}', $3::date, 'live', $4)
     on conflict do nothing`,
    [id, minor, day, ref],
  );
}

/** All shards have closed these days, and nothing later. */
export async function closeDays(pool: pg.Pool, shards: number, ...days: string[]): Promise<void> {
  await pool.query(
    `insert into book_day (shard, day, entries) select s, d, 0
     from generate_series(0, $1::int - 1) s, unnest($2::date[]) d on conflict do nothing`,
    [shards, days],
  );
}
