/** Account statements over PostgreSQL: pages along an index, no connection held between them. */
import {
  type AccountLine,
  type AccountStatement,
  NOTHING,
  plus,
  STATEMENT_ACCOUNTS,
  type StatementSums,
  totalOf,
} from '../../domain/account-statement.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { Asset } from '../../domain/money.ts';
import { statementKindOf } from '../../domain/statement-kind.ts';
import type { AccountStatements, PeriodTotal } from '../../ports/account-statement.ts';
import { type Queryable, run } from '../database/pool.ts';
import * as statements from '../statements/account-statement.ts';

/** Read at once; a file of any length holds no more of it in memory. */
const LINES_PER_PAGE = 2_000;

/** Added up by one statement of SQL: a tenth of what it may take, on a busy machine. */
const SUMMED_AT_ONCE = 50_000;

interface SumsRow extends Record<string, unknown> {
  readonly count: number;
  readonly day: string | null;
  readonly seq: bigint | null;
  readonly lines: number;
  readonly fees: bigint;
  readonly tax: bigint;
}

interface LineRow extends Record<string, unknown>, StatementSums {
  readonly day: string;
  readonly at: Date;
  readonly seq: bigint;
  readonly name: string;
  readonly subject_id: Id;
  readonly merchant_ref: string | null;
  readonly channel: string | null;
  readonly fees: bigint;
  readonly tax: bigint;
}

export function createAccountStatements(pool: Queryable, shardCount: number): AccountStatements {
  const shardFor = (merchantId: Id) => shardOf(merchantId, shardCount);
  return {
    async closedUntil(merchantId) {
      const shard = shardFor(merchantId);
      const { rows } = await run<{ day: string | null }>(pool, statements.CLOSED_UNTIL, shard, []);
      return rows[0]?.day ?? null;
    },
    async read(scope) {
      const { merchantId, mode, asset, from, to } = scope;
      const shard = shardFor(merchantId);
      const key = [merchantId, mode, asset, from, to];
      const [balance] = await balancesOf(pool, shard, key.slice(0, 3));
      if (balance === undefined) return null;
      const { opening, closing, lineCount } = await sumsOf(pool, shard, key, balance);
      return { ...scope, opening, closing, lineCount, pages: pagesOf(pool, shard, key) };
    },
    async totals(merchantId, mode, { from, to }) {
      const shard = shardFor(merchantId);
      const all: PeriodTotal[] = [];
      for (const balance of await balancesOf(pool, shard, [merchantId, mode, null])) {
        const { asset } = balance;
        const sums = await sumsOf(pool, shard, [merchantId, mode, asset, from, to], balance);
        const [openingMinor, closingMinor] = [totalOf(sums.opening), totalOf(sums.closing)];
        const netMinor = closingMinor - openingMinor;
        all.push({ asset, openingMinor, netMinor, feeMinor: sums.feeMinor, closingMinor });
      }
      return all;
    },
  };
}

type BalanceRow = StatementSums & { readonly asset: Asset; readonly seq: bigint };

async function balancesOf(pool: Queryable, shard: number, key: readonly unknown[]) {
  type Row = BalanceRow & Record<string, unknown>;
  return (await run<Row>(pool, statements.BALANCES_OF, shard, [...key])).rows;
}

const sumsFrom = (of: (account: string) => bigint) =>
  Object.fromEntries(STATEMENT_ACCOUNTS.map((a) => [a, of(a)])) as unknown as StatementSums;

const minus = (a: StatementSums, b: StatementSums): StatementSums =>
  sumsFrom((account) => a[account as keyof StatementSums] - b[account as keyof StatementSums]);

/**
 * The balance less what was booked since the first day, and less what came after the last, of the
 * entries that are in it: its number says which, so all is of one moment whatever is booked
 * meanwhile.
 */
async function sumsOf(
  pool: Queryable,
  shard: number,
  key: readonly unknown[],
  balance: BalanceRow,
): Promise<Sums> {
  let [since, later, lineCount, feeMinor] = [NOTHING, NOTHING, 0, 0n];
  let after: readonly [day: string, seq: bigint] = ['-infinity', 0n];
  for (;;) {
    const parameters = [...key, balance.seq, ...after, SUMMED_AT_ONCE];
    const { rows } = await run<SumsRow>(pool, statements.SUMS_SINCE, shard, parameters);
    const [row] = rows;
    if (row === undefined || row.day === null || row.seq === null) break;
    const of = (prefix: string) => sumsFrom((account) => row[`${prefix}_${account}`] as bigint);
    [since, later] = [plus(since, of('since')), plus(later, of('later'))];
    lineCount += row.lines;
    feeMinor += row.fees + row.tax;
    if (row.count < SUMMED_AT_ONCE) break;
    after = [row.day, row.seq];
  }
  return { opening: minus(balance, since), closing: minus(balance, later), lineCount, feeMinor };
}

interface Sums extends Pick<AccountStatement, 'opening' | 'closing' | 'lineCount'> {
  /** With the tax on them, of the days. */
  readonly feeMinor: bigint;
}

async function* pagesOf(
  pool: Queryable,
  shard: number,
  key: readonly unknown[],
): AsyncGenerator<readonly AccountLine[]> {
  let after: readonly [day: string, seq: bigint] = ['-infinity', 0n];
  for (;;) {
    const parameters = [...key, ...after, LINES_PER_PAGE];
    const { rows } = await run<LineRow>(pool, statements.STATEMENT_LINES, shard, parameters);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(lineOf);
    if (rows.length < LINES_PER_PAGE) return;
    after = [last.day, last.seq];
  }
}

function lineOf(row: LineRow): AccountLine {
  const { day, at, seq, name, subject_id: subjectId, fees: feeMinor, tax: taxMinor } = row;
  const { pending, available, reserved, rolling, disputed, debt } = row;
  const changes = { pending, available, reserved, rolling, disputed, debt };
  const of = { subjectId, merchantRef: row.merchant_ref, channel: row.channel };
  const batchId = name.startsWith('batch.settled:') ? subjectId : null;
  const kind = statementKindOf(name);
  return { day, at, seq, kind, ...of, batchId, changes, feeMinor, taxMinor };
}
