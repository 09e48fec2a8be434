/** Account statements over PostgreSQL: pages along an index, no connection held between them. */
import {
  type AccountLine,
  type AccountStatement,
  STATEMENT_ACCOUNTS,
  type StatementScope,
  type StatementSums,
} from '../../domain/account-statement.ts';
import { type Id, shardOf } from '../../domain/id.ts';
import type { AccountStatements } from '../../ports/account-statement.ts';
import { type Queryable, run } from '../database/pool.ts';
import * as statements from '../statements/account-statement.ts';

/** Read at once; a file of any length holds no more of it in memory. */
const LINES_PER_PAGE = 2_000;

type SumsRow = Record<string, bigint>;

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
      const { rows } = await run<SumsRow>(pool, statements.BALANCE_AND_SINCE, shard, key);
      const [row] = rows;
      return row === undefined ? null : statementOf(row, scope, pagesOf(pool, shard, key));
    },
  };
}

function statementOf(
  row: SumsRow,
  scope: StatementScope,
  pages: AccountStatement['pages'],
): AccountStatement {
  const sums = (of: (account: string) => bigint) =>
    Object.fromEntries(STATEMENT_ACCOUNTS.map((a) => [a, of(a)])) as unknown as StatementSums;
  const part = (name: string, account: string) => row[`${name}_${account}`] ?? 0n;
  return {
    ...scope,
    opening: sums((account) => part('now', account) - part('since', account)),
    closing: sums((account) => part('now', account) - part('later', account)),
    pages,
  };
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
