/** Account statements over PostgreSQL: pages along an index, no connection held between them. */
import {
  type AccountLine,
  NOTHING,
  plus,
  STATEMENT_ACCOUNTS,
  type StatementSums,
} from '../../domain/account-statement.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { AccountStatements } from '../../ports/account-statement.ts';
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
}

interface LineRow extends Record<string, unknown>, StatementSums {
  readonly day: string;
  readonly at: Date;
  readonly seq: bigint;
  readonly name: string;
  readonly subject_id: Id;
  readonly fees: bigint;
  readonly tax: bigint;
}

export function createAccountStatements(pool: Queryable, shardCount: number): AccountStatements {
  return {
    async closedUntil(merchantId) {
      const shard = shardOf(merchantId, shardCount);
      const { rows } = await run<{ day: string | null }>(pool, statements.CLOSED_UNTIL, shard, []);
      return rows[0]?.day ?? null;
    },
    async read(scope) {
      const { merchantId, mode, asset, from, to } = scope;
      const shard = shardOf(merchantId, shardCount);
      const key = [merchantId, mode, asset, from, to];
      const { rows } = await run<BalanceRow>(pool, statements.BALANCE_OF, shard, key.slice(0, 3));
      const [balance] = rows;
      if (balance === undefined) return null;
      const { since, later } = await sumsOf(pool, shard, key, balance.seq);
      return {
        ...scope,
        opening: minus(balance, since),
        closing: minus(balance, later),
        pages: pagesOf(pool, shard, key),
      };
    },
  };
}

type BalanceRow = StatementSums & { readonly seq: bigint } & Record<string, unknown>;

const sumsFrom = (of: (account: string) => bigint) =>
  Object.fromEntries(STATEMENT_ACCOUNTS.map((a) => [a, of(a)])) as unknown as StatementSums;

const minus = (a: StatementSums, b: StatementSums): StatementSums =>
  sumsFrom((account) => a[account as keyof StatementSums] - b[account as keyof StatementSums]);

/**
 * What was booked since the first day and after the last, of the entries that are in the balance:
 * its number says which, so all is of one moment whatever is booked meanwhile.
 */
async function sumsOf(
  pool: Queryable,
  shard: number,
  key: readonly unknown[],
  upTo: bigint,
): Promise<{ readonly since: StatementSums; readonly later: StatementSums }> {
  let [since, later] = [NOTHING, NOTHING];
  let after: readonly [day: string, seq: bigint] = ['-infinity', 0n];
  for (;;) {
    const parameters = [...key, upTo, ...after, SUMMED_AT_ONCE];
    const { rows } = await run<SumsRow>(pool, statements.SUMS_SINCE, shard, parameters);
    const [row] = rows;
    if (row === undefined || row.day === null || row.seq === null) return { since, later };
    since = plus(
      since,
      sumsFrom((account) => row[`since_${account}`] as bigint),
    );
    later = plus(
      later,
      sumsFrom((account) => row[`later_${account}`] as bigint),
    );
    if (row.count < SUMMED_AT_ONCE) return { since, later };
    after = [row.day, row.seq];
  }
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
  return { day, at, seq, name, subjectId, changes, feeMinor, taxMinor };
}
