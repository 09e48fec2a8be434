/**
 * Closes days of the merchant book and rolls them up into the main book, with no lock that a writer
 * would wait for. Three steps, each committed before the next:
 *
 * 1. The next day is opened (`book_open`). Every statement that inserts entries reads it.
 * 2. All transactions that were there when that was committed come to their end: an insert of
 *    theirs may have read the day before. Whatever begins later cannot.
 * 3. Each closed day is added up once, in one commit with its journals.
 */
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { firstIdOf } from '../../domain/id.ts';
import { ACCOUNTS, type Balance } from '../../domain/ledger.ts';
import { type DaySums, type MainAccount, rolledFrom, rollUp } from '../../domain/main-book.ts';
import type { Mode } from '../../domain/merchant.ts';
import type { Asset } from '../../domain/money.ts';
import type { BookCloser, Breach, ClosedDay } from '../../ports/books.ts';
import { allowSilence, run } from '../database/pool.ts';
import { inTransaction, ONE_MOMENT } from '../database/transaction.ts';
import { OPEN_BOOKS_CASE } from '../statements/audit.ts';
import * as statements from '../statements/books.ts';
import { keepLegs } from './journals.ts';
import { type ReceivableFault, receivablesThatDiffer } from './receivables.ts';
import { unallocatedThatDiffers } from './unallocated.ts';

/** Adding a day up takes longer than a statement of the write path may. */
const STATEMENT_MS = 600_000;
/** How long older transactions are waited for at a time: writers live for seconds. */
const DRAIN_WITHIN_MS = 15_000;
const DRAIN_STEP_MS = 50;

export interface CloserOptions {
  readonly shardCount: number;
  /** A later day than the clock's to open, `yyyy-MM-dd`; all before it are closed. */
  readonly openDay?: string;
  readonly drainWithinMs?: number;
}

export function createBookCloser(pool: pg.Pool, options: CloserOptions): BookCloser {
  const { shardCount, openDay = null, drainWithinMs = DRAIN_WITHIN_MS } = options;
  const shards = Array.from({ length: shardCount }, (_, shard) => shard);
  return {
    async close() {
      for (const shard of shards) await run(pool, statements.OPEN_DAY, shard, [openDay]);
      const due: { shard: number; day: string }[] = [];
      for (const shard of shards) {
        const { rows } = await run<{ day: string }>(pool, statements.DAYS_TO_ROLL, shard);
        due.push(...rows.map(({ day }) => ({ shard, day })));
      }
      if (due.length === 0) return { closed: [], waitsFor: 0, breaches: [] };
      const waitsFor = await drain(pool, drainWithinMs);
      if (waitsFor > 0) return { closed: [], waitsFor, breaches: [] };
      const closed: ClosedDay[] = [];
      for (const { shard, day } of due) {
        const entryCount = await rollDay(pool, shard, day);
        if (entryCount !== null) closed.push({ shard, day, entryCount });
      }
      const breaches: Breach[] = [];
      for (const [shard, days] of Map.groupBy(closed, (one) => one.shard)) {
        breaches.push(...(await compare(pool, shard, days)));
      }
      if (closed.length > 0) breaches.push(...(await showUnallocated(pool, shardCount)));
      return { closed, waitsFor: 0, breaches };
    },
  };
}

/**
 * The transactions of this database: each holds a lock on its own virtual id until it has ended and
 * what it did can be seen. Everybody may see these locks. Vacuum writes no entries.
 */
const UNDER_WAY = `
  select l.virtualtransaction as id from pg_locks l join pg_stat_activity a on a.pid = l.pid
  where l.locktype = 'virtualxid' and l.mode = 'ExclusiveLock' and l.pid <> pg_backend_pid()
    and a.datname = current_database()
    and coalesce(a.backend_type, '') not in ('autovacuum worker', 'walsender')
  union all
  select 'prepared ' || gid from pg_prepared_xacts where database = current_database()`;

/** Waits for all transactions that are there now; answers how many are left when time is over. */
async function drain(pool: pg.Pool, withinMs: number): Promise<number> {
  const look = async () => (await pool.query<{ id: string }>(UNDER_WAY)).rows.map(({ id }) => id);
  let left = await look();
  const giveUpAtMs = performance.now() + withinMs;
  while (left.length > 0 && performance.now() < giveUpAtMs) {
    await setTimeout(DRAIN_STEP_MS);
    const now = new Set(await look());
    left = left.filter((id) => now.has(id));
  }
  return left.length;
}

type SumsRow = Omit<DaySums, 'account' | 'platformCode' | 'caseKind' | 'sums'> &
  Balance & {
    readonly provider_account: string | null;
    readonly platform_code: string | null;
    readonly case_kind: string | null;
    readonly entries: bigint;
  };

/** One commit: the day and its journals. Null: the day was rolled up before. */
async function rollDay(pool: pg.Pool, shard: number, day: string): Promise<bigint | null> {
  return await inTransaction(pool, async (client) => {
    allowSilence(client, STATEMENT_MS);
    await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
    const { rows } = await run<SumsRow>(client, statements.SUMS_OF_DAY, shard, [day]);
    const entryCount = rows.reduce((sum, { entries }) => sum + entries, 0n);
    const kept = await run(client, statements.KEEP_DAY, shard, [day, entryCount]);
    if (kept.rowCount === 0) return null;
    for (const [mode, legs] of rollUp(rows.map(daySums))) {
      const key = `roll:${shard}:${day}:${mode}`;
      await client.query('insert into journal (key, mode, day, shard) values ($1, $2, $3, $4)', [
        key,
        mode,
        day,
        shard,
      ]);
      await keepLegs(client, key, legs);
    }
    return entryCount;
  });
}

function daySums(row: SumsRow): DaySums {
  const { mode, asset, connector, purse, subject } = row;
  return {
    mode,
    asset,
    connector,
    purse,
    subject,
    account: row.provider_account,
    platformCode: row.platform_code,
    caseKind: row.case_kind,
    sums: Object.fromEntries(ACCOUNTS.map((a) => [a, row[a]])) as unknown as Balance,
  };
}

type TotalRow = { readonly mode: Mode; readonly asset: Asset } & Balance;
interface MainRow {
  readonly mode: Mode;
  readonly asset: Asset;
  readonly account: MainAccount;
  readonly minor: bigint;
}

/**
 * The main book's side of a shard beside its balances, and what providers owe by the days that were
 * closed; a difference is a case. `days`: the oldest first.
 */
async function compare(
  pool: pg.Pool,
  shard: number,
  days: readonly ClosedDay[],
): Promise<readonly Breach[]> {
  const [merchants, main, receivables] = await inTransaction(
    pool,
    async (client) => {
      allowSilence(client, STATEMENT_MS);
      await client.query(`set local statement_timeout = ${STATEMENT_MS}`);
      const totals = await run<TotalRow>(client, statements.BALANCES_AT_CLOSE, shard);
      const rolled = await client.query<MainRow>(
        `select j.mode, l.asset, l.account, sum(l.minor)::bigint as minor
         from journal j join journal_leg l on l.key = j.key
         where j.shard = $1 group by j.mode, l.asset, l.account`,
        [shard],
      );
      const [from, to] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
      const owed = await receivablesThatDiffer(client, shard, from, to);
      return [totals.rows, rolled.rows, owed] as const;
    },
    ONE_MOMENT,
  );
  const breaches = [...differences(merchants, main), ...receivables.map(receivableBreach)];
  for (const { rule, mode, asset, detail } of breaches) {
    const key = `${rule}:${mode}:${asset}`;
    await run(pool, OPEN_BOOKS_CASE, shard, [firstIdOf(shard), key, detail]);
  }
  return breaches;
}

/** Of all shards: its case lies on the first. */
async function showUnallocated(pool: pg.Pool, shardCount: number): Promise<readonly Breach[]> {
  const breaches = await unallocatedThatDiffers(pool, shardCount);
  for (const { rule, mode, asset, detail } of breaches) {
    await run(pool, OPEN_BOOKS_CASE, 0, [firstIdOf(0), `${rule}:${mode}:${asset}`, detail]);
  }
  return breaches;
}

function receivableBreach(fault: ReceivableFault): Breach {
  const { mode, asset, account, of, journalMinor, entriesMinor } = fault;
  const detail = `${of} (${account}) owes ${journalMinor} by its journal, ${entriesMinor} by entries`;
  return { rule: 'receivable_is_journal', merchantId: null, mode, asset, detail };
}

function differences(merchants: readonly TotalRow[], main: readonly MainRow[]): readonly Breach[] {
  const keys = new Set([...merchants, ...main].map(({ mode, asset }) => `${mode} ${asset}`));
  return [...keys].flatMap((key) => {
    const [mode, asset] = key.split(' ') as [Mode, Asset];
    const isOf = (row: Pick<TotalRow, 'mode' | 'asset'>) =>
      row.mode === mode && row.asset === asset;
    const there = merchants.find(isOf);
    const differs = ACCOUNTS.flatMap((account) => {
      const due = there?.[account] ?? 0n;
      const shown = main
        .filter((row) => isOf(row) && rolledFrom(row.account) === account)
        .reduce((sum, { minor }) => sum + minor, 0n);
      return shown === due ? [] : [`${account} is ${shown} there and ${due} with the merchants`];
    });
    if (differs.length === 0) return [];
    const detail = `main book: ${differs.join('; ')}`;
    return [{ rule: 'main_book_agrees', merchantId: null, mode, asset, detail } as const];
  });
}
